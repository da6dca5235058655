import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stage } from '../cli/stage.ts';
import { snapshot } from '../contract/end-state.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { BIN, baseline, environment, newHome } from '../contract/program.ts';
import { type CountingProxy, countingProxy, type Done } from '../contract/proxy.ts';
import { folderOf, passwordLines, UNDO, APPLY as WHOLE, worldAt } from './program.ts';

// Without the groups' roles and the guardrails: each kill takes seconds of processor time here, and kill-memory.test.ts
// stops the whole run at each request.
const APPLY = [...WHOLE, '--no-roles', '--guardrails', 'none'];

// Undo after every so many second runs, and after all that were killed near the end; kill-memory.test.ts undoes each.
const UNDO_EVERY = 5;

/** One run that was killed: after so many requests, with the last answer lost or delivered. */
interface Kill {
  after: number;
  isLost: boolean;
}

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

/** Kills the runs of one of so many equal parts of all kills: two files of tests do them side by side. */
export function killsOnMoto(part: number, parts: number): void {
  describe.skipIf(motoMissing)(`killed after each request of a cold apply, on moto: part ${part} of ${parts}`, () => {
    let moto: Moto;
    let proxy: CountingProxy;
    let before: unknown;
    let end: unknown;
    let requests: string[] = [];
    let writes: number[] = [];

    beforeAll(async () => {
      moto = await startMoto();
      proxy = await countingProxy(moto.endpoint);
      before = await stateOf(moto.endpoint);
      const { home, remove } = newHome();
      const { code, err } = await baseline(APPLY, { env: environment(home, proxy.endpoint), cwd: home });
      remove();
      expect(code, err).toBe(0);
      requests = proxy.seen();
      const isWrite = new Set(proxy.writes());
      writes = requests.flatMap((one, i) => (isWrite.has(one) ? [i + 1] : []));
      end = await stateOf(moto.endpoint);
    });
    afterAll(async () => {
      await proxy?.stop();
      await moto?.stop();
    });

    /** Starts the built program and ends it by SIGKILL; true when that is how it ended. */
    async function killed({ after, isLost }: Kill, home: string): Promise<boolean> {
      const env = environment(home, proxy.endpoint);
      const child = spawn(process.execPath, [BIN, ...APPLY], { env, cwd: home, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)));
      const kill = () => child.kill('SIGKILL');
      // What comes later reaches nobody any more.
      if (isLost)
        proxy.breaks([
          { nth: after, do: 'hang', when: 'response', fired: kill },
          { after: after - 1, do: 'hang' },
        ]);
      else proxy.breaks([{ after, do: 'hang', fired: () => void proxy.idle().then(kill) }]);
      const signal = await ended;
      await proxy.idle();
      proxy.breaks([]);
      return signal === 'SIGKILL';
    }

    it('every request index by SIGKILL, of writes with the answer lost and delivered', async () => {
      expect(requests.length).toBeGreaterThan(62);
      expect(writes.length).toBeGreaterThan(35);
      const every: Kill[] = requests.flatMap((_, i) => {
        const isTold = writes.includes(i + 1) && i + 1 < requests.length;
        return [{ after: i + 1, isLost: true }, ...(isTold ? [{ after: i + 1, isLost: false }] : [])];
      });
      expect(every.length).toBe(requests.length + writes.length);
      const kills = every.slice(
        Math.floor(((part - 1) * every.length) / parts),
        Math.floor((part * every.length) / parts),
      );
      const { play } = stage();
      const seen = new Set<string>();
      const tally = { kills: 0, killed: 0, states: 0, differing: 0, twice: 0, undone: 0 };

      for (const one of kills) {
        const where = `killed after request ${one.after} of ${requests.length}, answer ${one.isLost ? 'lost' : 'delivered'}`;
        // Where nothing was written, nothing has to be emptied.
        if (proxy.done().length > 0) await moto.reset();
        proxy.forget();
        const { home, remove } = newHome();
        tally.kills += 1;
        if (await killed(one, home)) tally.killed += 1;
        const left = leftBehind(home, proxy);
        if (seen.has(left)) {
          remove();
          continue;
        }
        seen.add(left);
        tally.states += 1;

        // In this process, which is quicker; journal and passwords are read from the disk that the first run left.
        const world = { ...worldAt(proxy.endpoint), home, cwd: home };
        const again = await play(APPLY, undefined, world);
        expect(again.code, `${where}: ${again.err}`).toBe(0);
        const state = await stateOf(moto.endpoint);
        if (!isDeepStrictEqual(state, end)) tally.differing += 1;
        if (state.instances.length !== 1 || state.subscriptions.length !== 1) tally.twice += 1;
        expect(state, where).toEqual(end);
        const told = passwordLines(home, proxy.endpoint);
        expect(told.toSorted(), where).toEqual([...inForce(proxy.done())].toSorted());
        expect(told.length, where).toBe(2);
        const journal = linesOf(join(folderOf(home, proxy.endpoint), 'journal.jsonl'));
        expect(journal.filter((line) => !journalLine(line)).length, where).toBeLessThanOrEqual(1);
        if (tally.states % UNDO_EVERY === 1 || one.after > requests.length - 2) {
          tally.undone += 1;
          const undone = await play(UNDO, undefined, world);
          expect(undone.code, `${where}, undone: ${undone.err}${undone.out}`).toBe(0);
          expect(await stateOf(moto.endpoint), `${where}, undone`).toEqual(before);
        }
        remove();
      }
      console.info(`killed on moto: ${JSON.stringify(tally)}`);
      expect(tally).toMatchObject({ kills: kills.length, killed: kills.length, differing: 0, twice: 0 });
    }, 900_000);
  });
}
