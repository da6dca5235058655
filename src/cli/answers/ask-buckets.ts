import type { Account } from '../../aws/account.ts';
import { takenBuckets } from '../../steps/buckets/taken.ts';
import { chosenSteps } from '../../steps/settings/every.ts';
import { flagName } from '../../steps/settings/setting.ts';
import type { SideReads } from '../account/side-reads.ts';
import { clean } from '../terminal/clean.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { answer, type Given } from './given.ts';
import { parse } from './parse.ts';
import { unfitWith } from './unfit.ts';

/** Prompts again, in place, for bucket names that another account owns. */
export async function askForFreeBuckets(
  account: Account,
  asked: SideReads,
  given: Given,
  prompter: Prompter,
  tell: Teller,
): Promise<void> {
  if (!chosenSteps(given.values).includes('buckets')) return;
  const noticed = asked.of('the availability of bucket names can be checked');
  const look = () => takenBuckets(given.values, account, noticed);
  for (let taken = await look(); taken.length > 0; taken = await look()) {
    for (const { setting, bucket } of taken) {
      tell.line(
        `\n  ${tell.mark('failed')}  ${clean(bucket)} belongs to another account. Bucket names are globally unique.`,
      );
      const offer = `${bucket.slice(0, 55)}-${accountTail(account)}`;
      const name = await prompter.text({
        message: `Another bucket name`,
        offer,
        check: (text) => setting.check?.(text) ?? unfitWith(setting, text, given),
        help: () =>
          tell.line('  Any bucket name that is not in use in any AWS account. You cannot rename a bucket later.'),
      });
      answer(given, setting, parse(setting, name, flagName(setting)));
    }
  }
}

// A few digits of the account ID make a name that is most likely available.
function accountTail({ identity }: Account): string {
  return identity.accountId.slice(-6);
}
