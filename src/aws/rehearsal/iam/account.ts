import type { InputOf } from '../../services.ts';
import type { Context, Operations } from '../context.ts';
import { frozen } from '../copy.ts';
import { unknownTo } from '../refuse.ts';
import type { Entity, Policy, Role, User } from '../state.ts';
import { groupAnswer } from './groups.ts';
import { profileAnswer } from './instance-profiles.ts';
import { iamPage } from './page.ts';
import { policyAnswer } from './policies.ts';
import { roleAnswer } from './roles.ts';
import { encoded } from './rules.ts';
import { userAnswer } from './users.ts';

const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GlobalEndpointTokenVersion: 1,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};

const attachedTo = (entity: Entity) =>
  entity.attached.map((arn) => ({ PolicyName: arn.split('/').at(-1), PolicyArn: arn }));

const inlineOf = (entity: Entity) =>
  Object.entries(entity.inline).map(([name, document]) => ({ PolicyName: name, PolicyDocument: encoded(document) }));

function userDetail(context: Context, user: User) {
  const inline = inlineOf(user);
  return {
    ...userAnswer(context, user),
    // Left out, not empty, for a user without inline policies (AWS page "GetAccountAuthorizationDetails", example).
    ...(inline.length ? { UserPolicyList: inline } : {}),
    GroupList: [...user.groups],
    AttachedManagedPolicies: attachedTo(user),
  };
}

function groupDetail(context: Context, group: Entity) {
  return {
    ...groupAnswer(context, group),
    GroupPolicyList: inlineOf(group),
    AttachedManagedPolicies: attachedTo(group),
  };
}

function roleDetail(context: Context, role: Role) {
  const profiles = context.state.iam.instanceProfiles.filter((one) => one.roles.includes(role.name));
  return {
    ...roleAnswer(context, role),
    InstanceProfileList: profiles.map((one) => profileAnswer(context, one)),
    RolePolicyList: inlineOf(role),
    AttachedManagedPolicies: attachedTo(role),
    Tags: role.tags,
    RoleLastUsed: {},
  };
}

// ManagedPolicyDetail has no Tags: those are asked for one policy at a time.
function policyDetail(context: Context, policy: Policy) {
  return {
    ...policyAnswer(context, policy),
    ...(policy.description ? { Description: policy.description } : {}),
    PolicyVersionList: policy.versions.toReversed().map((version) => ({
      Document: encoded(version.document),
      VersionId: version.id,
      IsDefaultVersion: version.id === policy.default,
      CreateDate: new Date(version.created),
    })),
  };
}

/** IAM's two views of the whole account. */
export const iamAccount = {
  GetAccountSummary: {
    fields: [],
    answer(_input, { state: { iam, root } }) {
      const inUse = iam.users.filter((user) => user.mfaDevices.length).length + (root.mfa ? 1 : 0);
      return {
        SummaryMap: {
          ...QUOTAS,
          AccountAccessKeysPresent: root.accessKeys.length ? 1 : 0,
          AccountMFAEnabled: root.mfa ? 1 : 0,
          AccountPasswordPresent: root.password === false ? 0 : 1,
          AccountSigningCertificatesPresent: 0,
          Groups: iam.groups.length,
          InstanceProfiles: iam.instanceProfiles.length,
          MFADevices: iam.virtualMfaDevices.length + (root.mfa ? 1 : 0),
          MFADevicesInUse: inUse,
          Policies: iam.policies.length,
          PolicyVersionsInUse: iam.policies.reduce((sum, policy) => sum + policy.versions.length, 0),
          Providers: 0,
          Roles: iam.roles.length,
          ServerCertificates: 0,
          Users: iam.users.length,
        },
      };
    },
  },
  GetAccountAuthorizationDetails: {
    fields: ['Filter', 'MaxItems', 'Marker'],
    answer(input, context) {
      const known = answered.get(context.state.iam) ?? new Map<string, WholeAccount>();
      const key = JSON.stringify(input);
      const answer = known.get(key) ?? frozen(wholeAccount(input, context));
      answered.set(context.state.iam, known.set(key, answer));
      return answer;
    },
  },
} satisfies Partial<Operations<'iam'>>;

// Every change makes a new state of IAM, so that an answer holds as long as its state. Most reads of IAM ask for this.
const answered = new WeakMap<object, Map<string, WholeAccount>>();

type WholeAccount = ReturnType<typeof wholeAccount>;

function wholeAccount({ Filter, ...paging }: InputOf<'iam', 'GetAccountAuthorizationDetails'>, context: Context) {
  const wanted = new Set<string>(Filter);
  if (!wanted.size || wanted.has('AWSManagedPolicy')) {
    unknownTo('iam GetAccountAuthorizationDetails', 'AWSManagedPolicy: name the kinds you want in "Filter"');
  }
  const { users, groups, roles, policies } = context.state.iam;
  const all = [
    ...(wanted.has('User') ? users.map((user) => ({ user })) : []),
    ...(wanted.has('Group') ? groups.map((group) => ({ group })) : []),
    ...(wanted.has('Role') ? roles.map((role) => ({ role })) : []),
    ...(wanted.has('LocalManagedPolicy') ? policies.map((policy) => ({ policy })) : []),
  ];
  const { items, paging: rest } = iamPage(all, paging);
  return {
    UserDetailList: items.flatMap((one) => ('user' in one ? [userDetail(context, one.user)] : [])),
    GroupDetailList: items.flatMap((one) => ('group' in one ? [groupDetail(context, one.group)] : [])),
    RoleDetailList: items.flatMap((one) => ('role' in one ? [roleDetail(context, one.role)] : [])),
    Policies: items.flatMap((one) => ('policy' in one ? [policyDetail(context, one.policy)] : [])),
    ...rest,
  };
}
