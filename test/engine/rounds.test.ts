import { describe, expect, test, vi } from 'vitest';
import { somebody } from '../../src/aws/account.ts';
import { call } from '../../src/aws/call.ts';
import { type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { type Shown, stage } from '../cli/stage.ts';
import { inRounds, type Rounds } from './rounds.ts';

// Only requests take time here, so a disk is at once as safe as it gets.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fsync: (_file: number, done: (error: null) => void) => done(null),
}));

const HOME = 'ap-southeast-2';
const now = () => new Date('2026-11-24T10:00:00Z');
const FLAGS = ['--name', 'acme', '--region', HOME, '--alarm-email', 'you@example.com', '--no-config'];
const PEOPLE = ['--engineer-user', 'jo', '--analyst-user', 'kim'];
const more = (n: number) =>
  Array.from({ length: n }, (_, i) => ['--analyst-user', `p${i}`, '--bucket', `acme-extra-${i}`]).flat();

interface Run extends Rounds {
  shown: Shown;
  state: RehearsalState;
}

/** `apply --yes` on an account as it is, counted from the question who is signed in. */
const applied = (flags: string[] = [], state?: RehearsalState) =>
  counted(['apply', '--yes', ...FLAGS, ...PEOPLE, ...flags], state);

async function counted(argv: string[], state?: RehearsalState): Promise<Run> {
  const rehearsal = rehearsalAccount({ homeRegion: HOME, now, ...(state ? { state } : {}) });
  const counting = inRounds(rehearsal);
  const shown = await stage().play(argv, undefined, {
    async connect(_connection, meanwhile) {
      const asked = counting.account.send(call('sts', 'GetCallerIdentity', {}));
      meanwhile?.({ ...counting.account, identity: somebody(HOME) });
      await asked;
      return counting.account;
    },
  });
  return { ...counting, shown, state: rehearsal.state() };
}

let runs: Promise<{ cold: Run; again: Run }> | undefined;
function both(): Promise<{ cold: Run; again: Run }> {
  runs ??= (async () => {
    // Once, so that no file is still to be read when rounds are counted.
    await applied();
    const cold = await applied();
    return { cold, again: await applied([], cold.state) };
  })();
  return runs;
}

describe('the longest chain of requests that wait for each other', () => {
  test('cold: 5, and one more look at what was just launched', async () => {
    const { cold } = await both();
    expect(cold.shown.code, cold.shown.err).toBe(0);
    expect(cold.rounds).toHaveLength(6);
    expect(cold.rounds[3]).toContain('ec2 RunInstances');
    // Everything is looked at again in one round.
    expect(cold.rounds[4]?.filter((what) => !/ (Get|List|Describe)/.test(what))).toEqual([]);
    expect(cold.rounds[5]).toEqual(['ec2 DescribeInstances']);
  });

  test('nothing to do: 2', async () => {
    const { again } = await both();
    expect(again.shown.code, again.shown.err).toBe(0);
    expect(again.rounds).toHaveLength(2);
    expect(again.writes()).toEqual([]);
  });

  test('one more where the account is told: nothing is asked of another one', async () => {
    await both();
    const expecting = await applied(['--expect-account', '111122223333']);
    expect([expecting.shown.code, expecting.rounds.length]).toEqual([0, 7]);
    expect(expecting.rounds[0]).toEqual(['sts GetCallerIdentity']);
    const another = await applied(['--expect-account', '999988887777']);
    expect([another.shown.code, another.rounds]).toEqual([3, [['sts GetCallerIdentity']]]);
  });

  test.each([
    ['status', 4],
    ['verify', 9],
  ])('%s: %i, and one more where the account is told', async (command, rounds) => {
    const { state } = (await both()).cold;
    const argv = [command, '--name', 'acme', '--region', HOME, '--no-config'];
    const usual = await counted(argv, state);
    const expecting = await counted([...argv, '--expect-account', '111122223333'], state);
    expect([usual.rounds.length, expecting.rounds.length]).toEqual([rounds, rounds + 1]);
    expect(expecting.rounds[0]).toEqual(['sts GetCallerIdentity']);
    expect(expecting.rounds[1]).toContain('organizations DescribeOrganization');
    expect(usual.rounds[0]).toContain('organizations DescribeOrganization');
    expect(usual.writes()).toEqual([]);
  });

  test('nothing of SNS is asked before the kind of account is known: a project denies it', async () => {
    const { cold, again } = await both();
    for (const { rounds } of [cold, again]) expect(rounds[0]?.filter((sent) => sent.startsWith('sns '))).toEqual([]);
  });

  test('it does not grow with users and buckets', async () => {
    await both();
    const many = await applied(more(20));
    expect(many.shown.code, many.shown.err).toBe(0);
    expect(many.rounds).toHaveLength(6);
    expect((await applied(more(20), many.state)).rounds).toHaveLength(2);
  });
});

describe('requests', () => {
  test('as docs/performance.md says', async () => {
    const { cold, again } = await both();
    expect([cold.requests(), cold.writes().length, again.requests()]).toEqual([149, 81, 53]);
  });

  test('the roles cost nothing once they are there, and --no-roles leaves them out', async () => {
    const { cold } = await both();
    const without = await applied(['--no-roles']);
    // Seven roles with a policy each, and five policies of AWS that are asked for and attached.
    expect(cold.requests() - without.requests()).toBe(2 * 7 + 2 * 5);
    // The instance's, and those of the guardrails.
    expect(without.writes().filter((sent) => sent === 'iam CreateRole')).toHaveLength(3);
    const again = await applied(['--no-roles'], without.state);
    expect([again.requests(), again.writes()]).toEqual([(await both()).again.requests(), []]);
  });

  test('what one user and one bucket more cost', async () => {
    const [ten, eleven] = [await applied(more(10)), await applied(more(11))];
    // User, password, group; bucket, tags, 5 settings, 2 of them looked at again.
    expect(eleven.requests() - ten.requests()).toBe(3 + 9);
    const [tenAgain, elevenAgain] = [await applied(more(10), ten.state), await applied(more(11), eleven.state)];
    // The user's password; the bucket's 6 settings and its tags.
    expect(elevenAgain.requests() - tenAgain.requests()).toBe(1 + 7);
  });

  test('a look asks nothing twice before it knows what there is', async () => {
    const { again } = await both();
    // The same operation may be asked about two things, such as two security groups.
    expect(again.asked[0]).toEqual([...new Set(again.asked[0])]);
  });
});

describe('writes', () => {
  test('begin while the look is still going on', async () => {
    const { cold } = await both();
    expect(cold.firstWrite()).toBe(2);
    expect(cold.rounds[1]?.filter((what) => /(Get|Describe)/.test(what)).length).toBeGreaterThan(0);
  });

  test.each([
    ['--instance-type', 't9.nano'],
    ['--subnet', 'subnet-0a1b2c3d4e5f67890'],
    ['--volume-size', '1'],
  ])('do not begin before %s %s is known to fit', async (...flags) => {
    const { shown, writes } = await applied(flags);
    expect([shown.code, writes()]).toEqual([2, []]);
    expect(shown.err).toContain(flags[0]);
  });

  test('of an answer that fits, begin once that is known', async () => {
    const { shown, rounds, firstWrite } = await applied(['--instance-type', 't3.micro']);
    expect(shown.code, shown.err).toBe(0);
    expect(firstWrite()).toBeGreaterThan(2);
    expect(rounds.length).toBeLessThanOrEqual(8);
  });
});
