import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { stage } from '../cli/stage.ts';
import { snapshot } from '../contract/end-state.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { BIN, baseline, environment, newHome } from '../contract/program.ts';
import { type CountingProxy, countingProxy } from '../contract/proxy.ts';
import { APPLY, folderOf, killedAfter, listening, passwordLines, UNDO, worldAt } from './program.ts';

// Only a write changes what the next run finds, so on moto the sweep goes over the writes; kill-memory.test.ts goes over
// every request. KILL_EVERY=1 takes every write, and every fourth request of the processes, which takes three minutes.
const EVERY = Number(process.env.KILL_EVERY ?? 5);
const PROCESSES = EVERY === 1 ? 4 : 16;

/** Without the tags of buckets: moto drops those that CreateBucket brings, so a run killed right after it leaves none. */
async function stateOf(endpoint: string) {
  const state = await snapshot(endpoint);
  return { ...state, buckets: state.buckets.map(({ tags: _, ...bucket }: { tags: unknown }) => bucket) };
}

describe.skipIf(motoMissing)('issue 5, item 1: killed on moto', () => {
  let moto: Moto;
  let proxy: CountingProxy;
  let before: unknown;
  let end: unknown;
  let writes = 0;
  let requests = 0;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await countingProxy(moto.endpoint);
    before = await stateOf(moto.endpoint);
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    proxy.breaks([]);
    proxy.forget();
  });

  it('an undisturbed run is what the others are held against', async () => {
    const { home, remove } = newHome();
    const { code, err } = await baseline(APPLY, { env: environment(home, proxy.endpoint), cwd: home });
    remove();
    expect(code, err).toBe(0);
    requests = proxy.seen().length;
    writes = proxy.writes().length;
    end = await stateOf(moto.endpoint);
    expect(writes).toBeGreaterThan(30);
    expect(requests).toBeGreaterThan(70);
  });

  // In this process, by the SDK: the door to AWS goes silent, and the second run reads journal and passwords from disk.
  it.each([false, true])(
    'after a write, in process, its answer lost: %s',
    async (answerIsLost) => {
      for (let most = answerIsLost ? Math.min(2, EVERY) : 1; most <= writes; most += EVERY) {
        await moto.reset();
        const accepted = new Map<string, string>();
        const { play, folder } = stage();
        const killer = killedAfter(most, answerIsLost, (given) => !isRead(given));
        await killer.play(play(APPLY, undefined, worldAt(moto.endpoint, listening(accepted, killer.act))));
        const again = await play(APPLY, undefined, worldAt(moto.endpoint, listening(accepted)));
        const where = `killed after write ${most} of ${writes}`;
        expect(again.code, `${where}: ${again.err}`).toBe(0);
        expect(await stateOf(moto.endpoint), where).toEqual(end);
        expect(passwordLines(folder, moto.endpoint).toSorted(), where).toEqual([...accepted].toSorted());
      }
    },
    300_000,
  );

  // The built program and a real SIGKILL, by turns with the last answer delivered and lost.
  it('after every few requests, as a process', async () => {
    for (let most = 4; most < requests; most += PROCESSES) {
      await moto.reset();
      const { home, remove } = newHome();
      const env = environment(home, proxy.endpoint);
      const where = `killed at request ${most} of ${requests}`;
      const child = spawn(process.execPath, [BIN, ...APPLY], { env, cwd: home, stdio: 'ignore' });
      const isLost = (most / PROCESSES) % 2 < 1;
      proxy.breaks([
        isLost
          ? { nth: most, do: 'hang', when: 'response', fired: () => child.kill('SIGKILL') }
          : { after: most, do: 'hang', fired: () => child.kill('SIGKILL') },
      ]);
      const signal = await new Promise((resolve) => child.once('exit', (_code, by) => resolve(by)));
      expect(signal, where).toBe('SIGKILL');
      proxy.breaks([]);
      const again = await baseline(APPLY, { env, cwd: home });
      expect(again.code, `${where}: ${again.err}`).toBe(0);
      expect(await stateOf(moto.endpoint), where).toEqual(end);
      const users = passwordLines(home, proxy.endpoint).map(([user]) => user);
      expect(users.toSorted(), where).toEqual(['admin_acme', 'analyst_kim']);
      const journal = readFileSync(join(folderOf(home, proxy.endpoint), 'journal.jsonl'), 'utf8');
      for (const line of journal.split('\n')) if (line !== '') JSON.parse(line);
      remove();
    }
  }, 300_000);

  it('undo of an account made by a run that was killed and its second leaves nothing', async () => {
    const { play } = stage();
    const killer = killedAfter(20, true, (given) => !isRead(given));
    expect(await killer.play(play(APPLY, undefined, worldAt(moto.endpoint, killer.act)))).toBe(false);
    await play(APPLY, undefined, worldAt(moto.endpoint));
    const undone = await play(UNDO, undefined, worldAt(moto.endpoint));
    expect(undone.code, undone.err).toBe(0);
    expect(await stateOf(moto.endpoint)).toEqual(before);
  });
});
