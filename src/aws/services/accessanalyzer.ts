import {
  AccessAnalyzerClient,
  CreateAnalyzerCommand,
  DeleteAnalyzerCommand,
  ListAnalyzersCommand,
  TagResourceCommand,
} from '@aws-sdk/client-accessanalyzer';

export const Client = AccessAnalyzerClient;

/** Every IAM Access Analyzer operation this program may send, by its AWS name. */
export const commands = {
  CreateAnalyzer: CreateAnalyzerCommand,
  DeleteAnalyzer: DeleteAnalyzerCommand,
  ListAnalyzers: ListAnalyzersCommand,
  TagResource: TagResourceCommand,
};
