import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { Broken, type Fact, fact } from '../../engine/fact.ts';
import { rolePath } from '../../policies/index.ts';
import { iamAccount } from '../iam/account.ts';
import type { Role } from '../iam/roles.ts';
import { marksIn, orNull, ownerOf, type Tag } from '../tags.ts';

/** The fact that an instance profile exists; its name is what it wants. */
export type InstanceProfile = Fact<{ InstanceProfileName: string }>;

/** An instance profile of this name exists. */
export function instanceProfileExists(InstanceProfileName: string, tags: Tag[]): InstanceProfile {
  return fact({
    id: `iam/instance-profile/${InstanceProfileName}`,
    title: `instance profile ${InstanceProfileName} exists`,
    thing: `instance profile ${InstanceProfileName}`,
    want: { InstanceProfileName },
    // Its path does not matter: iam:PassRole is checked against the role.
    read: async (account) => ((await profileOf(InstanceProfileName, account)) ? { InstanceProfileName } : null),
    async calls(to, _now, account) {
      if (to)
        return [call('iam', 'CreateInstanceProfile', { InstanceProfileName, Path: rolePath('analyst'), Tags: tags })];
      const { Roles } = (await profileOf(InstanceProfileName, account)) ?? {};
      return [
        ...(Roles ?? []).map(({ RoleName }) =>
          call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
        ),
        call('iam', 'DeleteInstanceProfile', { InstanceProfileName }),
      ];
    },
    owner: async (account) => ownerOf(await profileItself(InstanceProfileName, account), tags, 'InstanceProfileId'),
    mark: () => [call('iam', 'TagInstanceProfile', { InstanceProfileName, Tags: marksIn(tags) })],
    madeAs: ['CreateInstanceProfile', 'InstanceProfile.InstanceProfileId'],
  });
}

/** The instance profile contains the role. */
export function instanceProfileHasRole(profile: InstanceProfile, role: Role): Fact<true> {
  const { InstanceProfileName } = profile.want;
  const { RoleName } = role;
  return fact<true>({
    id: `iam/instance-profile/${InstanceProfileName}/role`,
    title: `instance profile ${InstanceProfileName} has role ${RoleName}`,
    want: true,
    within: profile,
    needs: [role],
    async read(account) {
      const { Roles } = (await profileOf(InstanceProfileName, account)) ?? {};
      if (Roles?.some((one) => one.RoleName === RoleName)) return true;
      if (!Roles?.length) return null;
      throw new Broken(
        `instance profile ${InstanceProfileName} has role ${Roles[0]?.RoleName}, not ${RoleName}, so instances that use it have other permissions: aws iam remove-role-from-instance-profile --instance-profile-name ${InstanceProfileName} --role-name ${Roles[0]?.RoleName}, then run apply`,
      );
    },
    calls: (to) => [
      call('iam', to ? 'AddRoleToInstanceProfile' : 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
    ],
  });
}

// A profile with a role is listed with the role; only a profile without a role needs a request of its own.
async function profileOf(InstanceProfileName: string, account: Account) {
  const { roles } = await iamAccount(account);
  const told = [...roles.values()].flatMap(({ InstanceProfileList }) => InstanceProfileList ?? []);
  const known = told.find((profile) => profile.InstanceProfileName === InstanceProfileName);
  return known ?? profileItself(InstanceProfileName, account);
}

async function profileItself(InstanceProfileName: string, account: Account) {
  const question = call('iam', 'GetInstanceProfile', { InstanceProfileName });
  return (await orNull(account.send(question), 'NoSuchEntity'))?.InstanceProfile ?? null;
}

/** The name of the role, the instance profile and the security group. */
export const EC2_NAME = 'aws-baseline-ec2';
