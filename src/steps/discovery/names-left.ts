import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { isThing } from '../../engine/owner.ts';
import { namesOfFlowLogs } from '../../facts/detection/flow-logs.ts';
import { ENDING } from '../ec2/ending-settings.ts';
import { factsOf } from '../index.ts';
import { KIND_KEY } from '../kinds.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { ROOT } from '../root/settings.ts';
import { answersOf } from '../settings/all.ts';
import { checkName } from '../settings/checks.ts';
import { EVERY } from '../settings/every.ts';
import type { Value } from '../settings/setting.ts';
import { discover } from './discover.ts';
import { ALL_FLAGS } from './flags.ts';
import { WHOLE_SCALE } from './found-scale.ts';
import { SAMPLE_EMAIL } from './marked-guardrails.ts';
import { madeElsewhere } from './other-regions.ts';
import { NOBODY, ownName } from './own-name.ts';
import { signedOutOnly } from './tagged.ts';

/**
 * The NAMES in the marks of the resources that no search by NAME finds: what remains of a baseline without a user, a policy,
 * a bucket and an instance. Only undo asks, because it loads the clients of services that are off.
 */
export async function namesLeft(given: Account, kind: AccountKind): Promise<string[]> {
  const account = remembering(readOnly(given));
  const found = await discover(account, kind, true, undefined, [NOBODY]);
  const known: [string, Value][] = [
    [ROOT.emails.key, [SAMPLE_EMAIL]],
    [ENDING.deleteAfter.key, ENDING.deleteAfter.sample ?? ''],
    ...(found.get(NOBODY) ?? []),
    [EVERY.region.key, account.homeRegion],
    [KIND_KEY, kind],
    [GUARD.chosen.key, ['all']],
    ...ALL_FLAGS,
  ];
  const single = new Map(known);
  const drafts = [single, new Map([...known, ...WHOLE_SCALE])];
  const things = drafts.flatMap((draft) => factsOf(answersOf(draft, account.identity, false)).facts.filter(isThing));
  const [flows, { made }, ...owners] = await Promise.all([
    namesOfFlowLogs(account.homeRegion, account).catch(signedOutOnly),
    madeElsewhere(single, account),
    ...things.map((fact) => fact.owner(account).catch(signedOutOnly)),
  ]);
  const marked = owners.flatMap((owner) => ownName(owner, single) ?? []);
  const all = [...(flows ?? []), ...made.flatMap((one) => one.names), ...marked];
  const names = [...new Set(all)].filter((name) => checkName(name) === undefined);
  // Groups carry no NAME: if they alone are left, any will do.
  return names.length === 0 && marked.length > 0 ? [NOBODY] : names;
}
