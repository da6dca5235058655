import {
  AccountClient,
  DeleteAlternateContactCommand,
  GetAlternateContactCommand,
  PutAlternateContactCommand,
} from '@aws-sdk/client-account';

export const Client = AccountClient;

/** Every Account Management operation this program may send, by its AWS name. */
export const commands = {
  DeleteAlternateContact: DeleteAlternateContactCommand,
  GetAlternateContact: GetAlternateContactCommand,
  PutAlternateContact: PutAlternateContactCommand,
};
