import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { stage } from '../cli/stage.ts';
import { snapshot } from '../contract/end-state.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { BIN, baseline, environment, newHome } from '../contract/program.ts';
import { type CountingProxy, countingProxy, type Done } from '../contract/proxy.ts';
import { passwordLines, UNDO, APPLY as WHOLE, worldAt } from './program.ts';

// Without the groups' roles and the guardrails: each kill takes seconds of processor time here, and kill-memory.test.ts
// stops the whole run at each request.
const APPLY = [...WHOLE, '--no-roles', '--guardrails', 'none'];

/** Without the tags of buckets: moto drops those that CreateBucket brings, so a run killed right after it leaves none. */
async function stateOf(endpoint: string) {
  const state = await snapshot(endpoint);
  return { ...state, buckets: state.buckets.map(({ tags: _, ...bucket }: { tags: unknown }) => bucket) };
}

/** The password that each user signs in with, by what AWS accepted last. */
function inForce(done: Done[]): Map<string, string> {
  const passwords = new Map<string, string>();
  for (const { operation, body } of done) {
    if (!/^(Create|Update)LoginProfile$/.test(operation)) continue;
    const said = new URLSearchParams(body);
    passwords.set(said.get('UserName') ?? '', said.get('Password') ?? '');
  }
  return passwords;
}

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

// A kill in the middle of a write may leave half a line, which the program does not count; it is rare, and one at most.
function journalLine(line: string): object | undefined {
  try {
    return { ...JSON.parse(line), at: 0 };
  } catch {
    return undefined;
  }
}

function halfAtTheEnd(lines: string[], i: number): string {
  expect(i, `half a line: ${lines[i]}`).toBe(lines.length - 1);
  return 'half a line';
}

/**
 * All that a second run can see of the first: the writes that were done, and the files. Two kills that leave the same
 * leave the same second run, so it is played once. Times, ids and the passwords themselves differ and do not count.
 */
function leftBehind(home: string, proxy: CountingProxy): string {
  const done = proxy.done().map(({ operation, body }) => `${operation} ${body.replace(/\bPassword=[^&]*/, '')}`);
  const passwords = inForce(proxy.done());
  const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const texts = files.map(({ name, parentPath }) => {
    // Whenever the run ends: there is no moment at which somebody else could read it.
    expect(statSync(join(parentPath, name)).mode & 0o777, name).toBe(0o600);
    const lines = linesOf(join(parentPath, name));
    if (name === 'journal.jsonl')
      return [name, ...lines.map((line, i) => JSON.stringify(journalLine(line) ?? halfAtTheEnd(lines, i)))];
    if (name !== 'first-passwords.txt') throw new Error(`the run left ${name} behind`);
    const told = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
    return [name, ...told.map(([user = '', one]) => `${user} ${passwords.has(user)} ${passwords.get(user) === one}`)];
  });
  const left = JSON.stringify([done.sort(), ...texts.map((lines) => lines.sort())]);
  // A launch's token is made of those ids too.
  return left.replace(/\b(sg|subnet|vpc)-[0-9a-f]{8,}/g, '$1').replace(/\bClientToken=[^&]*/, '');
}

/** What kills a run, given how to: the requests that pass, and those that nobody answers. */
type Killer = (kill: () => void, proxy: CountingProxy) => void;

/** What comes later reaches nobody any more. */
const silent = (proxy: CountingProxy, fired?: () => void) =>
  proxy.breaks([{ do: 'hang', ...(fired ? { fired } : {}) }]);

function silentAfter(kill: () => void, proxy: CountingProxy): void {
  kill();
  silent(proxy);
}

/** What tests of killed runs share: an account on moto, empty and as a whole run leaves it. */
export function killingOnMoto() {
  const at = {
    moto: undefined as unknown as Moto,
    proxy: undefined as unknown as CountingProxy,
    /** The account before a run, and after one that nobody killed. */
    before: undefined as unknown,
    end: undefined as unknown,
    requests: [] as string[],
    /** Which requests write, from 1. */
    writes: [] as number[],
  };
  beforeAll(async () => {
    at.moto = await startMoto();
    at.proxy = await countingProxy(at.moto.endpoint);
    at.before = await stateOf(at.moto.endpoint);
    const { home, remove } = newHome();
    const { code, err } = await baseline(APPLY, { env: environment(home, at.proxy.endpoint), cwd: home });
    remove();
    expect(code, err).toBe(0);
    at.requests = at.proxy.seen();
    const isWrite = new Set(at.proxy.writes());
    at.writes = at.requests.flatMap((one, i) => (isWrite.has(one) ? [i + 1] : []));
    expect(at.requests.length).toBeGreaterThan(62);
    expect(at.writes.length).toBeGreaterThan(35);
    at.end = await stateOf(at.moto.endpoint);
    await at.moto.reset();
    at.proxy.forget();
  });
  afterAll(async () => {
    await at.proxy?.stop();
    await at.moto?.stop();
  });

  /** Starts the built program, to be ended by SIGKILL; true when that is how it ended. */
  async function killed(home: string, killer: Killer): Promise<boolean> {
    const env = environment(home, at.proxy.endpoint);
    const child = spawn(process.execPath, [BIN, ...APPLY], { env, cwd: home, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)));
    killer(() => child.kill('SIGKILL'), at.proxy);
    const signal = await ended;
    await at.proxy.idle();
    at.proxy.breaks([]);
    return signal === 'SIGKILL';
  }

  /** The same command again, which must leave what a whole run leaves; then undo, which must leave what was there before. */
  async function isFinished(home: string, where: string): Promise<void> {
    // In this process, which is quicker; journal and passwords are read from the disk that the killed run left.
    const world = { ...worldAt(at.proxy.endpoint), home, cwd: home };
    const { play } = stage();
    const again = await play(APPLY, undefined, world);
    expect(again.code, `${where}: ${again.err}`).toBe(0);
    expect(await stateOf(at.moto.endpoint), where).toEqual(at.end);
    const told = passwordLines(home, at.proxy.endpoint);
    expect(told.toSorted(), where).toEqual([...inForce(at.proxy.done())].toSorted());
    expect(told.length, where).toBe(2);
    const undone = await play(UNDO, undefined, world);
    expect(undone.code, `${where}, undone: ${undone.err}${undone.out}`).toBe(0);
    expect(await stateOf(at.moto.endpoint), `${where}, undone`).toEqual(at.before);
  }
  return { at, killed, isFinished };
}

/** Kills after the first so many requests, the last of which has done its work; its answer is lost or delivered. */
export const afterRequests =
  (count: number, isLost: boolean): Killer =>
  (kill, proxy) =>
    proxy.breaks(
      isLost
        ? [
            { nth: count, do: 'hang', when: 'response', fired: kill },
            { after: count - 1, do: 'hang' },
          ]
        : [{ after: count, do: 'hang', fired: () => void proxy.idle().then(kill) }],
    );

/** Kills after the first write, whose answer is lost or delivered. */
export const afterFirstWrite =
  (isLost: boolean): Killer =>
  (kill, proxy) =>
    proxy.breaks(
      isLost
        ? [{ writes: true, nth: 1, do: 'hang', when: 'response', fired: () => silentAfter(kill, proxy) }]
        : [{ writes: true, nth: 1, do: 'pass', fired: () => silent(proxy, () => void proxy.idle().then(kill)) }],
    );

export { leftBehind, motoMissing, newHome };
