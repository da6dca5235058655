import type { Account } from '../aws/account.ts';
import { type Given, sourceText } from './gather.ts';
import type { Options } from './options.ts';
import type { Teller } from './tell.ts';

/** Says that it is a rehearsal, and where that is kept. */
export function tellRehearsal({ rehearse }: Options, tell: Teller): void {
  if (rehearse === true) tell.line('Rehearsal: an account in memory. Nothing here touches AWS.');
  else if (rehearse)
    tell.line(`Rehearsal: an account kept in ${rehearse}. Nothing here touches AWS. Delete the file to start afresh.`);
}

/** Says whose account it is, who is signed in, and where; `isTold` where the first screen says it. */
export function introduce({ identity }: Account, given: Given, tell: Teller, isTold = false): void {
  const who = identity.kind === 'root' ? 'the root user' : `${identity.kind} ${identity.name}`;
  const region = `${given.values.get('region')} (${sourceText(given, 'region')})`;
  tell.event({ event: 'run.start', account: identity.accountId, as: identity.arn, region: given.values.get('region') });
  if (!isTold) tell.line(`Account ${identity.accountId}, signed in as ${who}, Region ${region}`);
}
