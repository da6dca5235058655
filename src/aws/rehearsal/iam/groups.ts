import { type Context, iamId, type Operations } from '../context.ts';
import { refuse, unknownTo } from '../refuse.ts';
import type { Entity } from '../state.ts';
import {
  attach,
  checkedName,
  checkedPath,
  conflict,
  detach,
  dropInline,
  exists,
  groupNamed,
  iamArn,
  isTaken,
  noSuch,
  userNamed,
} from './rules.ts';

/** The SDK's shape of a group. */
export function groupAnswer(context: Context, group: Entity) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: iamArn(context, 'group', group),
    CreateDate: new Date(group.created),
  };
}

/** IAM's groups. */
export const iamGroups = {
  CreateGroup: {
    fields: ['GroupName', 'Path'],
    answer({ GroupName, Path }, context) {
      const name = checkedName(GroupName, 'groupName', 128);
      const path = checkedPath(Path);
      const { groups } = context.state.iam;
      if (isTaken(groups, name)) exists(`Group with name ${name} already exists.`);
      if (groups.length >= 300) refuse('LimitExceededException', 'Cannot exceed quota for GroupsPerAccount: 300', 409);
      const created = context.now.toISOString();
      const group: Entity = { name, id: iamId(context, 'AGPA'), path, created, tags: [], attached: [], inline: {} };
      groups.push(group);
      return { Group: groupAnswer(context, group) };
    },
  },
  DeleteGroup: {
    fields: ['GroupName'],
    answer({ GroupName }, context) {
      const group = groupNamed(context, GroupName);
      const { iam } = context.state;
      if (iam.users.some((user) => user.groups.includes(group.name))) {
        conflict('Cannot delete entity, must remove users from group first.');
      }
      if (group.attached.length) conflict('Cannot delete entity, must detach all policies first.');
      if (Object.keys(group.inline).length) conflict('Cannot delete entity, must delete policies first.');
      iam.groups = iam.groups.filter((one) => one !== group);
      return {};
    },
  },
  UpdateGroup: {
    fields: ['GroupName', 'NewPath', 'NewGroupName'],
    answer({ GroupName, NewPath, NewGroupName }, context) {
      if (NewGroupName !== undefined) unknownTo('iam UpdateGroup', 'a new name');
      const group = groupNamed(context, GroupName);
      group.path = checkedPath(NewPath ?? group.path);
      return {};
    },
  },
  AddUserToGroup: {
    fields: ['GroupName', 'UserName'],
    answer({ GroupName, UserName }, context) {
      const group = groupNamed(context, GroupName);
      const user = userNamed(context, UserName);
      if (user.groups.includes(group.name)) return {};
      if (user.groups.length >= 10) refuse('LimitExceededException', 'Cannot exceed quota for GroupsPerUser: 10', 409);
      user.groups.push(group.name);
      return {};
    },
  },
  RemoveUserFromGroup: {
    fields: ['GroupName', 'UserName'],
    answer({ GroupName, UserName }, context) {
      const group = groupNamed(context, GroupName);
      const user = userNamed(context, UserName);
      if (!user.groups.includes(group.name)) noSuch(`User ${user.name} not in group ${group.name}`);
      user.groups = user.groups.filter((one) => one !== group.name);
      return {};
    },
  },
  AttachGroupPolicy: {
    fields: ['GroupName', 'PolicyArn'],
    answer({ GroupName, PolicyArn }, context) {
      attach(context, groupNamed(context, GroupName), PolicyArn, 'PoliciesPerGroup');
      return {};
    },
  },
  DetachGroupPolicy: {
    fields: ['GroupName', 'PolicyArn'],
    answer({ GroupName, PolicyArn }, context) {
      detach(groupNamed(context, GroupName), PolicyArn);
      return {};
    },
  },
  DeleteGroupPolicy: {
    fields: ['GroupName', 'PolicyName'],
    answer({ GroupName, PolicyName }, context) {
      dropInline(groupNamed(context, GroupName), 'group', PolicyName);
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
