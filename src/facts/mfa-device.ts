import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { codeOf } from '../aws/errors.ts';
import { allPages } from '../aws/pages.ts';
import { orNull } from './tags.ts';

/** A virtual MFA device that nobody has enabled yet. `seed` is a secret: what an authenticator app is given. */
export interface NewDevice {
  serial: string;
  seed: string;
}

/** Whether a user has a second factor already. */
export async function hasMfaDevice(UserName: string, account: Account): Promise<boolean> {
  const pages = await allPages(account, call('iam', 'ListMFADevices', { UserName }), 'Marker');
  return pages.some(({ MFADevices }) => (MFADevices ?? []).length > 0);
}

/** Makes a virtual device named like the user. One of that name that was never enabled is made anew. */
export async function newDevice(UserName: string, account: Account): Promise<NewDevice> {
  const make = () => account.send(call('iam', 'CreateVirtualMFADevice', { VirtualMFADeviceName: UserName }));
  const { VirtualMFADevice } = await make().catch(async (error: unknown) => {
    if (codeOf(error) !== 'EntityAlreadyExists') throw error;
    const { accountId, partition } = account.identity;
    await dropDevice(`arn:${partition}:iam::${accountId}:mfa/${UserName}`, account);
    return make();
  });
  const seed = new TextDecoder().decode(VirtualMFADevice?.Base32StringSeed);
  return { serial: VirtualMFADevice?.SerialNumber ?? '', seed };
}

/** Enables the device for the user with two codes in a row; false when AWS does not take them. */
export async function enableDevice(
  UserName: string,
  serial: string,
  codes: [string, string],
  account: Account,
): Promise<boolean> {
  const [AuthenticationCode1, AuthenticationCode2] = codes;
  try {
    await account.send(
      call('iam', 'EnableMFADevice', { UserName, SerialNumber: serial, AuthenticationCode1, AuthenticationCode2 }),
    );
    return true;
  } catch (error) {
    if (codeOf(error) === 'InvalidAuthenticationCode') return false;
    throw error;
  }
}

/** Takes away a device that was not enabled. */
export async function dropDevice(serial: string, account: Account): Promise<void> {
  await orNull(account.send(call('iam', 'DeleteVirtualMFADevice', { SerialNumber: serial })), 'NoSuchEntity');
}
