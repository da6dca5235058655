import { type Context, iamId, type Operations } from './context.ts';
import { checkedTrust } from './iam-documents.ts';
import { attach, checkedName, checkedPath, checkedTags, conflict, detach, dropInline, encoded, exists, iamArn, invalid, isTaken, noSuch, profileNamed, roleNamed } from './iam-rules.ts';
import { refuse } from './refuse.ts';
import type { InstanceProfile, Role } from './state.ts';

/** The SDK's shape of a role, its trust policy URL-encoded. */
export function roleAnswer(context: Context, role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: iamArn(context, 'role', role),
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encoded(role.trust),
  };
}

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

export const iamRoles = {
  CreateRole: {
    fields: ['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'Tags'],
    answer({ RoleName, Path, AssumeRolePolicyDocument, Description, MaxSessionDuration, Tags }, context) {
      const name = checkedName(RoleName, 'roleName', 64);
      const path = checkedPath(Path);
      const tags = checkedTags(Tags);
      const maxSession = MaxSessionDuration ?? 3600;
      if (maxSession < 3600 || maxSession > 43_200) {
        invalid(String(maxSession), 'maxSessionDuration', 'Member must have value between 3600 and 43200');
      }
      const trust = checkedTrust(context, AssumeRolePolicyDocument, 'assumeRolePolicyDocument');
      const { roles } = context.state.iam;
      if (isTaken(roles, name)) exists(`Role with name ${name} already exists.`);
      const role: Role = {
        name,
        id: iamId(context, 'AROA'),
        path,
        created: context.now.toISOString(),
        tags,
        attached: [],
        inline: {},
        trust,
        ...(Description ? { description: Description } : {}),
        maxSession,
      };
      roles.push(role);
      return { Role: { ...roleAnswer(context, role), ...(tags.length ? { Tags: tags } : {}) } };
    },
  },
  DeleteRole: {
    fields: ['RoleName'],
    answer({ RoleName }, context) {
      const role = roleNamed(context, RoleName);
      const { iam } = context.state;
      if (iam.instanceProfiles.some((one) => one.roles.includes(role.name))) {
        conflict('Cannot delete entity, must remove roles from instance profile first.');
      }
      if (role.attached.length) conflict('Cannot delete entity, must detach all policies first.');
      if (Object.keys(role.inline).length) conflict('Cannot delete entity, must delete policies first.');
      iam.roles = iam.roles.filter((one) => one !== role);
      return {};
    },
  },
  UpdateAssumeRolePolicy: {
    fields: ['RoleName', 'PolicyDocument'],
    answer({ RoleName, PolicyDocument }, context) {
      const role = roleNamed(context, RoleName);
      role.trust = checkedTrust(context, PolicyDocument, 'policyDocument');
      return {};
    },
  },
  AttachRolePolicy: {
    fields: ['RoleName', 'PolicyArn'],
    answer({ RoleName, PolicyArn }, context) {
      attach(context, roleNamed(context, RoleName), PolicyArn, 'PoliciesPerRole');
      return {};
    },
  },
  DetachRolePolicy: {
    fields: ['RoleName', 'PolicyArn'],
    answer({ RoleName, PolicyArn }, context) {
      detach(roleNamed(context, RoleName), PolicyArn);
      return {};
    },
  },
  DeleteRolePolicy: {
    fields: ['RoleName', 'PolicyName'],
    answer({ RoleName, PolicyName }, context) {
      dropInline(roleNamed(context, RoleName), 'role', PolicyName);
      return {};
    },
  },
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
      const role = roleNamed(context, RoleName);
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
