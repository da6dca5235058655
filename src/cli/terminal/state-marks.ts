import type { ChalkInstance } from 'chalk';
import type { State } from '../../engine/finding.ts';

// ASCII, so that every terminal and every font shows them, in the same width.
const MARKS: Record<State, string> = {
  ok: 'ok',
  created: 'ok',
  changed: 'ok',
  removed: 'ok',
  todo: '+ ',
  'by-hand': '! ',
  unknown: '? ',
  denied: 'no',
  waiting: '..',
  failed: 'XX',
};

/** A state in words, for screen readers. */
export const WORDS: Record<State, string> = {
  ok: 'ok',
  created: 'created',
  changed: 'changed',
  removed: 'removed',
  todo: 'to do',
  'by-hand': 'by hand',
  unknown: 'unknown',
  denied: 'denied',
  waiting: 'waiting',
  failed: 'failed',
};

/** The mark at the start of a line: two characters, or the word if marks are not wanted. */
export function markOf(state: State, paint: ChalkInstance, accessible: boolean): string {
  if (accessible) return `${WORDS[state]}:`;
  const colors: Record<string, ChalkInstance> = { ok: paint.green, '+ ': paint.cyan, XX: paint.red, no: paint.red };
  const mark = MARKS[state];
  return (colors[mark] ?? paint.yellow)(mark);
}
