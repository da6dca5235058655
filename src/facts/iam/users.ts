import type { Account } from '../../aws/account.ts';
import { type AnyCall, call, secret } from '../../aws/call.ts';
import { isDenied, isSignedOut } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { type Fact, fact, Obstacle } from '../../engine/fact.ts';
import { marksIn, orNull, ownerOf, type Tag } from '../tags.ts';
import { iamAccount, named } from './account.ts';

/** The fact that a user exists; the name is what it wants. */
export type IamUser = Fact<{ UserName: string; Path?: string }>;

const NO_SIGN_IN = 'The deleted users can no longer sign in; sign in as root or as another user after that.';

/** User `UserName` exists on path `/`: the policies refer to `user/${aws:username}`, which matches no other path. */
export function userExists(UserName: string, tags: Tag[]): IamUser {
  return fact<{ UserName: string; Path?: string }>({
    id: `iam/user/${UserName}`,
    title: `user ${UserName} exists`,
    thing: `user ${UserName}`,
    user: UserName,
    undoing: NO_SIGN_IN,
    want: { UserName },
    async read(account) {
      const { users } = await iamAccount(account);
      const user = named(users, UserName, (one) => one.UserName, 'user');
      const Path = user?.Path ?? '/';
      return user && { UserName, ...(Path === '/' ? {} : { Path }) };
    },
    calls(to, now, account) {
      if (to === null) return removeUser(UserName, account);
      if (now === null) return [call('iam', 'CreateUser', { UserName, Tags: tags })];
      throw new Obstacle(
        `user ${UserName} is on path ${now.Path}, which the policies do not match: the user could not change its password or set up MFA. Move it with aws iam update-user --user-name ${UserName} --new-path /`,
      );
    },
    async owner(account) {
      const { users } = await iamAccount(account);
      return ownerOf(users.get(UserName.toLowerCase()), tags, 'UserId');
    },
    mark: () => [call('iam', 'TagUser', { UserName, Tags: marksIn(tags) })],
    madeAs: ['CreateUser', 'User.UserId'],
  });
}

/**
 * User `user` has a console password that must be changed at the first sign-in. An existing password is never reset. The
 * key of the secret is the user's name.
 */
export function userMaySignIn(user: IamUser): Fact<true> {
  const { UserName } = user.want;
  return fact<true>({
    id: `iam/user/${UserName}/sign-in`,
    // Its answer equals that of GetLoginProfile.
    toldBy: [{ operation: 'CreateLoginProfile' }],
    title: `user ${UserName} has a console password`,
    signsIn: UserName,
    undoing: NO_SIGN_IN,
    want: true,
    within: user,
    read: async (account) => ((await loginProfile(UserName, account)) ? true : null),
    calls: (to) =>
      to
        ? [call('iam', 'CreateLoginProfile', { UserName, Password: secret(UserName), PasswordResetRequired: true })]
        : [call('iam', 'DeleteLoginProfile', { UserName })],
  });
}

function loginProfile(UserName: string, account: Account) {
  return orNull(account.send(call('iam', 'GetLoginProfile', { UserName })), 'NoSuchEntity');
}

// Few users have these, and some emulators lack these operations: if one is missed, DeleteUser answers DeleteConflict.
async function ifListed<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer;
  } catch (error) {
    if (isSignedOut(error) || isDenied(error)) throw error;
    return [];
  }
}

async function unassignedDevices(account: Account): Promise<string[]> {
  const question = call('iam', 'ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' });
  const pages = await allPages(account, question, 'Marker');
  return pages.flatMap(({ VirtualMFADevices }) => VirtualMFADevices ?? []).map(({ SerialNumber = '' }) => SerialNumber);
}

// IAM deletes a user only after everything attached to it is removed (page "Deleting an IAM user").
async function removeUser(UserName: string, account: Account): Promise<AnyCall[]> {
  const of = { UserName };
  const [iam, profile, keys, devices, unassigned, certificates, sshKeys, credentials] = await Promise.all([
    iamAccount(account),
    loginProfile(UserName, account),
    allPages(account, call('iam', 'ListAccessKeys', of), 'Marker'),
    allPages(account, call('iam', 'ListMFADevices', of), 'Marker'),
    ifListed(unassignedDevices(account)),
    ifListed(allPages(account, call('iam', 'ListSigningCertificates', of), 'Marker')),
    ifListed(allPages(account, call('iam', 'ListSSHPublicKeys', of), 'Marker')),
    ifListed(allPages(account, call('iam', 'ListServiceSpecificCredentials', of), 'Marker')),
  ]);
  const user = iam.users.get(UserName.toLowerCase());
  const calls: AnyCall[] = profile ? [call('iam', 'DeleteLoginProfile', of)] : [];
  for (const { AccessKeyId } of keys.flatMap((page) => page.AccessKeyMetadata ?? []))
    calls.push(call('iam', 'DeleteAccessKey', { ...of, AccessKeyId }));
  for (const { SerialNumber } of devices.flatMap((page) => page.MFADevices ?? [])) {
    calls.push(call('iam', 'DeactivateMFADevice', { ...of, SerialNumber }));
    // A virtual device outlives its user; a passkey or hardware key does not.
    if (SerialNumber?.includes(':mfa/')) calls.push(call('iam', 'DeleteVirtualMFADevice', { SerialNumber }));
  }
  // An unassigned device with the user's name: deactivated earlier but not deleted, or never enabled.
  for (const SerialNumber of unassigned.filter((serial) => serial.endsWith(`:mfa/${UserName}`)))
    calls.push(call('iam', 'DeleteVirtualMFADevice', { SerialNumber }));
  for (const { CertificateId } of certificates.flatMap((page) => page.Certificates ?? [])) {
    calls.push(call('iam', 'DeleteSigningCertificate', { ...of, CertificateId }));
  }
  for (const { SSHPublicKeyId } of sshKeys.flatMap((page) => page.SSHPublicKeys ?? [])) {
    calls.push(call('iam', 'DeleteSSHPublicKey', { ...of, SSHPublicKeyId }));
  }
  for (const { ServiceSpecificCredentialId } of credentials.flatMap((page) => page.ServiceSpecificCredentials ?? [])) {
    calls.push(call('iam', 'DeleteServiceSpecificCredential', { ...of, ServiceSpecificCredentialId }));
  }
  for (const { PolicyName } of user?.UserPolicyList ?? [])
    calls.push(call('iam', 'DeleteUserPolicy', { ...of, PolicyName }));
  for (const { PolicyArn } of user?.AttachedManagedPolicies ?? [])
    calls.push(call('iam', 'DetachUserPolicy', { ...of, PolicyArn }));
  for (const GroupName of user?.GroupList ?? []) calls.push(call('iam', 'RemoveUserFromGroup', { ...of, GroupName }));
  return [...calls, call('iam', 'DeleteUser', of)];
}
