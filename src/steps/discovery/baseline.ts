import { type Account, partitionOf } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { EC2_NAME } from '../../facts/ec2/instance-profile.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { readDocument } from '../../facts/iam/documents.ts';
import { policyTags } from '../../facts/iam/policies.ts';
import { carriesOurTag, REGION_TAG, type Tag, tagOf } from '../../facts/tags.ts';
import { homeRegionIn, policyNames } from '../../policies/index.ts';
import { KINDS } from '../kinds.ts';
import { checkRegion } from '../settings/regions.ts';
import {
  orEmpty,
  regionOffToo,
  type Tagged,
  taggedBuckets,
  taggedCompute,
  taggedPolicies,
  taggedUsers,
} from './tagged.ts';
import { taggedAlarms, taggedBudget } from './tagged-mails.ts';

/** What an account shows about its baseline. */
export interface Remembered {
  /** The resources of the baseline; usually all with one NAME. */
  seen: Tagged[];
  /** The home Region and, in words, the resource that shows it; undefined if no regional resource exists yet. */
  home: { region: string; by: string } | undefined;
}

/** The short names of the baselines, each once. */
export function namesIn({ seen }: Remembered): string[] {
  return [...new Set(seen.map(({ name }) => name))];
}

/**
 * Finds out whether an account has a baseline, and its home Region. What the caller may not read is skipped; lost
 * credentials are an error. Independent reads run in parallel; of the buckets, only those with names like ours are read.
 * For kinds of account without alarms, the budget that replaces them is read.
 */
export async function remembered(account: Account, kind: AccountKind = 'unknown'): Promise<Remembered> {
  const telling = KINDS[kind].alarm ? taggedAlarms : taggedBudget;
  const regional = (asked: Promise<Tagged[]>) => orEmpty(asked.catch(regionOffToo).then((found) => found ?? []));
  const [byPolicy, ...lists] = await Promise.all([
    homeByPolicies(account).catch(regionOffToo),
    orEmpty(taggedUsers(account)),
    orEmpty(taggedPolicies(account)),
    orEmpty(telling(account)),
    regional(taggedCompute(account)),
    regional(taggedBuckets(account, isCalledLikeOurs)),
  ]);
  const seen = lists.flat();
  const home = byPolicy ?? homeOf(seen);
  if (home) return { seen, home };
  // Only buckets may remain, in another Region; of step root, those of guardrails are all that shows a Region.
  const isAsked = (bucket: string) => isCalledLikeOurs(bucket) || isOfGuardrail(bucket);
  const elsewhere = await regional(taggedBuckets(account, isAsked, 'elsewhere'));
  return { seen: [...seen, ...elsewhere], home: homeOf(elsewhere) };
}

const isCalledLikeOurs = (bucket: string) => /-(landing-zone|analysis)(-|$)/.test(bucket);
const isOfGuardrail = (bucket: string) => /-(access-logs|(trail|config|flow-logs)-\d{12})$/.test(bucket);

function homeOf(seen: Tagged[]): Remembered['home'] {
  const found = seen.find(({ region }) => region !== undefined);
  return found?.region === undefined ? undefined : { region: found.region, by: `${found.kind} ${found.thing}` };
}

// The tag first; without the tag, the document of the policy shows the Region, unless the policy has another owner.
async function homeByPolicies(account: Account): Promise<Remembered['home']> {
  const { policies, roles } = await iamAccount(account);
  const isRegion = (text: string | undefined): text is string =>
    text !== undefined && checkRegion(text) === undefined && partitionOf(text) === account.identity.partition;
  const [admin = ''] = policyNames('admin');
  const names = [admin, ...policyNames('engineer'), ...policyNames('analyst')].filter((name) => policies.has(name));
  const tags = new Map<string, Tag[] | undefined>();
  for (const [name, own] of await Promise.all(
    names.map(async (name) => [name, await policyTags(name, account).catch(regionOffToo)] as const),
  ))
    tags.set(name, own);

  const tagged = tagOf(tags.get(admin), REGION_TAG);
  if (isRegion(tagged)) return { region: tagged, by: `a tag of policy ${admin}` };
  const role = roles.get(EC2_NAME);
  const ofRole = carriesOurTag(role?.Tags) ? tagOf(role?.Tags, REGION_TAG) : undefined;
  if (isRegion(ofRole)) return { region: ofRole, by: `a tag of role ${EC2_NAME}` };
  for (const name of names) {
    const isSomebodys = tagOf(tags.get(name), 'managed-by') !== undefined && !carriesOurTag(tags.get(name));
    const inForce = policies.get(name)?.PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion);
    const written = homeRegionIn(readDocument(inForce?.Document));
    if (!isSomebodys && isRegion(written)) return { region: written, by: `policy ${name}` };
  }
  return undefined;
}
