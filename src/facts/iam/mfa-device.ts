import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { codeOf } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { orNull } from '../tags.ts';

/** A virtual MFA device that is not enabled yet. `seed` is a secret: the key for an authenticator app. */
interface NewDevice {
  serial: string;
  seed: string;
}

/** Whether a user already has an MFA device. */
export async function hasMfaDevice(UserName: string, account: Account): Promise<boolean> {
  const pages = await allPages(account, call('iam', 'ListMFADevices', { UserName }), 'Marker');
  return pages.some(({ MFADevices }) => (MFADevices ?? []).length > 0);
}

/** Creates a virtual device named after the user. A device of that name that was never enabled is created again. */
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

/** Enables the device for the user with two consecutive codes; false when AWS refuses them. */
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

/** Deletes a device that was not enabled. */
export async function dropDevice(serial: string, account: Account): Promise<void> {
  await orNull(account.send(call('iam', 'DeleteVirtualMFADevice', { SerialNumber: serial })), 'NoSuchEntity');
}
