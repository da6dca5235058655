import type { Account } from '../aws/account.ts';
import { isSignedOut } from '../aws/errors.ts';
import { dropDevice, enableDevice, hasMfaDevice, newDevice } from '../facts/mfa-device.ts';

/** Setting up MFA for a user, step by step, for whoever leads a person through it. */
export const enrol = { start: newDevice, finish: enableDevice, giveUp: dropDevice };

/** Whether a user has no second factor yet; undefined where the caller may not know. */
export async function lacksMfa(userName: string, account: Account): Promise<boolean | undefined> {
  try {
    return !(await hasMfaDevice(userName, account));
  } catch (error) {
    if (isSignedOut(error)) throw error;
    return undefined;
  }
}
