import { expect, test } from 'vitest';
import { withoutWaiting } from '../../src/engine/clock.ts';

test('where nothing takes time nobody waits, and time goes on all the same', async () => {
  let time = 1_000;
  const sleep = () => Promise.reject(new Error('waited'));
  const clock = withoutWaiting({ now: () => time, sleep, random: () => 0.25 });
  expect([clock.now(), clock.random()]).toEqual([1_000, 0.25]);
  await clock.sleep(2_000);
  expect(clock.now()).toBe(3_000);
  time += 500;
  await clock.sleep(10);
  expect(clock.now()).toBe(3_510);
});
