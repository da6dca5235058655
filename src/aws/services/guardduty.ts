import {
  CreateDetectorCommand,
  DeleteDetectorCommand,
  GetAdministratorAccountCommand,
  GetDetectorCommand,
  GuardDutyClient,
  ListDetectorsCommand,
  TagResourceCommand,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';

export const Client = GuardDutyClient;

/** Every GuardDuty operation this program may send, by its AWS name. */
export const commands = {
  CreateDetector: CreateDetectorCommand,
  DeleteDetector: DeleteDetectorCommand,
  GetAdministratorAccount: GetAdministratorAccountCommand,
  GetDetector: GetDetectorCommand,
  ListDetectors: ListDetectorsCommand,
  TagResource: TagResourceCommand,
  UpdateDetector: UpdateDetectorCommand,
};
