import { describe, expect, test } from 'vitest';
import { type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { worldOf } from '../robust/program.ts';
import { HOME } from '../steps/given.ts';
import { stage } from './stage.ts';

const ACME = ['--name', 'acme', '--region', HOME, '--alarm-email', 'you@example.com', '--no-config'];
const APPLY = ['apply', '--yes', ...ACME];
const UNDO = ['undo', '--confirm', '111122223333', '--region', HOME, '--delete-data', '--json'];
const MOST = ['--guardrails', 'all', '--budget', '50', '--brake', '100', '--engineer-user', 'jo'];
const now = () => new Date('2026-11-24T10:00:00Z');

/** Computers with a home folder each, and one account. */
function shared(state?: RehearsalState) {
  const account = rehearsalAccount({ homeRegion: HOME, now, ...(state ? { state } : {}) });
  const computer = () => {
    const { play } = stage();
    return { play: (argv: string[]) => play(argv, undefined, worldOf(account)) };
  };
  return { account, computer };
}

/** The marks in an account, but for those of terminated instances. */
const marks = (state: RehearsalState) =>
  JSON.stringify(state, (_key, value) => (value?.ended ? undefined : value)).match(/"managed-by"/g) ?? [];
const kept = (json: { steps: { facts: { id: string; state: string }[] }[] }) =>
  json.steps.flatMap(({ facts }) => facts.filter(({ state }) => state === 'by-hand').map(({ id }) => id)).sort();

/** An account in which another computer set up most of what there is, once made for all tests. */
let whole: Promise<RehearsalState> | undefined;
async function made(): Promise<RehearsalState> {
  whole ??= setUp();
  return structuredClone(await whole);
}

async function setUp(): Promise<RehearsalState> {
  const { account, computer } = shared();
  const { code, err } = await computer().play([...APPLY, ...MOST]);
  expect(code, err).toBe(0);
  account.person.confirmsEmail();
  return account.state();
}

describe('undo with a journal that knows only a part of what was set up', () => {
  const here = (names: string[]) => names.map((name) => `guardrails/${name}/${HOME}`);
  const FREE = [
    'guardrails/password-policy',
    'guardrails/s3-account-block',
    ...here(['ami-block', 'ebs-encryption', 'imdsv2-default', 'snapshot-block', 'ssm-documents']),
    ...here(['default-security-group']),
  ];
  const SETTINGS = [...FREE, ...here(['network-acl', 'macie'])];

  test.each<[what: string, ...runs: string[][]]>([
    ['no run'],
    ['a run of step root', ['--steps', 'root', '--alarm-limit', '20']],
    ['a run of step buckets', ['--steps', 'buckets', '--bucket', 'acme-more']],
    ['a run of step groups', ['--steps', 'groups', '--engineer-user', 'max']],
    ['a run of all steps', ['--engineer-user', 'max']],
  ])('%s: all is deleted, and settings of the account are named', async (_what, ...runs) => {
    const { account, computer } = shared(await made());
    const here = computer();
    for (const flags of runs) expect((await here.play([...APPLY, ...flags])).code).toBe(0);
    const first = await here.play(UNDO);
    expect([first.code, marks(account.state())]).toEqual([6, []]);
    expect(kept(first.json)).toEqual(expect.arrayContaining(SETTINGS));
    const second = await here.play(UNDO);
    if (runs.length > 0) expect([second.code, kept(second.json)]).toEqual([6, expect.arrayContaining(FREE)]);
  });

  test('a run, its undo, and a run on another computer', async () => {
    const { account, computer } = shared();
    const [here, there] = [computer(), computer()];
    for (const [at, argv] of [
      [here, APPLY],
      [here, UNDO],
      [there, APPLY],
    ] as const)
      expect((await at.play([...argv])).code).toBe(0);
    const { code, json } = await here.play(UNDO);
    expect([code, marks(account.state())]).toEqual([6, []]);
    expect(kept(json)).toContain('guardrails/password-policy');
  });

  test('the journal of everything: nothing is left, and what others set is not named', async () => {
    const { account, computer } = shared();
    await account.send({ service: 'macie2', operation: 'EnableMacie', input: { status: 'ENABLED' } } as never);
    const here = computer();
    await here.play([...APPLY, ...MOST]);
    const { code, json } = await here.play(UNDO);
    expect([code, kept(json), marks(account.state())]).toEqual([0, [], []]);
  });
});
