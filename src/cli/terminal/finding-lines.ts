import { isChore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { clean } from './clean.ts';
import type { Teller } from './tell.ts';

const INDENT = '      ';

/** One finding as lines for a person: the sentence, then what to do about it; `brief` where how has been said before. */
export function findingLines(finding: Finding, tell: Teller, brief = false): string[] {
  return [headLine(finding, tell), ...detailLines(finding, tell, brief)];
}

/** The sentence with its mark. A title says what should be so, so what is not so is said to be not yet. */
export function headLine({ fact, state, now, permission, left }: Finding, tell: Teller): string {
  if (left) return `  ${tell.mark(state)}  left: ${clean(fact.title)}`;
  const type = (now as { InstanceType?: string } | null)?.InstanceType;
  const isUnseen = state === 'by-hand' && isChore(fact) && (now ?? null) === null;
  const not = isUnseen ? 'to check: ' : /^(by-hand|failed|denied|waiting)$/.test(state) ? 'not yet: ' : '';
  // The cause is told once for many; what differs is what was asked for.
  const what = state === 'denied' && permission ? ` (${permission})` : '';
  return `  ${tell.mark(state)}  ${not}${clean(fact.title)}${type ? ` (${clean(type)})` : ''}${what}`;
}

/** Why it is so, and what to do about it. */
export function detailLines(finding: Finding, tell: Teller, brief = false): string[] {
  const { state, how, link, isAwsAnswer, why, next } = finding;
  // Of a denial AWS's words name one request; why says all that matters, and once for many.
  const error = state === 'denied' ? undefined : finding.error;
  return [
    ...(why && !error ? [clean(why)] : []),
    ...(how && !brief ? [clean(how)] : []),
    // A link stands alone on its line, so that it can be clicked and copied.
    ...(link ? [tell.link(link)] : []),
    ...(error ? [`${isAwsAnswer ? 'AWS said: ' : ''}${clean(error)}`] : []),
    ...(why && error ? [clean(why)] : []),
    ...(next ? [next] : []),
  ].map((line) => `${INDENT}${line}`);
}

/** Finding after finding as lines; what denies is told with the first that it denies, and not again. */
export function tellingDenialsOnce(tell: Teller): (finding: Finding) => string[] {
  const told = new Set<string>();
  return (finding) => {
    const reason = finding.state === 'denied' ? detailLines(finding, tell).join('\n') : undefined;
    if (reason !== undefined && told.has(reason)) return [headLine(finding, tell)];
    if (reason !== undefined) told.add(reason);
    return findingLines(finding, tell);
  };
}
