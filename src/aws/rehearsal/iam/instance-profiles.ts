import { type Context, iamId, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { InstanceProfile } from '../state.ts';
import { ownRole, roleAnswer } from './roles.ts';
import {
  checkedName,
  checkedPath,
  checkedTags,
  conflict,
  exists,
  iamArn,
  isTaken,
  noSuch,
  profileNamed,
  roleNamed,
} from './rules.ts';

/** The SDK's shape of an instance profile with its roles. */
export function profileAnswer(context: Context, profile: InstanceProfile) {
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: iamArn(context, 'instance-profile', profile),
    CreateDate: new Date(profile.created),
    Roles: profile.roles.map((name) => roleAnswer(context, roleNamed(context, name))),
  };
}

/** IAM's instance profiles. */
export const iamInstanceProfiles = {
  CreateInstanceProfile: {
    fields: ['InstanceProfileName', 'Path', 'Tags'],
    answer({ InstanceProfileName, Path, Tags }, context) {
      const name = checkedName(InstanceProfileName, 'instanceProfileName', 128);
      const path = checkedPath(Path);
      const tags = checkedTags(Tags);
      const { instanceProfiles } = context.state.iam;
      if (isTaken(instanceProfiles, name)) exists(`Instance Profile ${name} already exists.`);
      const created = context.now.toISOString();
      const profile: InstanceProfile = { name, id: iamId(context, 'AIPA'), path, created, tags, roles: [] };
      instanceProfiles.push(profile);
      return { InstanceProfile: { ...profileAnswer(context, profile), ...(tags.length ? { Tags: tags } : {}) } };
    },
  },
  GetInstanceProfile: {
    fields: ['InstanceProfileName'],
    answer({ InstanceProfileName }, context) {
      const profile = profileNamed(context, InstanceProfileName);
      return { InstanceProfile: { ...profileAnswer(context, profile), Tags: profile.tags } };
    },
  },
  AddRoleToInstanceProfile: {
    fields: ['InstanceProfileName', 'RoleName'],
    answer({ InstanceProfileName, RoleName }, context) {
      const profile = profileNamed(context, InstanceProfileName);
      const role = ownRole(context, RoleName);
      if (profile.roles.length) {
        refuse('LimitExceededException', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
      }
      profile.roles.push(role.name);
      return {};
    },
  },
  RemoveRoleFromInstanceProfile: {
    fields: ['InstanceProfileName', 'RoleName'],
    answer({ InstanceProfileName, RoleName }, context) {
      const profile = profileNamed(context, InstanceProfileName);
      const name = checkedName(RoleName, 'roleName', 64);
      if (!profile.roles.includes(name)) noSuch(`The role with name ${name} cannot be found.`);
      profile.roles = profile.roles.filter((one) => one !== name);
      return {};
    },
  },
  DeleteInstanceProfile: {
    fields: ['InstanceProfileName'],
    answer({ InstanceProfileName }, context) {
      const profile = profileNamed(context, InstanceProfileName);
      if (profile.roles.length) conflict('Cannot delete entity, must remove roles from instance profile first.');
      const { iam } = context.state;
      iam.instanceProfiles = iam.instanceProfiles.filter((one) => one !== profile);
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
