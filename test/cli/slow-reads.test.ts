import { expect, it } from 'vitest';
import type { AnyCall } from '../../src/aws/call.ts';
import type { World } from '../../src/cli/world.ts';
import { APPLY, type Between, HOME, inMemory, worldOf } from '../robust/program.ts';
import { stage } from './stage.ts';

const STATUS = ['status', '--name', 'acme', '--region', HOME, '--no-config'];
const SAID = /^ {2}\S+ {2}waiting for AWS: (.*) {2}(\d+\.\d) s$/gm;

/** A clock that moves only while something is waited for, and the ticks of a program that asks for them. */
function slowly(isSlow: (given: AnyCall) => boolean, ms: number): { world: Partial<World>; act: Between } {
  let time = Date.parse('2026-11-24T10:00:00Z');
  const ticks = new Set<{ every: number; next: number; tick: () => void }>();
  const pass = (most: number) => {
    for (const end = time + most; time < end; ) {
      time += 100;
      for (const one of ticks)
        if (time >= one.next) {
          one.next += one.every;
          one.tick();
        }
    }
  };
  return {
    world: {
      clock: { now: () => time, sleep: async (wait) => pass(wait), random: () => 0.5 },
      every(every, tick) {
        const one = { every, next: time + every, tick };
        ticks.add(one);
        return () => void ticks.delete(one);
      },
    },
    act: async (given, send) => {
      await new Promise(setImmediate);
      if (isSlow(given)) pass(ms);
      return send();
    },
  };
}

async function played(argv: string[], ms: number, operation = 'GetAccountAuthorizationDetails') {
  const { world, act } = slowly((given) => given.operation === operation, ms);
  const account = inMemory();
  const shown = await stage().play(argv, undefined, { ...world, ...worldOf(account, act) });
  expect(shown.code, shown.err).toBe(0);
  return { ...shown, said: [...shown.err.matchAll(SAID)].map(([, what, seconds]) => [what, Number(seconds)]) };
}

it('a read that AWS lets wait is said after two seconds on stderr, also in a pipe', async () => {
  const { said, out } = await played(STATUS, 9_000);
  // Once for each of the two looks: what is set up, and whether it is right.
  expect(said.map(([what]) => what)).toEqual(Array(2).fill('iam GetAccountAuthorizationDetails'));
  for (const [, seconds] of said) expect([2, 3]).toContain(Math.floor(Number(seconds)));
  expect(out).not.toContain('waiting for AWS');
});

it('with --json stdout is the report and nothing else', async () => {
  const { said, json, out } = await played([...STATUS, '--json'], 9_000);
  expect(said.length).toBeGreaterThan(0);
  expect(json).toMatchObject({ command: 'status', exitCode: 0 });
  expect(out).not.toContain('waiting for AWS');
});

it('nothing is said of what is quick, and nothing with --quiet', async () => {
  expect((await played(STATUS, 1_500)).said).toEqual([]);
  expect((await played([...STATUS, '--quiet'], 9_000)).err).not.toContain('waiting for AWS');
});

it('also while signing in is asked for, and in the look after a change', async () => {
  expect((await played(STATUS, 4_000, 'GetCallerIdentity')).said).toEqual([['who is signed in', expect.any(Number)]]);
  const { said } = await played(APPLY, 4_000, 'GetAccountAuthorizationDetails');
  expect(said.length).toBeGreaterThanOrEqual(2);
});

const ALL = ['--name', 'acme', '--alarm-email', 'you@example.com'];
it.each([
  ['init', ['--yes', ...ALL]],
  ['apply', ['--yes', ...ALL]],
  ['plan', ALL],
  ['status', []],
  ['verify', []],
  ['undo', ['--confirm', '111122223333']],
  ['doctor', []],
])('the first words of %s come before the way to AWS is loaded', async (command, flags) => {
  let said = '';
  let before: string | undefined;
  await stage().play([command, ...flags, '--region', HOME, '--no-config'], undefined, {
    err(text) {
      said += text;
    },
    async connect() {
      before ??= said;
      throw new Error('no more is wanted');
    },
  });
  expect(before).toMatch(
    command === 'doctor' ? /^Checking/ : new RegExp(`^aws-baseline 0.0.0-test.*(${command}|secure)`),
  );
});
