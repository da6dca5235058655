import type { AnyFact } from '../engine/fact.ts';
import type { Draft, Setting } from './settings/setting.ts';
import type { StepId } from './settings/step-ids.ts';

/** One of the five steps, or the trial: a short list of facts, based on the answers that it needs. */
export interface Step<Needed> {
  id: StepId;
  title: string;
  /** One or two sentences for the user, before the prompts. */
  why: string;
  /** Another title or explanation for some kinds of account; undefined for the others. */
  otherwise?(draft: Draft): Partial<Pick<Step<Needed>, 'title' | 'why'>> | undefined;
  settings: Setting[];
  facts(answers: Needed, now: () => number): AnyFact[];
}
