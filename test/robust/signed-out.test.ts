import { describe, expect, it } from 'vitest';
import { stage } from '../cli/stage.ts';
import { lasting } from '../steps/rehearsed.ts';
import { APPLY, HOME, inMemory, keptFor, sorted, UNDO, worldOf } from './program.ts';

const endOf = (account: ReturnType<typeof inMemory>) => sorted(lasting(account.state(), [HOME, 'us-east-1']));
const expired = () =>
  Object.assign(new Error('The security token included in the request is expired'), { name: 'ExpiredTokenException' });

/** Lets so many requests through before the credentials run out. */
function expiring(most: number) {
  let count = 0;
  return (_given: unknown, send: () => Promise<unknown>) => {
    count += 1;
    return count > most ? Promise.reject(expired()) : send();
  };
}

describe('after credentials ran out, the same command finishes', () => {
  it('after every third request of a cold apply: exit 3, what to do, and the same command finishes', async () => {
    const whole = inMemory();
    await stage().play(APPLY, undefined, worldOf(whole));
    for (let most = 0; ; most += 3) {
      const account = inMemory();
      const { play } = stage();
      const first = await play(APPLY, undefined, worldOf(account, expiring(most)));
      if (first.code === 0) {
        expect(most).toBeGreaterThan(60);
        break;
      }
      expect(first.code, `ran out after ${most}: ${first.err}`).toBe(3);
      expect(first.err, first.err).toMatch(/Next:|sign in again/);
      expect(first.json).toMatchObject({ exitCode: 3, result: 'signed_out' });
      // What is in the account is told, also when the end came while it was looked at.
      const isThere = account.state().iam.users.length > 0;
      if (isThere) expect(first.json.steps.length, `ran out after ${most}: nothing is told`).toBe(5);
      const second = await play(APPLY, undefined, worldOf(account));
      expect(second.code, `again after ${most}: ${second.err}`).toBe(0);
      expect(endOf(account), `after ${most}`).toEqual(endOf(whole));
    }
    // Two runs for each of some 60 places, beside other files.
  }, 600_000);

  it('after every third request of an undo: exit 3, and the same command finishes', async () => {
    const made = inMemory();
    const before = endOf(made);
    const { play: playOnce, folder } = stage();
    await playOnce(APPLY, undefined, worldOf(made));
    made.person.confirmsEmail();
    const again = keptFor(made, folder);
    for (let most = 0; ; most += 3) {
      const { account, play } = again();
      const first = await play(UNDO, undefined, worldOf(account, expiring(most)));
      if (first.code === 0) {
        expect(most).toBeGreaterThan(70);
        break;
      }
      expect(first.code, `ran out after ${most}: ${first.err}`).toBe(3);
      const second = await play(UNDO, undefined, worldOf(account));
      expect(second.code, `again after ${most}: ${second.err}${second.out}`).toBe(0);
      expect(endOf(account), `after ${most}`).toEqual(before);
    }
  }, 600_000);
});
