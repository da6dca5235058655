import type { AnyFact } from '../engine/fact.ts';
import { adminStep } from './admin/step.ts';
import { bucketsStep } from './buckets/step.ts';
import { ec2Step } from './ec2/step.ts';
import { groupsStep } from './groups/step.ts';
import { rootStep } from './root/step.ts';
import type { Answers } from './settings/all.ts';
import type { Draft } from './settings/setting.ts';
import type { StepId } from './settings/step-ids.ts';
import type { Step } from './step.ts';
import { tryStep } from './try/step.ts';

/** The steps of a baseline. */
export const STEPS: Step<Answers>[] = [rootStep, adminStep, bucketsStep, groupsStep, ec2Step];

/** The same, and the trial of command `try`. */
export const ALL_STEPS: Step<Answers>[] = [...STEPS, tryStep];

/** All steps, or the given ones, with their titles and explanations for the kind of account. */
export function stepsFor(draft: Draft, steps = ALL_STEPS): Step<Answers>[] {
  return steps.map((step) => ({ ...step, ...step.otherwise?.(draft) }));
}

/** The facts of the chosen steps, and which step each belongs to (by the fact's id). */
export function factsOf(
  answers: Answers,
  now: () => number = Date.now,
): { facts: AnyFact[]; stepOf: Map<string, StepId> } {
  const stepOf = new Map<string, StepId>();
  const facts: AnyFact[] = [];
  for (const step of ALL_STEPS.filter(({ id }) => answers.steps.includes(id))) {
    for (const fact of step.facts(answers, now)) {
      if (stepOf.has(fact.id)) continue;
      stepOf.set(fact.id, step.id);
      facts.push(fact);
    }
  }
  return { facts, stepOf };
}
