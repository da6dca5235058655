import type { AnyFact } from '../engine/fact.ts';
import type { Draft, Setting } from './settings/setting.ts';
import type { StepId } from './settings/step-ids.ts';

/** One of the five steps: a short list of facts, made from the answers that it needs. */
export interface Step<Needed> {
  id: StepId;
  title: string;
  /** One or two sentences for the person who is about to answer. */
  why: string;
  /** Both again where the kind of account makes it another step; undefined where it does not. */
  otherwise?(draft: Draft): Partial<Pick<Step<Needed>, 'title' | 'why'>> | undefined;
  settings: Setting[];
  facts(answers: Needed, now: () => number): AnyFact[];
}
