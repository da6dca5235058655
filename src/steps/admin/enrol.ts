import type { Account } from '../../aws/account.ts';
import { isSignedOut } from '../../aws/errors.ts';
import { dropDevice, enableDevice, hasMfaDevice, newDevice } from '../../facts/iam/mfa-device.ts';

/** The steps to set up MFA for a user, for the wizard. */
export const enrol = { start: newDevice, finish: enableDevice, giveUp: dropDevice };

/** Whether a user has no MFA device yet; undefined if the caller lacks the permission to check. */
export async function lacksMfa(userName: string, account: Account): Promise<boolean | undefined> {
  try {
    return !(await hasMfaDevice(userName, account));
  } catch (error) {
    if (isSignedOut(error)) throw error;
    return undefined;
  }
}
