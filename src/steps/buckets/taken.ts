import type { Account } from '../../aws/account.ts';
import { bucketIsTaken } from '../../facts/buckets/bucket-list.ts';
import { orEmpty } from '../discovery/tagged.ts';
import type { Draft, Setting } from '../settings/setting.ts';
import { BUCKETS, bucketNames } from './settings.ts';

/**
 * Those of the two buckets that another account already owns, with their settings; none if the caller lacks the
 * permission to check, which `noticed` records.
 */
export async function takenBuckets(
  draft: Draft,
  account: Account,
  noticed: Account,
): Promise<{ setting: Setting<string>; bucket: string }[]> {
  const { landing, analysis } = bucketNames(draft, account.identity.accountId);
  const named = [
    { setting: BUCKETS.landing, bucket: landing },
    { setting: BUCKETS.analysis, bucket: analysis },
  ];
  const taken = await orEmpty(Promise.all(named.map(({ bucket }) => bucketIsTaken(bucket, account, noticed))));
  return named.filter((_, i) => taken[i]);
}
