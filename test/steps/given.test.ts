import { expect, test } from 'vitest';
import type { AccountKind } from '../../src/aws/account-kind.ts';
import { isThing } from '../../src/engine/owner.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import { markedGuardrails } from '../../src/steps/discovery/marked-guardrails.ts';
import { factsOf } from '../../src/steps/index.ts';
import { KIND_KEY } from '../../src/steps/kinds.ts';
import { answersOf, SETTINGS } from '../../src/steps/settings/all.ts';
import { conflicts } from '../../src/steps/settings/conflicts.ts';
import type { Draft, Setting, Value } from '../../src/steps/settings/setting.ts';
import { STEP_IDS } from '../../src/steps/settings/step-ids.ts';
import { draftOf, GIVEN, GIVEN_ALONE, HOME, IDENTITY } from './given.ts';
import { factsFor, makeAll, rehearsal } from './rehearsed.ts';

const KINDS: AccountKind[] = ['standalone', 'project'];
const SOME: Record<Setting['kind'], Value> = {
  boolean: true,
  text: 'x',
  texts: ['x'],
  number: 1,
  numbers: [1],
  pairs: { x: 'y' },
};

/** A value that is not the default. */
const another = ({ kind, default: usual, sample, choices }: Setting): Value => {
  if (kind === 'boolean') return usual !== true;
  const one = sample ?? choices?.find((word) => word !== usual);
  if (one === undefined || kind === 'numbers' || kind === 'pairs') return SOME[kind];
  return kind === 'texts' ? [one] : kind === 'number' ? Number(one) : one;
};

const idsOf = (draft: Draft) => factsOf(answersOf(draft, IDENTITY, false), () => 0).facts.map(({ id }) => id);

/** Whether there are more facts with the setting than without it, or others behind a flag. */
function makesFacts(setting: Setting): boolean {
  return KINDS.some((kind) => {
    const whole = new Map([...draftOf({ [KIND_KEY]: kind }), [setting.key, another(setting)]]);
    // What nobody can answer together with it is in neither draft.
    const unfit = conflicts(whole).flatMap(({ keys }) => keys);
    const without = new Map([...whole].filter(([key]) => key !== setting.key && !unfit.includes(key)));
    const before = idsOf(without);
    const after = idsOf(new Map([...without, [setting.key, another(setting)]]));
    const isFlag = setting.kind === 'boolean' && setting.default === false;
    return after.length > before.length || (isFlag && after.some((id) => !before.includes(id)));
  });
}

test('every setting that makes facts is given, so that all tests of facts know them', () => {
  const makers = SETTINGS.filter(({ required }) => required !== true)
    .filter(makesFacts)
    .map(({ key }) => key);
  expect(makers).toContain('groups.require-mfa');
  const told = makers.map((key) =>
    key in GIVEN || key in GIVEN_ALONE ? '' : `${key} makes facts, and is not in GIVEN of test/steps/given.ts`,
  );
  expect(told.filter(Boolean)).toEqual([]);
  // Who is no longer a maker has to leave.
  expect(Object.keys(GIVEN_ALONE).filter((key) => !makers.includes(key))).toEqual([]);
});

test('every resource that carries our marks is found again without a journal', async () => {
  const account = rehearsal();
  const things = factsFor().filter(isThing);
  await makeAll(factsFor(), account);
  const found = (await discover(account)).get('acme');
  const { values } = await markedGuardrails(found ?? new Map(), account, 'standalone', [...STEP_IDS], {
    account,
    isFar: true,
  });
  const again = new Set(idsOf(new Map([...(found ?? []), ...values, ['region', HOME]])));
  const told = things.map(({ id }) =>
    again.has(id)
      ? ''
      : `${id} carries our marks, and src/steps/discovery/discover.ts does not find its setting (a flag is found by the fact's owner)`,
  );
  expect(things.length).toBeGreaterThan(10);
  expect(told.filter(Boolean)).toEqual([]);
});
