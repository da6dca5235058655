import type { GroupDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import { type Ability, type PolicyDocument, policyNames, policyTopics, refused } from '../../policies/index.ts';
import { type IamAccount, policyName as nameOf } from './account.ts';
import { readDocument } from './documents.ts';

type Kind = 'user' | 'group' | 'role';
type Holder = UserDetail | GroupDetail | RoleDetail;

/** What blocks a user, group or role from its permissions, and how to fix it, as a sentence. */
type Hindrance = string;

const OURS: ReadonlySet<string | undefined> = new Set(policyTopics.flatMap(policyNames));
const NOTHING: PolicyDocument = { Version: '2012-10-17', Statement: [] };
const ALL: PolicyDocument['Statement'][number] = { Sid: 'All', Effect: 'Deny', Action: '*', Resource: '*' };

/**
 * What blocks a user, group or role from its abilities although it has the policy that grants them: a deny in another
 * policy, or a permissions boundary (AWS pages "Policy evaluation logic", "Permissions boundaries for IAM entities").
 * Conditions that our evaluator does not support are ignored.
 */
export function hindranceOf(kind: Kind, holder: Holder, abilities: Ability[], iam: IamAccount): Hindrance | undefined {
  const { name, inline } = namesOf(holder);
  const options = `--${kind}-name ${name}`;
  for (const { PolicyArn = '' } of holder.AttachedManagedPolicies ?? []) {
    const policy = PolicyArn.split('/').at(-1);
    if (OURS.has(policy)) continue;
    const way = `aws iam detach-${kind}-policy ${options} --policy-arn ${PolicyArn}`;
    if (/^AWSCompromisedKeyQuarantine/.test(policy ?? ''))
      return `AWS attached ${policy} to ${kind} ${name} because one of its access keys was exposed: follow the support case that AWS opened, delete that key, then run ${way}`;
    const denied = refused(abilities, denying(policy, PolicyArn, iam), 'deny');
    if (denied)
      return `policy ${policy} of ${kind} ${name} denies required permissions: ${denied}. To detach it: ${way}`;
  }
  for (const { PolicyName, PolicyDocument: text } of inline) {
    const denied = refused(abilities, documentIn(text), 'deny');
    if (denied)
      return `the inline policy ${PolicyName} of ${kind} ${name} denies required permissions: ${denied}. To delete it: aws iam delete-${kind}-policy ${options} --policy-name ${PolicyName}`;
  }
  return boundaryIn(kind, holder, abilities, iam);
}

function boundaryIn(kind: Kind, holder: Holder, abilities: Ability[], iam: IamAccount): Hindrance | undefined {
  const { PermissionsBoundaryArn: arn } = ('PermissionsBoundary' in holder && holder.PermissionsBoundary) || {};
  if (arn === undefined) return undefined;
  const { name } = namesOf(holder);
  const way = `extend it, or remove it: aws iam delete-${kind}-permissions-boundary --${kind}-name ${name}`;
  const policy = arn.split('/').at(-1) ?? '';
  if (/:iam::aws:policy\//.test(arn)) {
    if (abilities.every(({ request }) => ENOUGH[policy]?.test(request.action))) return undefined;
    return `the permissions boundary ${policy} of ${kind} ${name} does not allow all required permissions: ${way}`;
  }
  const document = managed(arn, iam);
  if (!document) return `the permissions boundary ${arn} of ${kind} ${name} no longer exists: ${way}`;
  const missing = refused(abilities, document, 'not allowed');
  return (
    missing &&
    `the permissions boundary ${policy} of ${kind} ${name} does not allow required permissions: ${missing}; ${way}`
  );
}

// The AWS managed policies that are common as boundaries, and the actions that each allows.
const ENOUGH: Record<string, RegExp> = {
  AdministratorAccess: /./,
  PowerUserAccess: /^(?!iam:|organizations:|account:)/,
  AmazonSSMManagedInstanceCore: /^ssm(messages)?:/,
  AmazonSSMFullAccess: /^ssm(messages)?:/,
};

function namesOf(holder: Holder) {
  if ('UserName' in holder) return { name: holder.UserName, inline: holder.UserPolicyList ?? [] };
  if ('RoleName' in holder) return { name: holder.RoleName, inline: holder.RolePolicyList ?? [] };
  const { GroupName: name, GroupPolicyList: inline = [] } = holder as GroupDetail;
  return { name, inline };
}

function denying(policy: string | undefined, arn: string, iam: IamAccount): PolicyDocument {
  if (policy === 'AWSDenyAll') return { ...NOTHING, Statement: [ALL] };
  return managed(arn, iam) ?? NOTHING;
}

function managed(arn: string, iam: IamAccount): PolicyDocument | undefined {
  const policy = [...iam.policies.values()].find((one) => one.Arn === arn || nameOf(one) === arn);
  const version = policy?.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
  return version && documentIn(version.Document);
}

function documentIn(text: string | undefined): PolicyDocument {
  const document = readDocument(text) as PolicyDocument | null;
  return document ? { ...document, Statement: [document.Statement ?? []].flat() } : NOTHING;
}
