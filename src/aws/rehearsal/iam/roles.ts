import { type Context, iamId, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Role } from '../state.ts';
import { boundaryOf } from './boundaries.ts';
import { checkedInline } from './documents.ts';
import {
  attach,
  checkedName,
  checkedPath,
  checkedTags,
  conflict,
  detach,
  dropInline,
  encoded,
  exists,
  iamArn,
  invalid,
  isTaken,
  roleNamed,
} from './rules.ts';
import { checkedTrust } from './trust.ts';

/** The SDK's shape of a role, its trust policy URL-encoded. */
export function roleAnswer(context: Context, role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: iamArn(context, 'role', role),
    CreateDate: new Date(role.created),
    AssumeRolePolicyDocument: encoded(role.trust),
    ...boundaryOf(role),
  };
}

/** A role that may be changed: those in the path of AWS's services are theirs. */
export function ownRole(context: Context, name: string | undefined): Role {
  const role = roleNamed(context, name);
  if (role.path.startsWith('/aws-service-role/')) {
    refuse(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  }
  return role;
}

/** IAM's roles. */
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
      const role = ownRole(context, RoleName);
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
      const role = ownRole(context, RoleName);
      role.trust = checkedTrust(context, PolicyDocument, 'policyDocument');
      return {};
    },
  },
  AttachRolePolicy: {
    fields: ['RoleName', 'PolicyArn'],
    answer({ RoleName, PolicyArn }, context) {
      attach(context, ownRole(context, RoleName), PolicyArn, 'PoliciesPerRole');
      return {};
    },
  },
  DetachRolePolicy: {
    fields: ['RoleName', 'PolicyArn'],
    answer({ RoleName, PolicyArn }, context) {
      detach(ownRole(context, RoleName), PolicyArn);
      return {};
    },
  },
  PutRolePolicy: {
    fields: ['RoleName', 'PolicyName', 'PolicyDocument'],
    answer({ RoleName, PolicyName, PolicyDocument }, context) {
      const role = ownRole(context, RoleName);
      const name = checkedName(PolicyName, 'policyName', 128);
      const others = Object.entries(role.inline).flatMap(([each, text]) => (each === name ? [] : [text]));
      role.inline[name] = checkedInline(PolicyDocument, others);
      return {};
    },
  },
  DeleteRolePolicy: {
    fields: ['RoleName', 'PolicyName'],
    answer({ RoleName, PolicyName }, context) {
      dropInline(ownRole(context, RoleName), 'role', PolicyName);
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
