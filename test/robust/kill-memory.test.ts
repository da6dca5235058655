import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { stage } from '../cli/stage.ts';
import { lasting } from '../steps/rehearsed.ts';
import {
  ACCOUNT,
  APPLY,
  HOME,
  inMemory,
  killedAfter,
  listening,
  passwordLines,
  sorted,
  UNDO,
  worldOf,
} from './program.ts';

const TIMES = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const REGIONS = [HOME, 'us-east-1'];
const endOf = (account: RehearsalAccount) => sorted(lasting(account.state(), REGIONS));

async function undisturbed() {
  const account = inMemory();
  const before = endOf(account);
  let requests = 0;
  const { play } = stage();
  const { code, err } = await play(
    APPLY,
    undefined,
    worldOf(account, (_given, send) => {
      requests += 1;
      return send();
    }),
  );
  expect(code, err).toBe(0);
  return { requests, before, end: endOf(account) };
}

/** What killed runs have left so far. */
const seen = new Set<string>();

/** All that the next run can see of a killed one: the account, and the files without their times. */
function leftBehind(account: RehearsalAccount, folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const texts = files.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]);
  return JSON.stringify([account.state(), texts]).replace(TIMES, '');
}

/** Killed after `most` requests, then the same command again, then undo; undefined if another kill left the same. */
async function killed(most: number, answerIsLost: boolean) {
  const account = inMemory();
  const accepted = new Map<string, string>();
  const { play, folder } = stage();
  const killer = killedAfter(most, answerIsLost);
  const ended = await killer.play(play(APPLY, undefined, worldOf(account, listening(accepted, killer.act))));
  const left = leftBehind(account, folder);
  if (seen.has(left)) return { ended, isNew: false as const };
  seen.add(left);
  const again = await play(APPLY, undefined, worldOf(account, listening(accepted)));
  const end = endOf(account);
  const journal = readFileSync(join(folder, '.aws-baseline', ACCOUNT, 'journal.jsonl'), 'utf8');
  const told = passwordLines(folder);
  account.person.confirmsEmail();
  const undone = await play(UNDO, undefined, worldOf(account));
  return { ended, isNew: true as const, again, end, journal, accepted, told, undone, left: endOf(account) };
}

describe('a run that is killed after any request is finished by the next one, in memory', () => {
  it.each([false, true])(
    'every request index, the last answer lost: %s',
    async (answerIsLost) => {
      const { requests, before, end } = await undisturbed();
      expect(requests).toBeGreaterThan(62);
      let states = 0;
      for (let most = 1; most < requests; most++) {
        const run = await killed(most, answerIsLost);
        const where = `killed after request ${most} of ${requests}`;
        expect(run.ended, where).toBe(false);
        // Two kills that leave the same leave the same second run.
        if (!run.isNew) continue;
        states += 1;
        expect(run.again.code, `${where}: ${run.again.err}`).toBe(0);
        expect(run.end, where).toEqual(end);
        for (const line of run.journal.split('\n')) if (line !== '') JSON.parse(line);
        expect(run.told.toSorted(), where).toEqual([...run.accepted].toSorted());
        expect(run.undone.code, `${where}: ${run.undone.out}`).toBe(0);
        expect(run.left, where).toEqual(before);
      }
      // Each write leaves another account.
      expect(states).toBeGreaterThan(40);
      // Three runs for each of some 140 requests, beside other files.
    },
    600_000,
  );
});
