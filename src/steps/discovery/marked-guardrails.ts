import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { isThing } from '../../engine/owner.ts';
import { factsOf } from '../index.ts';
import { KIND_KEY } from '../kinds.ts';
import { GUARDRAILS, includedIn } from '../root/guardrail-list.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { answersOf } from '../settings/all.ts';
import { EVERY } from '../settings/every.ts';
import { type Draft, type Value, valueIn } from '../settings/setting.ts';
import type { StepId } from '../settings/step-ids.ts';
import { signedOutOnly } from './tagged.ts';

const WITH_GUARDRAILS: StepId[] = ['root', 'buckets'];

/**
 * The guardrails beyond the default whose resources exist with our marks, beside the default. `values` are those of one
 * baseline; only undo asks, because it loads the clients of services that are off.
 */
export async function markedGuardrails(
  values: Draft,
  given: Account,
  kind: AccountKind,
): Promise<[key: string, value: Value][]> {
  const account = remembering(readOnly(given));
  const draft: Draft = new Map<string, Value>([...values, [EVERY.region.key, account.homeRegion], [KIND_KEY, kind]]);
  const said = valueIn(draft, GUARD.chosen) ?? [];
  const known = includedIn(said);
  const usual = new Set(thingsOf(draft, account, said).map(({ id }) => id));
  const optional = GUARDRAILS.map(({ id }) => id).filter(
    (id) => !known.includes(id) && !includedIn(['free']).includes(id),
  );
  const found = await Promise.all(
    optional.map(async (id) => {
      const mine = thingsOf(draft, account, [...said, id]).filter((fact) => !usual.has(fact.id));
      const owners = await Promise.all(mine.map((fact) => fact.owner(account).catch(signedOutOnly)));
      return owners.some((owner) => owner?.whose === 'ours' || owner?.whose === 'partly') ? [id] : [];
    }),
  );
  const ids: string[] = found.flat();
  return ids.length > 0 ? [[GUARD.chosen.key, [...new Set(['free', ...said, ...ids])]]] : [];
}

function thingsOf(draft: Draft, { identity }: Account, chosen: readonly string[]) {
  const all = new Map<string, Value>([...draft, [GUARD.chosen.key, [...new Set(['free', ...chosen])]]]);
  return factsOf({ ...answersOf(all, identity, false), steps: WITH_GUARDRAILS }).facts.filter(isThing);
}
