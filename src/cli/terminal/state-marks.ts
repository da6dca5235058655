import type { ChalkInstance } from 'chalk';
import type { State } from '../../engine/finding.ts';

// ASCII, so that every terminal and every font shows them, and of one width.
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

/** A state in words; what a screen reader can say. */
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

/** The mark in front of a line: two characters, or the word where marks are not wanted. */
export function markOf(state: State, paint: ChalkInstance, accessible: boolean): string {
  if (accessible) return `${WORDS[state]}:`;
  const colors: Record<string, ChalkInstance> = { ok: paint.green, '+ ': paint.cyan, XX: paint.red, no: paint.red };
  const mark = MARKS[state];
  return (colors[mark] ?? paint.yellow)(mark);
}
