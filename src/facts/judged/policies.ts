import type { ManagedPolicyDetail } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import type { Chore, Json } from '../../engine/fact.ts';
import { iamAccount, policyName } from '../iam/account.ts';
import { readDocument } from '../iam/documents.ts';
import { judged } from './judged.ts';

/** What benchmarks ask of the policies that users, groups and roles have. */
export function judgedPolicies(): Chore<string[]>[] {
  return [
    judged('no-full-access', {
      title: 'no policy that is in use allows every action on every resource',
      how: 'replace it with a policy that allows only what is needed, and detach it',
      async read(account) {
        const admins = await holdersOf('AdministratorAccess', account);
        const own = await ownPolicies(account, (actions, resources) => actions.some(isAll) && resources.includes('*'));
        return [...admins.map((holder) => `AdministratorAccess of ${holder}`), ...own];
      },
    }),
    judged('no-full-cloudshell', {
      title: 'nobody has the policy AWSCloudShellFullAccess',
      how: 'detach it: it allows to upload and download files',
      read: (account) => holdersOf('AWSCloudShellFullAccess', account),
    }),
    judged('aws-support-role', {
      title: 'a role has the policy AWSSupportAccess',
      how: 'attach it to a role',
      async read(account) {
        const { roles } = await iamAccount(account);
        return [...roles.values()].some(has('AWSSupportAccess')) ? [] : ['no role has AWSSupportAccess'];
      },
    }),
    judged('no-service-wildcards', {
      title: 'no policy of the account allows all actions of a service',
      how: 'list the actions that are needed',
      read: (account) =>
        ownPolicies(account, (actions) => actions.some((one) => isAll(one) || /^[^:]+:\*$/.test(one)), true),
    }),
  ];
}

const isAll = (action: string): boolean => action === '*' || action === '*:*';

// The users, groups and roles with an AWS managed policy of this name.
async function holdersOf(name: string, account: Account): Promise<string[]> {
  const { users, groups, roles } = await iamAccount(account);
  return [
    ...[...users.values()].filter(has(name)).map(({ UserName }) => `user ${UserName}`),
    ...[...groups.values()].filter(has(name)).map(({ GroupName }) => `group ${GroupName}`),
    ...[...roles.values()].filter(has(name)).map(({ RoleName }) => `role ${RoleName}`),
  ];
}

interface Holder {
  AttachedManagedPolicies?: { PolicyArn?: string | undefined }[] | undefined;
}

const has =
  (name: string) =>
  ({ AttachedManagedPolicies = [] }: Holder): boolean =>
    AttachedManagedPolicies.some(({ PolicyArn }) => PolicyArn?.endsWith(`:aws:policy/${name}`));

// The policies of the account with a statement that allows what the test finds; those that nobody has only if asked for.
async function ownPolicies(
  account: Account,
  test: (actions: string[], resources: string[]) => boolean,
  unused = false,
): Promise<string[]> {
  const { policies, users, groups, roles } = await iamAccount(account);
  const holders = [...users.values(), ...groups.values(), ...roles.values()];
  const used = new Set(
    holders.flatMap(({ AttachedManagedPolicies = [] }) => AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn)),
  );
  return [...policies.values()]
    .filter(({ Arn }) => unused || used.has(Arn))
    .filter((policy) =>
      statementsOf(policy).some(
        ({ Effect, Action, Resource }) => Effect === 'Allow' && test(textsIn(Action), textsIn(Resource)),
      ),
    )
    .map((policy) => policyName(policy) ?? '');
}

type Statement = { [key: string]: Json | undefined };

function statementsOf({ PolicyVersionList = [] }: ManagedPolicyDetail): Statement[] {
  const text = PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion)?.Document;
  const document = readDocument(text) as { Statement?: Statement | Statement[] } | null;
  return [document?.Statement ?? []].flat();
}

const textsIn = (value: Json | undefined): string[] => [value ?? []].flat().map(String);
