import type { AnyFact } from '../engine/fact.ts';
import type { Answers, StepId } from './answers.ts';
import type { Draft, Setting } from './setting.ts';

/** One of the five steps: a short list of facts made from answers. */
export interface Step {
  id: StepId;
  title: string;
  /** One or two sentences for the person who is about to answer. */
  why: string;
  /** Both again where the kind of account makes it another step; undefined where it does not. */
  otherwise?(draft: Draft): Partial<Pick<Step, 'title' | 'why'>> | undefined;
  settings: Setting[];
  facts(answers: Answers, now: () => number): AnyFact[];
}
