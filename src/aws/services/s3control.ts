import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';

export const Client = S3ControlClient;

/** Every S3 Control operation this program may send, by its AWS name. */
export const commands = {
  DeletePublicAccessBlock: DeletePublicAccessBlockCommand,
  GetPublicAccessBlock: GetPublicAccessBlockCommand,
  PutPublicAccessBlock: PutPublicAccessBlockCommand,
};
