import { isChore } from '../../../engine/fact.ts';
import type { Finding } from '../../../engine/finding.ts';
import { clean } from '../../terminal/clean.ts';

/** Obstacles are never left out of a review, however short; those with the same reason share a line. */
export function obstacles(mine: Finding[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const finding of mine) {
    const { fact, state, why } = finding;
    if (why && (/^(unknown|denied|waiting)$/.test(state) || (state === 'by-hand' && !isChore(fact))))
      reasons.set(why, [...(reasons.get(why) ?? []), `${signOf(finding)} ${clean(fact.thing ?? fact.title)}`]);
  }
  return [...reasons].map(([why, [first, ...more]]) => {
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    return `    ${first}${others}: ${clean(why)}`;
  });
}

/** Nor is what ends something by itself, later. */
export const ends = (mine: Finding[]): string[] =>
  mine
    .filter(({ fact, state }) => fact.endsThings && /^(todo|ok)$/.test(state))
    .map((finding) => {
      const { fact, why } = finding;
      return `    ${signOf(finding)} ${clean(fact.title)}${why ? `: ${clean(why)}` : ''}`;
    });

/** The sign of a finding: + create, ~ change, - delete, = up to date, ! needs you, ? not checked. */
export function signOf({ state, now, calls = [] }: Finding): string {
  if (state === 'ok') return '=';
  if (state === 'todo' && now === null) return '+';
  const onlyTakes = calls.length > 0 && calls.every(({ operation }) => operation.startsWith('Delete'));
  if (state === 'todo') return onlyTakes ? '-' : '~';
  return state === 'by-hand' ? '!' : '?';
}
