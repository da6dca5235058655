import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  TagResourceCommand,
} from '@aws-sdk/client-lambda';

export const Client = LambdaClient;

/** Every Lambda operation this program may send, by its AWS name. */
export const commands = {
  CreateFunction: CreateFunctionCommand,
  DeleteFunction: DeleteFunctionCommand,
  GetFunction: GetFunctionCommand,
  Invoke: InvokeCommand,
  TagResource: TagResourceCommand,
};
