import type { Account } from '../../aws/account.ts';
import { ownBuckets } from '../../facts/buckets/bucket-list.ts';
import { orEmpty, taggedBuckets } from '../discovery/tagged.ts';
import { chosenSteps, EVERY } from '../settings/every.ts';
import { type Draft, type Setting, valueIn } from '../settings/setting.ts';
import type { StepId } from '../settings/step-ids.ts';
import { BUCKETS, bucketNames } from './settings.ts';

/** A bucket of the baseline whose name differs from the one that no answer gave. */
interface Other {
  setting: Setting<string>;
  bucket: string;
  wanted: string;
}

// Root sets up nothing that depends on their names.
const NAMING: readonly StepId[] = ['admin', 'buckets', 'groups', 'ec2'];

/**
 * The two buckets of the baseline as far as they have other names than the defaults: those came from an answer on another
 * computer. While the buckets of the default names exist, nothing more is read.
 */
export async function otherBuckets(draft: Draft, account: Account): Promise<Other[]> {
  if (!chosenSteps(draft).some((step) => NAMING.includes(step))) return [];
  const { landing, analysis } = bucketNames(draft, account.identity.accountId);
  const own = new Set((await orEmpty(ownBuckets(account))).map(({ Name }) => Name));
  const uses = [
    { use: 'landing-zone', setting: BUCKETS.landing, wanted: landing },
    { use: 'analysis', setting: BUCKETS.analysis, wanted: analysis },
  ];
  const missing = uses.filter(({ setting, wanted }) => !draft.has(setting.key) && !own.has(wanted));
  if (missing.length === 0) return [];
  const tagged = await orEmpty(taggedBuckets(account));
  return missing.flatMap(({ use, setting, wanted }) => {
    const known = tagged.find(({ role, name }) => role === use && name === valueIn(draft, EVERY.name));
    return known ? [{ setting, bucket: known.thing, wanted }] : [];
  });
}
