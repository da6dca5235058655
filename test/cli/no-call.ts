import { expect } from 'vitest';
import { inMemory, worldOf } from '../robust/program.ts';
import { stage } from './stage.ts';

/** Expects that a command line ends with exit code 2 and this sentence, before any call. */
export async function endsBeforeAnyCall(argv: string[], says: string): Promise<void> {
  const asked: string[] = [];
  const world = worldOf(inMemory(), (given, send) => {
    asked.push(given.operation);
    return send();
  });
  const { code, err } = await stage().play(argv, undefined, world);
  expect(code, err).toBe(2);
  expect(err.replace(/\s+/g, ' ')).toContain(says);
  expect(asked).toEqual([]);
}
