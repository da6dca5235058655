import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyCall } from '../../src/aws/call.ts';
import { type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { refuse } from '../../src/aws/rehearsal/refuse.ts';
import { through } from '../../src/aws/views.ts';
import { costlyGuardrails } from '../../src/steps/root/guardrail-list.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const FLAGS = ['--region', HOME, '--no-config'];
const NAMED = ['--name', 'acme', ...FLAGS];
const MADE = ['--alarm-email', 'you@example.com', ...NAMED];

/** An account on the Free plan that was created on the day; the stage's clock starts on 2026-11-24. */
function free(created: string, homeRegion = HOME): RehearsalState {
  const account = rehearsalAccount({ homeRegion, plan: 'free', now: () => new Date(`${created}T10:00:00Z`) });
  return account.state();
}

/** A command on AWS, with all that was sent; `answers` may answer instead of AWS. */
async function onAws(argv: string[], state: RehearsalState, answers: (given: AnyCall) => unknown = () => undefined) {
  const sent: string[] = [];
  const account = rehearsalAccount({ homeRegion: HOME, state });
  const shown = await stage().play(argv, undefined, {
    connect: async () =>
      through({ ...account, kind: 'aws' }, async (given) => {
        sent.push(`${given.service} ${given.operation}`);
        return answers(given) ?? account.send(given);
      }),
  });
  return { ...shown, sent, text: shown.both.replace(/\s+/g, ' ') };
}

describe('the plan of the account', () => {
  test('status tells it, with credits and end, and so does its JSON', async () => {
    const { text, code } = await onAws(['status', ...NAMED], free('2026-11-24'));
    expect(code, text).toBe(0);
    expect(text).toContain('Plan: Free plan, USD 100.00 of credits left, ends on 2027-05-24');
    expect(text).not.toContain('AWS closes the account');
    const { json } = await onAws(['status', '--json', ...NAMED], free('2026-11-24'));
    expect(json.accountPlan).toEqual({
      type: 'FREE',
      status: 'ACTIVE',
      credits: { amount: 100, unit: 'USD' },
      ends: '2027-05-24T10:00:00.000Z',
      daysLeft: 181,
    });
  });

  test.each([
    ['2026-06-25', undefined],
    ['2026-06-24', 'The Free plan ends in 30 days (2026-12-24)'],
    ['2026-06-02', 'The Free plan ends in 8 days (2026-12-02)'],
    ['2026-06-01', 'Act now: the Free plan ends in 7 days (2026-12-01)'],
    ['2026-05-25', 'Act now: the Free plan ends in 1 day (2026-11-25)'],
    ['2026-05-24', 'Act now: the Free plan ends today (2026-11-24)'],
  ])('of an account from %s: %s', async (created, warning) => {
    const { text, err } = await onAws(['status', '--quiet', ...NAMED], free(created));
    if (!warning) return expect(text).not.toContain('Free plan');
    expect(text).toContain(warning);
    expect(text).toContain('Then AWS closes the account, keeps its data for 90 days and then deletes it.');
    expect(err).toContain('upgrade-account-plan');
  });

  test('doctor tells it, and warns before its end', async () => {
    const { json } = await onAws(['doctor', '--json', ...FLAGS], free('2026-06-10'));
    expect(json.accountPlan).toMatchObject({ type: 'FREE', daysLeft: 16 });
    const check = json.checks.find(({ id }: { id: string }) => id === 'account-plan');
    expect([check.state, check.title, check.fix]).toEqual([
      'warning',
      'plan: Free plan, USD 100.00 of credits left, ends on 2026-12-10',
      expect.stringContaining('in 16 days'),
    ]);
  });

  test('the first screen of the wizard has it', async () => {
    const { play } = stage();
    const { both, code } = await play(
      ['init', '--rehearse-as', 'free-plan', '--steps', 'root', ...MADE],
      [
        ['Mail me when', ''],
        ['Guardrails', ''],
        ['What next?', 'stop'],
      ],
    );
    expect(code, both).toBe(0);
    expect(both).toMatch(/ok {2}plan +Free plan, USD 100.00 of credits left, ends on 2027-05-24/);
  });

  test.each([
    ['denied', () => refuse('AccessDeniedException', 'no')],
    ['unknown to AWS', () => refuse('ResourceNotFoundException', 'no')],
    ['unknown to an endpoint', () => refuse('NotImplemented', 'no', 501)],
    ['an answer without a plan', () => ({})],
  ])('silence where it is %s', async (_why, answer) => {
    const answers = ({ service }: AnyCall) => (service === 'freetier' ? answer() : undefined);
    for (const argv of [
      ['status', '--json', ...NAMED],
      ['doctor', '--json', ...FLAGS],
      ['plan', '--json', ...MADE],
    ]) {
      const { json, err, code } = await onAws(argv, free('2026-06-10'), answers);
      expect([code, json.accountPlan], err).toEqual([0, undefined]);
      expect(err).not.toMatch(/plan:|Free plan|freetier/);
    }
  });

  test('it is not asked in another partition', async () => {
    const region = 'us-gov-west-1';
    const state = rehearsalAccount({ homeRegion: region }).state();
    const account = rehearsalAccount({ homeRegion: region, state });
    const sent: string[] = [];
    const { code, json } = await stage().play(['status', '--json', '--name', 'acme', '--region', region], undefined, {
      connect: async () =>
        through({ ...account, kind: 'aws' }, (given) => {
          sent.push(given.service);
          return account.send(given);
        }),
    });
    expect([code, json.accountPlan, sent.includes('freetier')]).toEqual([0, undefined, false]);
  });
});

describe('what the Free plan does not include is said before', () => {
  const NOT_ELIGIBLE = 'instance type m5.large is not free-tier-eligible, so AWS will not launch it';

  test.each([['plan'], ['apply']])('%s: a type that is not free-tier-eligible', async (command) => {
    const yes = command === 'apply' ? ['--yes'] : [];
    const { both } = await onAws([command, ...yes, ...MADE, '--instance-type', 'm5.large'], free('2026-11-24'));
    const text = both.replace(/\s+/g, ' ');
    expect(text).toContain(NOT_ELIGIBLE);
    if (command === 'apply') expect(both.indexOf('Free plan: instance')).toBeLessThan(both.indexOf('Applying'));
  });

  test('nothing is said of an eligible type, of a family that has one, or on the Paid plan', async () => {
    for (const more of [['--instance-type', 't3.micro'], []]) {
      const { both } = await onAws(['plan', ...MADE, ...more], free('2026-11-24'));
      expect(both).not.toContain('free-tier-eligible');
    }
    const paid: RehearsalState = { ...free('2026-11-24'), plan: 'paid' };
    const { both } = await onAws(['plan', ...MADE, '--instance-type', 'm5.large'], paid);
    expect(both).not.toContain('free-tier-eligible');
  });

  test('a family without an eligible type', async () => {
    const { text } = await onAws(['plan', ...MADE, '--family', 'accelerated'], free('2026-11-24'));
    expect(text).toMatch(/instance type \S+ is not free-tier-eligible/);
  });

  test('guardrails whose cost is free are never among those that credits pay for', () => {
    expect(costlyGuardrails('standalone', ['password-policy', 'ebs-encryption'])).toEqual([]);
  });
});

describe('a rehearsal on the Free plan', () => {
  test('keeps its plan in a file, and another one is refused', async () => {
    const { play, folder } = stage();
    const { json } = await play(['status', '--rehearse=a.json', '--rehearse-as', 'free-plan', '--json', ...NAMED]);
    expect(json.accountPlan.type).toBe('FREE');
    writeFileSync(join(folder, 'b.json'), JSON.stringify(rehearsalAccount({ homeRegion: HOME }).state()));
    const { err, code } = await play(['status', '--rehearse=b.json', '--rehearse-as', 'free-plan', ...NAMED]);
    expect([code, err.replace(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringContaining('the file contains an account on the Paid plan, not free-plan'),
    ]);
  });
});
