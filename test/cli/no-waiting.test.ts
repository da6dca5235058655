import { expect, it } from 'vitest';
import { stage } from './stage.ts';

it('a rehearsal keeps nobody waiting, not even for the look after a launch', async () => {
  const { play } = stage();
  const clock = {
    now: () => Date.parse('2026-11-24T10:00:00Z'),
    sleep: (ms: number) => Promise.reject(new Error(`waited ${ms} ms`)),
    random: () => 0.5,
  };
  const rehearse = '--rehearse=account.json';
  const applied = await play(['apply', rehearse, '--yes', '--wait', '0', '--json'], undefined, { clock });
  expect(applied.code, applied.err).toBe(0);
  expect(applied.json.summary).toMatchObject({ failed: 0, waiting: 0 });
  const undone = await play(['undo', rehearse, '--confirm', '111122223333', '--json'], undefined, { clock });
  expect(undone.code, undone.err + undone.out).toBe(0);
});
