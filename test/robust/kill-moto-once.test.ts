import { describe, expect, it } from 'vitest';
import { afterRequests, killingOnMoto, leftBehind, motoMissing, newHome } from './kill-moto.ts';

// The others are killed in memory, and all writes one after another on moto: each of these takes seconds.
const EVERY = 8;

describe.skipIf(motoMissing)('killed once by SIGKILL in a cold apply, on moto', () => {
  const { at, killed, isFinished } = killingOnMoto();

  it(`after every ${EVERY}th request index, of writes with the answer lost and delivered`, async () => {
    const every = at.requests.flatMap((_, i) => {
      const isTold = at.writes.includes(i + 1) && i + 1 < at.requests.length;
      return [{ after: i + 1, isLost: true }, ...(isTold ? [{ after: i + 1, isLost: false }] : [])];
    });
    const kills = every.filter((_, i) => i % EVERY === 0 || i > every.length - 3);
    const seen = new Set<string>();
    for (const { after, isLost } of kills) {
      const where = `killed after request ${after} of ${at.requests.length}, answer ${isLost ? 'lost' : 'delivered'}`;
      await at.moto.reset();
      at.proxy.forget();
      const { home, remove } = newHome();
      expect(await killed(home, afterRequests(after, isLost)), where).toBe(true);
      const left = leftBehind(home, at.proxy);
      // Two kills that leave the same leave the same second run.
      if (!seen.has(left)) await isFinished(home, where);
      seen.add(left);
      remove();
    }
    console.info(`killed on moto, once each: ${kills.length} times, ${seen.size} states`);
    expect(seen.size).toBeGreaterThan(kills.length / 2);
  }, 900_000);
});
