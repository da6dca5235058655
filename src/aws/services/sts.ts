import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export const Client = STSClient;

/** Every STS operation this program may send, by its AWS name. */
export const commands = {
  GetCallerIdentity: GetCallerIdentityCommand,
};
