import type { Account } from '../../aws/account.ts';
import { type AccountKind, isProject } from '../../aws/account-kind.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { type AnyFact, type Fact, isChore } from '../../engine/fact.ts';
import { isSame } from '../../engine/finding.ts';
import { isThing } from '../../engine/owner.ts';
import { bucketsStep } from '../buckets/step.ts';
import { factsOf } from '../index.ts';
import { KIND_KEY } from '../kinds.ts';
import { GUARDRAILS, type GuardrailId, includedIn } from '../root/guardrail-list.ts';
import { GUARD } from '../root/guardrail-settings.ts';
import { guardrailFacts } from '../root/guardrails.ts';
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
 * The guardrails beyond the default whose resources exist with our marks, beside the default; and those without a resource
 * that are set, such as Macie, because only a journal knows who set them. `values` are those of one baseline, and `steps`
 * those to search. Only undo asks, because it loads the clients of services that are off. Reads by `plain` may be denied;
 * with `isFar` they go to other Regions too.
 */
export async function markedGuardrails(
  values: Draft,
  given: Account,
  kind: AccountKind,
  steps: StepId[],
  plain: { account: Account; isFar: boolean },
): Promise<Marked> {
  const account = remembering(readOnly(given));
  const unnamed = remembering(readOnly(plain.account));
  const heard: [string, Value] = [ROOT.emails.key, [SAMPLE_EMAIL]];
  const draft: Draft = new Map<string, Value>([
    heard,
    ...values,
    [EVERY.region.key, account.homeRegion],
    [KIND_KEY, kind],
  ]);
  const said = valueIn(draft, GUARD.chosen) ?? [];
  const known = includedIn(said);
  const free = new Map<string, Value>([...draft, [GUARD.chosen.key, [...new Set(['free', ...said])]]]);
  const answers = answersOf(free, account.identity, false);
  const usual = new Set(factsOf({ ...answers, steps }).facts.map(({ id }) => id));
  const factsFor = (id: GuardrailId): AnyFact[] => {
    const chosen = { ...answers, steps, guardrails: { ...answers.guardrails, chosen: includedIn([id]) } };
    return [
      ...(steps.includes('root') ? guardrailFacts(chosen) : []),
      ...(steps.includes('buckets') ? bucketsStep.facts(chosen, () => 0) : []),
    ].filter((fact) => !usual.has(fact.id));
  };
  const optional = GUARDRAILS.map(({ id }) => id).filter(
    (id) => !known.includes(id) && !includedIn(['free']).includes(id),
  );
  const [found, { made, unread }] = await Promise.all([
    Promise.all(
      optional.map(async (id) => {
        const mine = factsFor(id);
        const things = mine.filter(isThing);
        const owners = await Promise.all(things.map((fact) => fact.owner(account).catch(signedOutOnly)));
        const isMarked = owners.some((owner) => owner?.whose === 'ours' || owner?.whose === 'partly');
        // A project's policies deny Macie.
        const isUnmarked = things.length === 0 && !isProject(kind);
        return isMarked || (isUnmarked && (await areSet(mine, unnamed))) ? [id as string] : [];
      }),
    ),
    plain.isFar && steps.includes('root') ? madeElsewhere(draft, unnamed) : { made: [], unread: [] },
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

async function areSet(facts: AnyFact[], account: Account): Promise<boolean> {
  const settings = facts.filter((fact): fact is Fact => !isChore(fact));
  const asWanted = async (fact: Fact) => isSame(fact, await fact.read(account), fact.want);
  const set = await Promise.all(settings.map((fact) => asWanted(fact).catch(signedOutOnly)));
  return set.includes(true);
}
