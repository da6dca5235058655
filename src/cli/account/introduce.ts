import type { Account } from '../../aws/account.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import { type Given, sourceText } from '../answers/given.ts';
import type { Invocation } from '../arguments/options.ts';
import type { Teller } from '../terminal/tell.ts';
import type { World } from '../world.ts';

/** The first line, before slow modules are loaded: the command, and whether and where it is a rehearsal. */
export function tellFirst({ version }: World, { command, typed, options }: Invocation, tell: Teller): void {
  const { rehearse } = options;
  const what = command === 'init' ? ': secure a new AWS account in five steps. ? help, ^C stop' : ` ${typed}`;
  tell.line(`aws-baseline ${version}${what}`);
  if (rehearse === true) tell.line('Rehearsal: an account in memory. No requests go to AWS.');
  else if (rehearse)
    tell.line(`Rehearsal: an account stored in ${rehearse}. No requests go to AWS. Delete the file to start over.`);
}

/** Prints the account, who is signed in, and the Region; `isTold` if the first screen shows it. */
export function introduce({ identity }: Account, given: Given, tell: Teller, isTold = false): void {
  const who = identity.kind === 'root' ? 'the root user' : `${identity.kind} ${identity.name}`;
  const region = valueIn(given.values, EVERY.region);
  tell.event({ event: 'run.start', account: identity.accountId, as: identity.arn, region });
  const where = `${region} (${sourceText(given, EVERY.region)})`;
  if (!isTold) tell.line(`Account ${identity.accountId}, signed in as ${who}, Region ${where}`);
}
