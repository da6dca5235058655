import type { AnyFact } from '../engine/fact.ts';
import type { Answers, StepId } from './answers.ts';
import type { Setting } from './setting.ts';

/** One of the five steps: a short list of facts made from answers. */
export interface Step {
  id: StepId;
  title: string;
  /** One or two sentences for the person who is about to answer. */
  why: string;
  settings: Setting[];
  facts(answers: Answers, now: () => number): AnyFact[];
}
