import { type AccountKind, MANAGED_PATH, PROJECT_ROLE, SELECTED_REGIONS } from '../../account-kind.ts';
import type { AnyCall } from '../../call.ts';
import { permissionsFor } from '../../permissions.ts';
import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Organization, RehearsalState, Role } from '../state.ts';
import { denyingPolicy } from './organization-policies.ts';

/** The kinds that a rehearsal can be. */
export type RehearsedKind = Exclude<AccountKind, 'unknown'>;

// The organizations of a rehearsal are managed by this account, unless it is the management account itself.
const SOMEBODY_ELSE = '999988887777';

/** The organization that an account of a kind is in; none for a standalone one. */
export function organizationOf(kind: RehearsedKind, accountId: string, homeRegion: string): Organization | undefined {
  if (kind === 'standalone') return undefined;
  const isProject = kind === 'project' || kind === 'project-advanced';
  const selected = SELECTED_REGIONS.find((region) => region === homeRegion) ?? 'ap-southeast-2';
  return {
    kind,
    id: 'o-rehearsal01',
    managementAccountId: kind === 'management' ? accountId : SOMEBODY_ELSE,
    regions: isProject ? [selected] : [],
    denies: [],
    nearSpendLimit: false,
  };
}

/** Makes a brand-new account one of its kind: who is signed in, its roles, its root user. */
export function joined(
  state: RehearsalState,
  organization: Organization | undefined,
  partition: string,
): RehearsalState {
  if (!organization) return state;
  const { kind } = organization;
  if (kind === 'management') return { ...state, organization };
  const isMember = kind === 'member';
  const names = isMember ? ['OrganizationAccountAccessRole'] : [PROJECT_ROLE, 'AWSManagedAccountManagementAccessRole'];
  const trusted = `arn:${partition}:iam::${organization.managementAccountId}:root`;
  const roles = names.map(
    (name, at): Role => ({
      name,
      id: `AROAREHEARSAL0000010${at}`,
      path: isMember ? '/' : MANAGED_PATH,
      created: state.iam.roles[0]?.created ?? new Date(0).toISOString(),
      tags: [],
      attached: [`arn:${partition}:iam::aws:policy/AdministratorAccess`],
      inline: {},
      trust: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: trusted }, Action: 'sts:AssumeRole' }],
      }),
      maxSession: 43_200,
    }),
  );
  return {
    ...state,
    organization,
    callerArn: `arn:${partition}:sts::${state.accountId}:assumed-role/${names[0]}/rehearsal`,
    // AWS pages "Centrally manage root access for member accounts", and of a project: no one can sign in as root.
    root: { ...state.root, password: false },
    iam: { ...state.iam, roles: [...roles, ...state.iam.roles] },
  };
}

/** Organizations as the rehearsal answers it. */
export const organizations: Operations<'organizations'> = {
  DescribeOrganization: {
    fields: [],
    answer(_input, { state, partition }) {
      const { organization } = state;
      if (!organization)
        refuse('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.');
      const { id, managementAccountId } = organization;
      return {
        Organization: {
          Id: id,
          Arn: `arn:${partition}:organizations::${managementAccountId}:organization/${id}`,
          FeatureSet: 'ALL',
          MasterAccountId: managementAccountId,
          MasterAccountArn: `arn:${partition}:organizations::${managementAccountId}:account/${id}/${managementAccountId}`,
          MasterAccountEmail: 'organization@example.com',
          AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
        },
      };
    },
  },
};

/** Throws AWS's refusal where a service control policy denies a call, before anything else is looked at. */
export function checkPolicies(call: AnyCall, context: Context): void {
  const { state, region, partition } = context;
  if (!state.organization) return;
  for (const action of permissionsFor(call)) {
    const resource = resourceOf(call, context);
    const policy = denyingPolicy({ action, region, resource }, state.organization);
    if (!policy) continue;
    const { id, managementAccountId } = state.organization;
    const arn = `arn:${partition}:organizations::${managementAccountId}:policy/${id}/service_control_policy/${policy}`;
    const denial = `User: ${state.callerArn} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a service control policy: ${arn}`;
    const [code, words] = REFUSALS[call.service] ?? ['AccessDeniedException', ''];
    refuse(code, `${words}${denial}`, 403);
  }
}

// Each service's own code (Service Authorization Reference; AWS page "Troubleshoot access denied error messages").
const REFUSALS: Partial<Record<string, [code: string, before: string]>> = {
  iam: ['AccessDenied', ''],
  s3: ['AccessDenied', ''],
  s3control: ['AccessDenied', ''],
  sts: ['AccessDenied', ''],
  cloudwatch: ['AccessDenied', ''],
  sns: ['AuthorizationErrorException', ''],
  ec2: ['UnauthorizedOperation', 'You are not authorized to perform this operation. '],
};

function resourceOf({ service, input }: AnyCall, { state, partition, accountId, region }: Context): string {
  const { RoleName, UserName, GroupName, PolicyArn, PolicyName, Bucket, BudgetName, Budget, TopicArn, Name, Path } =
    (input ?? {}) as Record<string, string | undefined> & { Budget?: { BudgetName?: string } };
  const iam = (what: string, path: string, name: string) => `arn:${partition}:iam::${accountId}:${what}${path}${name}`;
  if (service === 'iam' && RoleName)
    return iam('role', state.iam.roles.find(({ name }) => name === RoleName)?.path ?? Path ?? '/', RoleName);
  if (service === 'iam' && UserName) return iam('user', Path ?? '/', UserName);
  if (service === 'iam' && GroupName) return iam('group', Path ?? '/', GroupName);
  if (service === 'iam' && (PolicyArn || PolicyName)) return PolicyArn ?? iam('policy', Path ?? '/', PolicyName ?? '');
  if (service === 's3' && Bucket) return `"arn:${partition}:s3:::${Bucket}"`;
  if (service === 'sns' && (TopicArn || Name)) return TopicArn ?? `arn:${partition}:sns:${region}:${accountId}:${Name}`;
  const budget = BudgetName ?? Budget?.BudgetName;
  return service === 'budgets' && budget ? `arn:${partition}:budgets::${accountId}:budget/${budget}` : '*';
}
