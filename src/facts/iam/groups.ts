import { call } from '../../aws/call.ts';
import { Broken, type Fact, fact } from '../../engine/fact.ts';
import type { Ability } from '../../policies/index.ts';
import { iamAccount, named } from './account.ts';
import { hindranceOf } from './hindrances.ts';
import type { IamUser } from './users.ts';

/** Groups cannot have tags; the path marks those that this program created. */
export const GROUP_PATH = '/aws-baseline/';

/** The fact that a group exists; its name is what it wants. */
export type IamGroup = Fact<{ GroupName: string }>;

/** Group `GroupName` exists, on any path. */
export function groupExists(GroupName: string): IamGroup {
  return fact({
    id: `iam/group/${GroupName}`,
    title: `group ${GroupName} exists`,
    thing: `group ${GroupName}`,
    untagged: true,
    want: { GroupName },
    async read(account) {
      const { groups } = await iamAccount(account);
      return named(groups, GroupName, (group) => group.GroupName, 'group') && { GroupName };
    },
    async calls(to, _now, account) {
      if (to) return [call('iam', 'CreateGroup', { GroupName, Path: GROUP_PATH })];
      const { groups, users } = await iamAccount(account);
      const group = groups.get(GroupName.toLowerCase());
      const members = [...users.values()].filter(({ GroupList }) => GroupList?.includes(GroupName));
      return [
        ...members.map(({ UserName }) => call('iam', 'RemoveUserFromGroup', { GroupName, UserName })),
        ...(group?.AttachedManagedPolicies ?? []).map(({ PolicyArn }) =>
          call('iam', 'DetachGroupPolicy', { GroupName, PolicyArn }),
        ),
        ...(group?.GroupPolicyList ?? []).map(({ PolicyName }) =>
          call('iam', 'DeleteGroupPolicy', { GroupName, PolicyName }),
        ),
        call('iam', 'DeleteGroup', { GroupName }),
      ];
    },
    async owner(account) {
      const { groups } = await iamAccount(account);
      const group = groups.get(GroupName.toLowerCase());
      if (!group) return undefined;
      const { Path, GroupId } = group;
      const id = GroupId ? { id: GroupId } : {};
      return { whose: Path === GROUP_PATH ? 'ours' : 'unmarked', marks: `the path ${GROUP_PATH}`, ...id };
    },
    mark: () => [call('iam', 'UpdateGroup', { GroupName, NewPath: GROUP_PATH })],
    madeAs: ['CreateGroup', 'Group.GroupId'],
  });
}

/** User `user` is a member of `group`, and no policy of the user or of other groups denies the group's abilities. */
export function userIsMember(user: IamUser, group: IamGroup, abilities: Ability[] = []): Fact<true> {
  const { UserName } = user.want;
  const { GroupName } = group.want;
  return fact<true>({
    id: `iam/user/${UserName}/group/${GroupName}`,
    control: `member-of-${GroupName}`,
    title: `user ${UserName} is in group ${GroupName}`,
    want: true,
    within: user,
    needs: [group],
    async read(account) {
      const { users } = await iamAccount(account);
      return users.get(UserName.toLowerCase())?.GroupList?.includes(GroupName) ? true : null;
    },
    async works(account) {
      const iam = await iamAccount(account);
      const detail = iam.users.get(UserName.toLowerCase());
      const others = (detail?.GroupList ?? []).filter((name) => name !== GroupName);
      const hindrances = [
        detail && hindranceOf('user', detail, abilities, iam),
        ...others.map((name) => {
          const other = iam.groups.get(name.toLowerCase());
          return other && hindranceOf('group', other, abilities, iam);
        }),
      ].filter((one) => one !== undefined);
      if (hindrances[0]) throw new Broken(hindrances[0]);
      return undefined;
    },
    calls: (to) => [call('iam', to ? 'AddUserToGroup' : 'RemoveUserFromGroup', { GroupName, UserName })],
  });
}
