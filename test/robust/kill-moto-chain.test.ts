import { describe, expect, it } from 'vitest';
import { afterFirstWrite, killingOnMoto, leftBehind, motoMissing, newHome } from './kill-moto.ts';

// Each run goes on from what the killed one before it left, in the account and on the disk.
describe.skipIf(motoMissing)('killed by SIGKILL after its first write and begun again, until nothing is left', () => {
  const { at, killed, isFinished } = killingOnMoto();

  it.each([
    ['delivered', false],
    ['lost', true],
  ])(
    'the answer to each write is %s',
    async (answer, isLost) => {
      const { home, remove } = newHome();
      await at.moto.reset();
      at.proxy.forget();
      let kills = 0;
      while (await killed(home, afterFirstWrite(isLost))) {
        leftBehind(home, at.proxy);
        kills += 1;
        expect(kills, 'each run does a write that the one before it did not').toBeLessThan(2 * at.writes.length);
      }
      console.info(`killed on moto, one after another, answers ${answer}: ${kills} times`);
      // Writes that are sent side by side are all done when the first of them is.
      expect(kills).toBeGreaterThan(at.writes.length / 2);
      await isFinished(home, `killed ${kills} times`);
      remove();
    },
    900_000,
  );
});
