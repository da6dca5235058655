import {
  DisableMacieCommand,
  EnableMacieCommand,
  GetMacieSessionCommand,
  Macie2Client,
  UpdateMacieSessionCommand,
} from '@aws-sdk/client-macie2';

export const Client = Macie2Client;

/** Every Macie operation this program may send, by its AWS name. */
export const commands = {
  DisableMacie: DisableMacieCommand,
  EnableMacie: EnableMacieCommand,
  GetMacieSession: GetMacieSessionCommand,
  UpdateMacieSession: UpdateMacieSessionCommand,
};
