import type { PolicyVersion } from '@aws-sdk/client-iam';
import type { Account, Partition } from '../aws/account.ts';
import { type AnyCall, call } from '../aws/call.ts';
import { ByHand, type Fact, fact, type Json } from '../engine/fact.ts';
import { iamAccount, named, policyName } from './iam-account.ts';
import { readDocument, sameDocument } from './iam-documents.ts';
import type { IamGroup } from './iam-groups.ts';
import { carriesOurTag, orNull, type Tag } from './tags.ts';

/** The default version's document, and those of the other versions; null where those do not matter. */
type PolicyValue = { document: Json; others: Json[] | null };
export type IamPolicy = Fact<PolicyValue>;

/** The Arn of a managed policy of this account. */
export function policyArn(name: string, { accountId, partition }: { accountId: string; partition: Partition }): string {
  return `arn:${partition}:iam::${accountId}:policy/${name}`;
}

/** Customer managed policy `name` exists and its default version says `document`. */
export function policySays(
  name: string,
  document: Json,
  place: { accountId: string; partition: Partition; tags: Tag[] },
): IamPolicy {
  const PolicyArn = policyArn(name, place);
  return fact<PolicyValue>({
    id: `iam/policy/${name}`,
    title: `policy ${name} says what it should`,
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
    async calls(to, now, account) {
      if (to === null) return removePolicy(name, PolicyArn, account);
      if (now === null) {
        const PolicyDocument = JSON.stringify(to.document);
        return [call('iam', 'CreatePolicy', { PolicyName: name, PolicyDocument, Tags: place.tags })];
      }
      return changeVersions(PolicyArn, to, (await versionsOf(name, account)) ?? []);
    },
    async ours(account) {
      const answer = await orNull(account.send(call('iam', 'ListPolicyTags', { PolicyArn })), 'NoSuchEntity');
      return carriesOurTag(answer?.Tags);
    },
  });
}

async function versionsOf(name: string, account: Account): Promise<PolicyVersion[] | undefined> {
  const { policies } = await iamAccount(account);
  return named(policies, name, policyName, 'policy')?.PolicyVersionList;
}

function sameSet(a: Json[], b: Json[]): boolean {
  const within = (some: Json[], all: Json[]) => some.every((one) => all.some((other) => sameDocument(one, other)));
  return within(a, b) && within(b, a);
}

const MOST_VERSIONS = 5;

// IAM keeps five versions at most: the oldest that is not in force makes room. Version ids are never used again,
// so on the way back a version that is gone is made anew from its text.
function changeVersions(PolicyArn: string, to: PolicyValue, versions: PolicyVersion[]): AnyCall[] {
  const says = (version: PolicyVersion, document: Json) => sameDocument(readDocument(version.Document), document);
  const calls: AnyCall[] = [];
  let kept = [...versions].sort((a, b) => Number(a.VersionId?.slice(1)) - Number(b.VersionId?.slice(1)));
  const drop = (version: PolicyVersion) => {
    calls.push(call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: version.VersionId }));
    kept = kept.filter((other) => other !== version);
  };
  const add = (document: Json, SetAsDefault: boolean) => {
    const oldest = kept.find((version) => !version.IsDefaultVersion);
    if (kept.length >= MOST_VERSIONS && oldest) drop(oldest);
    calls.push(
      call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: JSON.stringify(document), SetAsDefault }),
    );
    kept.push({ VersionId: 'v0', IsDefaultVersion: SetAsDefault });
  };

  const existing = kept.find((version) => says(version, to.document));
  if (!existing) add(to.document, true);
  else if (!existing.IsDefaultVersion)
    calls.push(call('iam', 'SetDefaultPolicyVersion', { PolicyArn, VersionId: existing.VersionId }));
  if (to.others === null) return calls;

  const wanted = to.others;
  const leftOver = kept.filter(
    (version) => version.Document && version !== existing && !wanted.some((one) => says(version, one)),
  );
  for (const version of leftOver) drop(version);
  for (const document of wanted) {
    const there = kept.some((version) => version !== existing && version.Document && says(version, document));
    if (!there) add(document, false);
  }
  return calls;
}

async function removePolicy(name: string, PolicyArn: string, account: Account): Promise<AnyCall[]> {
  const iam = await iamAccount(account);
  const has = (thing: { AttachedManagedPolicies?: { PolicyArn?: string | undefined }[] | undefined }) =>
    thing.AttachedManagedPolicies?.some((attached) => attached.PolicyArn === PolicyArn);
  const versions = (await versionsOf(name, account)) ?? [];
  return [
    ...[...iam.groups.values()]
      .filter(has)
      .map(({ GroupName }) => call('iam', 'DetachGroupPolicy', { GroupName, PolicyArn })),
    ...[...iam.users.values()]
      .filter(has)
      .map(({ UserName }) => call('iam', 'DetachUserPolicy', { UserName, PolicyArn })),
    ...[...iam.roles.values()]
      .filter(has)
      .map(({ RoleName }) => call('iam', 'DetachRolePolicy', { RoleName, PolicyArn })),
    ...versions
      .filter((version) => !version.IsDefaultVersion)
      .map(({ VersionId }) => call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId })),
    call('iam', 'DeletePolicy', { PolicyArn }),
  ];
}

/** Group `group` has the managed policy that `policy` is about. */
export function policyIsAttached(
  name: string,
  policy: IamPolicy,
  group: IamGroup,
  place: { accountId: string; partition: Partition },
): Fact<true> {
  const GroupName = group.want.GroupName;
  const PolicyArn = policyArn(name, place);
  return fact<true>({
    id: `iam/group/${GroupName}/policy/${name}`,
    title: `group ${GroupName} has policy ${name}`,
    want: true,
    within: group as unknown as Fact<never>,
    needs: [policy],
    protects: name === 'require_mfa',
    async read(account) {
      const { groups } = await iamAccount(account);
      const attached = groups.get(GroupName.toLowerCase())?.AttachedManagedPolicies ?? [];
      return attached.some((one) => one.PolicyArn === PolicyArn) ? true : null;
    },
    calls: (to) => [call('iam', to ? 'AttachGroupPolicy' : 'DetachGroupPolicy', { GroupName, PolicyArn })],
  });
}

/** Throws ByHand where AWS does not offer one of its own managed policies, as some emulators do not. */
export async function mustBeOffered(PolicyArn: string, account: Account): Promise<void> {
  if (await orNull(account.send(call('iam', 'GetPolicy', { PolicyArn })), 'NoSuchEntity')) return;
  throw new ByHand(`${PolicyArn} is not offered here; attach it once it is, or give the role these rights yourself`);
}
