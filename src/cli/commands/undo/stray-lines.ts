import type { Chore } from '../../../engine/fact.ts';
import type { Finding } from '../../../engine/finding.ts';
import { beforeUs, type Journal } from '../../../engine/journal.ts';
import { factsOf } from '../../../steps/index.ts';
import type { Answers } from '../../../steps/settings/all.ts';
import { ALL_STEP_IDS, type StepId } from '../../../steps/settings/step-ids.ts';
import { answersIn } from './remembered.ts';

/** A journal entry that no remembered answers lead to, as a finding. */
interface Stray {
  fact: Chore<null>;
  step: StepId;
  finding: Finding;
}

/** Journal entries of these steps that no remembered answers lead to: undo can only name them. */
export function strayLines(journal: Journal, sets: Answers[], steps: StepId[], now: () => number): Stray[] {
  const all = [...sets, ...answersIn(journal)].flatMap(
    (answers) => factsOf({ ...answers, steps: [...ALL_STEP_IDS] }, now).facts,
  );
  const known = new Set(all.map(({ id }) => id));
  const stepOf = new Map(journal.entries().flatMap((entry) => ('fact' in entry ? [[entry.fact, entry.step]] : [])));
  return [...beforeUs(journal)].flatMap(([id, was]) => {
    const step = stepOf.get(id) as StepId;
    if (known.has(id) || !steps.includes(step)) return [];
    const fact = strayFact(id);
    const why = `Kept: the journal records that it was ${was === null ? 'created' : 'changed'}, but not with which settings`;
    return [{ fact, step, finding: { fact, state: 'by-hand', why, how: fact.how as string } satisfies Finding }];
  });
}

function strayFact(id: string): Chore<null> {
  return {
    id,
    title: id,
    want: null,
    read: async () => null,
    how: 'Undo it in the console, or run undo with the flags that it was created with',
  };
}
