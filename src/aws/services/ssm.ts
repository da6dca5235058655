import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

export const Client = SSMClient;

/** Every Systems Manager operation this program may send, by its AWS name. */
export const commands = {
  GetParameter: GetParameterCommand,
};
