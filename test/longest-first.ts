import { BaseSequencer, type TestSpecification } from 'vitest/node';

// A long file that begins last keeps one processor busy alone.
const LONGEST = [
  'weather/weather',
  'steps/undo-matrix',
  'robust/kill-moto-',
  'contract/program',
  'contract/try',
  'robust/faults',
  'terminal/matrix',
  'robust/secrets',
  'policies/truth-table',
  'robust/two-runs',
  'policies/days/days',
  'robust/kill-memory',
  'robust/bad-input',
  'policies/mutants',
  'robust/permissions',
  'robust/denied',
  'terminal/wizard',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((name) => moduleId.includes(`/test/${name}`));
  return place < 0 ? LONGEST.length : place;
};

/** The files that take longest come first, the others as Vitest has them. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
