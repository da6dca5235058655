import type { PolicyVersion } from '@aws-sdk/client-iam';
import type { Account, Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { Broken, ByHand, type Fact, fact, type Json, NeedsConsent } from '../../engine/fact.ts';
import type { Ability, PolicyDocument } from '../../policies/index.ts';
import { marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { iamAccount, named, policyName } from './account.ts';
import { readDocument, sameDocument } from './documents.ts';
import type { IamGroup } from './groups.ts';
import { hindranceOf } from './hindrances.ts';
import { changeCanBeTakenBack, type Guard } from './lock-out.ts';
import { attachmentId, holdersOf, removePolicy } from './policy-holders.ts';
import { changeVersions, type PolicyValue, sameSet } from './policy-versions.ts';

/** The fact that a managed policy is up to date. */
export type IamPolicy = Fact<PolicyValue>;

/** The ARN of a managed policy of this account. */
export function policyArn(name: string, { accountId, partition }: { accountId: string; partition: Partition }): string {
  return `arn:${partition}:iam::${accountId}:policy/${name}`;
}

/** The ARN of the existing policy with this name, on any path: policy names are unique in an account. */
async function foundArn(name: string, account: Account): Promise<string> {
  const { policies } = await iamAccount(account);
  return named(policies, name, policyName, 'policy')?.Arn ?? policyArn(name, account.identity);
}

/** Customer managed policy `name` exists and its default version is `document`. */
export function policySays(name: string, document: Json, place: { tags: Tag[]; adopt?: boolean }): IamPolicy {
  const owner = async (account: Account) => {
    const { policies } = await iamAccount(account);
    const policy = policies.get(name.toLowerCase());
    const tags = policy && (await policyTags(name, account));
    return tags && ownerBy(tags, place.tags, policy.PolicyId);
  };
  const weMade = async (account: Account) => /^(ours|partly)$/.test((await owner(account))?.whose ?? '');
  return fact<PolicyValue>({
    id: `iam/policy/${name}`,
    title: `policy ${name} is up to date`,
    thing: `policy ${name}`,
    policy: { name, documentIn: (value) => value.document },
    want: { document, others: null },
    protects: true,
    async read(account) {
      const versions = await versionsOf(name, account);
      if (!versions) return null;
      const documents = versions.map((version) => ({ ...version, document: readDocument(version.Document) }));
      return {
        document: documents.find((version) => version.IsDefaultVersion)?.document ?? null,
        others: documents.filter((version) => !version.IsDefaultVersion).map((version) => version.document),
      };
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      if (!sameDocument(a.document, b.document)) return false;
      return a.others === null || b.others === null || sameSet(a.others, b.others);
    },
    async calls(to, now, account, madeByUs) {
      if (to !== null && now === null) {
        const PolicyDocument = JSON.stringify(to.document);
        return [call('iam', 'CreatePolicy', { PolicyName: name, PolicyDocument, Tags: place.tags })];
      }
      const PolicyArn = await foundArn(name, account);
      if (to === null) return removePolicy(PolicyArn, (await versionsOf(name, account)) ?? [], account);
      const isAdoption = to.others === null && !place.adopt && !madeByUs && !(await weMade(account));
      if (isAdoption) throw new NeedsConsent(askConsent(name));
      await changeCanBeTakenBack(PolicyArn, to.document as PolicyDocument)(account);
      return changeVersions(PolicyArn, to, (await versionsOf(name, account)) ?? []);
    },
    owner,
    mark: async (account) => [
      call('iam', 'TagPolicy', { PolicyArn: await foundArn(name, account), Tags: marksIn(place.tags) }),
    ],
    madeAs: ['CreatePolicy', 'Policy.PolicyId'],
    usedBy: async (account) => holdersOf(name, await foundArn(name, account), account),
  });
}

/** The tags of a policy of this account. */
export async function policyTags(name: string, account: Account): Promise<Tag[] | undefined> {
  const question = call('iam', 'ListPolicyTags', { PolicyArn: await foundArn(name, account) });
  const pages = await orNull(allPages(account, question, 'Marker'), 'NoSuchEntity');
  return pages?.flatMap(({ Tags }) => (Tags ?? []) as Tag[]);
}

function askConsent(name: string): string {
  return `policy ${name} exists with a different document and was not created by aws-baseline. See the difference with "plan --diff"; to change the policy, add --adopt (the current version is kept, and undo restores it)`;
}

async function versionsOf(name: string, account: Account): Promise<PolicyVersion[] | undefined> {
  const { policies } = await iamAccount(account);
  return named(policies, name, policyName, 'policy')?.PolicyVersionList;
}

/** The managed policy `policy` is attached to `group`, and no other policy of the group denies the abilities that it grants. */
export function policyIsAttached(
  name: string,
  policy: IamPolicy,
  group: IamGroup,
  { guard, abilities }: { guard?: Guard; abilities?: Ability[] } = {},
): Fact<true> {
  const GroupName = group.want.GroupName;
  return fact<true>({
    id: attachmentId(GroupName, name),
    control: `attached-${name}`,
    title: `group ${GroupName} has policy ${name}`,
    want: true,
    within: group,
    needs: [policy],
    protects: name === 'require_mfa',
    async read(account) {
      const { groups } = await iamAccount(account);
      const attached = groups.get(GroupName.toLowerCase())?.AttachedManagedPolicies ?? [];
      const PolicyArn = await foundArn(name, account);
      return attached.some((one) => one.PolicyArn === PolicyArn) ? true : null;
    },
    async works(account) {
      const iam = await iamAccount(account);
      const detail = iam.groups.get(GroupName.toLowerCase());
      const hindrance = detail && abilities && hindranceOf('group', detail, abilities, iam);
      if (hindrance) throw new Broken(hindrance);
      return undefined;
    },
    async calls(to, _now, account) {
      if (to) await guard?.(account);
      const PolicyArn = await foundArn(name, account);
      return [call('iam', to ? 'AttachGroupPolicy' : 'DetachGroupPolicy', { GroupName, PolicyArn })];
    },
  });
}

/** Throws ByHand when an AWS managed policy does not exist at this endpoint, as in some emulators. */
export async function mustBeOffered(PolicyArn: string, account: Account): Promise<void> {
  if (await orNull(account.send(call('iam', 'GetPolicy', { PolicyArn })), 'NoSuchEntity')) return;
  throw new ByHand(
    `${PolicyArn} does not exist at this endpoint; attach it once it exists, or grant the role these permissions yourself`,
  );
}
