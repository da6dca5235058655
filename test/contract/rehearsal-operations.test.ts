import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { differencesFromMoto } from './differences-from-moto.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { normal, type Outcome, outcomesOf, type Step, shared, toAccount, toEndpoint } from './steps.ts';
import { walks } from './walks.ts';

const HOME = 'ap-southeast-2';

function compared({ service }: Step, outcome: Outcome, other: Outcome): unknown {
  const isEc2 = service === 'ec2';
  const one = normal(outcome, isEc2);
  return isEc2 && 'answer' in outcome && 'answer' in other ? shared(one, normal(other, isEc2)) : one;
}

describe.skipIf(motoMissing)(`the rehearsal account answers as moto does ${motoMissing ?? ''}`, () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);
  afterAll(() => moto?.stop());

  test.each(Object.entries(walks))('%s', async (_name, steps) => {
    await moto.reset();
    const theirs = await outcomesOf(steps, toEndpoint(moto.endpoint), HOME);
    const ours = await outcomesOf(steps, toAccount(rehearsalAccount({ homeRegion: HOME })), HOME);
    steps.forEach((step, at) => {
      const [our, their] = [compared(step, ours[at]!, theirs[at]!), compared(step, theirs[at]!, ours[at]!)];
      const what = `${at}: ${step.service} ${step.operation}`;
      if (step.differs)
        expect.soft(our, `${what} no longer differs: ${differencesFromMoto[step.differs]}`).not.toEqual(their);
      else expect.soft(our, what).toEqual(their);
    });
  });
});

test('each difference from moto is shown by a step', () => {
  const shown = Object.values(walks).flatMap((steps) => steps.flatMap(({ differs }) => differs ?? []));
  expect(Object.keys(differencesFromMoto).filter((name) => !shown.includes(name as never))).toEqual([]);
});
