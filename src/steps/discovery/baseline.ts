import { type Account, partitionOf } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { iamAccount } from '../../facts/iam-account.ts';
import { readDocument } from '../../facts/iam-documents.ts';
import { policyTags } from '../../facts/iam-policies.ts';
import { EC2_NAME } from '../../facts/instance-profile.ts';
import { carriesOurTag, REGION_TAG, type Tag, tagOf } from '../../facts/tags.ts';
import { homeRegionIn, policyName } from '../../policies/index.ts';
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

/** What an account remembers of the one baseline it has. */
export interface Remembered {
  /** The things by which a baseline is seen: more than one NAME only by accident. */
  seen: Tagged[];
  /** The home Region, and in words what remembers it; undefined where nothing regional was made yet. */
  home: { region: string; by: string } | undefined;
}

/** The short names of the baselines that were seen, each once. */
export function namesIn({ seen }: Remembered): string[] {
  return [...new Set(seen.map(({ name }) => name))];
}

/**
 * Asks an account whether it has a baseline, and where its home is. What a caller may not look at is left out; lost
 * credentials end it. Everything that does not follow from another answer is asked at once, and of foreign buckets only
 * those that are called like ours. Where a kind of account can have no alarm, the budget that takes its place is asked for.
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
  // Only buckets may be left, in a Region that nobody has named.
  const elsewhere = await regional(taggedBuckets(account, isCalledLikeOurs, 'elsewhere'));
  return { seen: [...seen, ...elsewhere], home: homeOf(elsewhere) };
}

const isCalledLikeOurs = (bucket: string) => /-(landing-zone|analysis)(-|$)/.test(bucket);

function homeOf(seen: Tagged[]): Remembered['home'] {
  const found = seen.find(({ region }) => region !== undefined);
  return found?.region === undefined ? undefined : { region: found.region, by: `${found.kind} ${found.thing}` };
}

// The tag first; a policy that lost it says in its document where it holds, unless it is somebody else's.
async function homeByPolicies(account: Account): Promise<Remembered['home']> {
  const { policies, roles } = await iamAccount(account);
  const isRegion = (text: string | undefined): text is string =>
    text !== undefined && checkRegion(text) === undefined && partitionOf(text) === account.identity.partition;
  const names = (['admin', 'engineer', 'analyst'] as const).map(policyName).filter((name) => policies.has(name));
  const tags = new Map<string, Tag[] | undefined>();
  for (const [name, own] of await Promise.all(
    names.map(async (name) => [name, await policyTags(name, account).catch(regionOffToo)] as const),
  ))
    tags.set(name, own);

  const tagged = tagOf(tags.get(policyName('admin')), REGION_TAG);
  if (isRegion(tagged)) return { region: tagged, by: `a tag of policy ${policyName('admin')}` };
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
