import type { AnyFact } from '../../engine/fact.ts';
import type { Step } from '../step.ts';
import type { TrialAnswers } from './answers.ts';
import { clusterFacts } from './cluster.ts';
import { containerFacts } from './container.ts';
import { functionFacts } from './function.ts';
import { TRY } from './settings.ts';
import type { Trial } from './trials.ts';

/** A first container, function or cluster. It is no part of a baseline: only command `try` makes it. */
export const tryStep: Step<TrialAnswers> = {
  id: 'try',
  title: 'trial',
  why: 'A first container, function or cluster, to see that the account works. Undo deletes it: undo --steps try.',
  settings: Object.values(TRY),
  facts: (answers, now) => answers.trials.flatMap((trial) => FACTS[trial](answers, now)),
};

const FACTS: Record<Trial, (answers: TrialAnswers, now: () => number) => AnyFact[]> = {
  container: containerFacts,
  function: functionFacts,
  cluster: clusterFacts,
};
