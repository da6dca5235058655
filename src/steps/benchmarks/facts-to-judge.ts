import { type AnyFact, type Chore, isChore } from '../../engine/fact.ts';
import { rootSignsIn } from '../../facts/account/root-user.ts';
import { judgedAlarms } from '../../facts/judged/alarms.ts';
import { judgedBuckets } from '../../facts/judged/buckets.ts';
import { certificatesAreValid } from '../../facts/judged/certificates.ts';
import { contactIsKnown } from '../../facts/judged/contacts.ts';
import { judgedInstances } from '../../facts/judged/instances.ts';
import { judgedNetworkAcls } from '../../facts/judged/network-acls.ts';
import { judgedSecurityGroups } from '../../facts/judged/networks.ts';
import { judgedPasswords } from '../../facts/judged/passwords.ts';
import { judgedPolicies } from '../../facts/judged/policies.ts';
import { recordersDeliver } from '../../facts/judged/recorders.ts';
import { rootHasHardwareMfa } from '../../facts/judged/root-user.ts';
import { judgedTrails } from '../../facts/judged/trails.ts';
import { judgedUsers } from '../../facts/judged/users.ts';
import { factsOf } from '../index.ts';
import { KINDS } from '../kinds.ts';
import { budgetOf } from '../root/budget.ts';
import { GUARDRAIL_IDS } from '../root/guardrail-list.ts';
import type { Answers } from '../settings/all.ts';
import { ALL_STEP_IDS, type StepId } from '../settings/step-ids.ts';

/** What is read for benchmarks. */
interface ToJudge {
  /** Of the whole account, other people's resources included: they decide where they exist. */
  verdicts: Chore<string[]>[];
  /** Of the steps and guardrails, chosen or not. */
  facts: AnyFact[];
  stepOf: ReadonlyMap<string, StepId>;
  /** The ids of facts about a Region other than the home Region. */
  elsewhere: ReadonlySet<string>;
}

/** The facts that the items of all benchmarks need, whether they were chosen or not, in these Regions. */
export function factsToJudge(answers: Answers, regions: string[], now: () => number): ToJudge {
  const { accountKind, steps, partition } = answers;
  const budget = answers.budget ?? budgetOf(answers.alarm.limits);
  const all = (those: string[]): Answers => ({
    ...answers,
    steps: ALL_STEP_IDS.filter((id) => KINDS[accountKind].steps.includes(id) || steps.includes(id)),
    guardrails: { ...answers.guardrails, chosen: [...GUARDRAIL_IDS], regions: those },
    groups: { ...answers.groups, requireMfa: true },
    ...(budget ? { budget } : {}),
  });
  const { facts, stepOf } = factsOf(all(regions), now);
  const atHome = new Set(factsOf(all([answers.region]), now).facts.map(({ id }) => id));
  // Whether the bucket of a setting exists decides whether the step can set it.
  const wholes = new Set(
    facts.flatMap((fact) => (fact.control === undefined || isChore(fact) ? [] : (fact.within?.id ?? []))),
  );
  return {
    verdicts: [
      ...(KINDS[accountKind].root && rootSignsIn(partition) ? [rootHasHardwareMfa(partition)] : []),
      ...(['SECURITY', 'BILLING', 'OPERATIONS'] as const).map(contactIsKnown),
      ...judgedUsers(now),
      ...judgedPasswords(),
      ...judgedPolicies(),
      certificatesAreValid(now),
      ...judgedBuckets(),
      ...judgedTrails(),
      ...judgedAlarms(),
      ...regions.flatMap((region) => [
        ...judgedSecurityGroups(region),
        ...judgedNetworkAcls(region),
        ...judgedInstances(region),
        recordersDeliver(region),
      ]),
    ],
    facts: facts.filter(({ id, control }) => control !== undefined || wholes.has(id)),
    stepOf,
    elsewhere: new Set(facts.map(({ id }) => id).filter((id) => !atHome.has(id))),
  };
}
