import { isChore } from '../engine/fact.ts';
import type { Finding } from '../engine/finding.ts';
import { clean } from './clean.ts';
import type { Teller } from './tell.ts';

const INDENT = '      ';

/** One finding as lines for a person: the sentence, then what to do about it; `brief` where how has been said before. */
export function findingLines(finding: Finding, tell: Teller, brief = false): string[] {
  return [headLine(finding, tell), ...detailLines(finding, tell, brief)];
}

/** The sentence with its mark. A title says what should be so, so what is not so is said to be not yet. */
export function headLine({ fact, state, now, left }: Finding, tell: Teller): string {
  if (left) return `  ${tell.mark(state)}  left: ${clean(fact.title)}`;
  const type = (now as { InstanceType?: string } | null)?.InstanceType;
  const isUnseen = state === 'by-hand' && isChore(fact) && (now ?? null) === null;
  const not = isUnseen ? 'to check: ' : /^(by-hand|failed|waiting)$/.test(state) ? 'not yet: ' : '';
  return `  ${tell.mark(state)}  ${not}${clean(fact.title)}${type ? ` (${clean(type)})` : ''}`;
}

/** Why it is so, and what to do about it. */
export function detailLines({ how, link, error, why, next }: Finding, tell: Teller, brief = false): string[] {
  return [
    ...(why && !error ? [clean(why)] : []),
    ...(how && !brief ? [clean(how)] : []),
    // A link stands alone on its line, so that it can be clicked and copied.
    ...(link ? [tell.link(link)] : []),
    ...(error ? [`AWS said: ${clean(error)}`] : []),
    ...(why && error ? [clean(why)] : []),
    ...(next ? [next] : []),
  ].map((line) => `${INDENT}${line}`);
}
