import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { isThing } from '../../engine/owner.ts';
import { factsOf } from '../index.ts';
import { KIND_KEY } from '../kinds.ts';
import { GUARDRAILS, includedIn } from '../root/guardrail-list.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { ROOT } from '../root/settings.ts';
import { answersOf } from '../settings/all.ts';
import { EVERY } from '../settings/every.ts';
import { type Draft, type Value, valueIn } from '../settings/setting.ts';
import type { StepId } from '../settings/step-ids.ts';
import { inRegions, madeElsewhere } from './other-regions.ts';
import { signedOutOnly } from './tagged.ts';

/** Who hears of costs is no matter where the monitor is to be found. */
export const SAMPLE_EMAIL = ROOT.emails.sample ?? '';

/** Guardrails as settings, and the Regions besides the home Region that could not be searched. */
interface Marked {
  values: [key: string, value: Value][];
  unread: string[];
}

/**
 * The guardrails beyond the default whose resources exist with our marks, beside the default. `values` are those of one
 * baseline, and `steps` those to search; only undo asks, because it loads the clients of services that are off. `elsewhere`
 * is the account for reads in other Regions.
 */
export async function markedGuardrails(
  values: Draft,
  given: Account,
  kind: AccountKind,
  steps: StepId[],
  elsewhere: Account,
): Promise<Marked> {
  const account = remembering(readOnly(given));
  const heard: [string, Value] = [ROOT.emails.key, [SAMPLE_EMAIL]];
  const draft: Draft = new Map<string, Value>([
    heard,
    ...values,
    [EVERY.region.key, account.homeRegion],
    [KIND_KEY, kind],
  ]);
  const said = valueIn(draft, GUARD.chosen) ?? [];
  const known = includedIn(said);
  const thingsOf = (chosen: readonly string[]) => {
    const all = new Map<string, Value>([...draft, [GUARD.chosen.key, [...new Set(['free', ...chosen])]]]);
    return factsOf({ ...answersOf(all, account.identity, false), steps }).facts.filter(isThing);
  };
  const usual = new Set(thingsOf(said).map(({ id }) => id));
  const optional = GUARDRAILS.map(({ id }) => id).filter(
    (id) => !known.includes(id) && !includedIn(['free']).includes(id),
  );
  const [found, { made, unread }] = await Promise.all([
    Promise.all(
      optional.map(async (id) => {
        const mine = thingsOf([...said, id]).filter((fact) => !usual.has(fact.id));
        const owners = await Promise.all(mine.map((fact) => fact.owner(account).catch(signedOutOnly)));
        return owners.some((owner) => owner?.whose === 'ours' || owner?.whose === 'partly') ? [id as string] : [];
      }),
    ),
    steps.includes('root') ? madeElsewhere(draft, remembering(readOnly(elsewhere))) : { made: [], unread: [] },
  ]);
  const ours = made.filter(({ names }) => names.includes(valueIn(draft, EVERY.name) ?? ''));
  const marked = [...found.flat(), ...ours.flatMap(({ guardrails }) => guardrails)];
  // Security Hub is not chosen without AWS Config, which may be gone.
  const ids = marked.flatMap((id) => (id === 'security-hub' ? ['config', id] : [id]));
  const chosen: [string, Value] = [GUARD.chosen.key, [...new Set(['free', ...said, ...ids])]];
  return {
    values: [
      ...(ids.length > 0 ? [chosen] : []),
      ...(ids.includes('cost-anomaly') && !values.has(ROOT.emails.key) ? [heard] : []),
      ...(ours.length > 0 ? inRegions([account.homeRegion, ...ours.map(({ region }) => region)]) : []),
    ],
    unread,
  };
}
