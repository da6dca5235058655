import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';

export const Client = CloudTrailClient;

/** Every CloudTrail operation this program may send, by its AWS name. */
export const commands = {
  AddTags: AddTagsCommand,
  CreateTrail: CreateTrailCommand,
  DeleteTrail: DeleteTrailCommand,
  DescribeTrails: DescribeTrailsCommand,
  GetEventSelectors: GetEventSelectorsCommand,
  GetTrailStatus: GetTrailStatusCommand,
  ListTags: ListTagsCommand,
  PutEventSelectors: PutEventSelectorsCommand,
  StartLogging: StartLoggingCommand,
  UpdateTrail: UpdateTrailCommand,
};
