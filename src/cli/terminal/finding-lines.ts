import { isChore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { clean } from './clean.ts';
import type { Teller } from './tell.ts';

const INDENT = '      ';

/** One finding as lines of text: the title, then what to do; `brief` if the instructions were printed before. */
export function findingLines(finding: Finding, tell: Teller, brief = false): string[] {
  return [headLine(finding, tell), ...detailLines(finding, tell, brief)];
}

/** The title with its mark. A title describes the wanted state, so other states get a prefix. */
export function headLine({ fact, state, now, permission, left }: Finding, tell: Teller): string {
  if (left) return `  ${tell.mark(state)}  kept: ${clean(fact.title)}`;
  const type = (now as { InstanceType?: string } | null)?.InstanceType;
  const isUnseen = state === 'by-hand' && isChore(fact) && (now ?? null) === null;
  const not = isUnseen ? 'to check: ' : /^(by-hand|failed|denied|waiting)$/.test(state) ? 'not done yet: ' : '';
  // A shared cause is printed once; the missing permission differs.
  const what = state === 'denied' && permission ? ` (${permission})` : '';
  return `  ${tell.mark(state)}  ${not}${clean(fact.title)}${type ? ` (${clean(type)})` : ''}${what}`;
}

/** The reason, and what to do. */
export function detailLines(finding: Finding, tell: Teller, brief = false): string[] {
  const { state, how, link, isAwsAnswer, why, next } = finding;
  // AWS's text of a denial names one request; `why` contains all that matters, once for many.
  const error = state === 'denied' ? undefined : finding.error;
  return [
    ...(why && !error ? [clean(why)] : []),
    ...(how && !brief ? [clean(how)] : []),
    // A link has its own line, so that it can be clicked and copied.
    ...(link ? [tell.link(link)] : []),
    ...(error ? [`${isAwsAnswer ? 'AWS said: ' : ''}${clean(error)}`] : []),
    ...(why && error ? [clean(why)] : []),
    ...(next ? [next] : []),
  ].map((line) => `${INDENT}${line}`);
}

/** Findings as lines; the reason of a denial is printed with its first finding only. */
export function tellingDenialsOnce(tell: Teller): (finding: Finding) => string[] {
  const told = new Set<string>();
  return (finding) => {
    const reason = finding.state === 'denied' ? detailLines(finding, tell).join('\n') : undefined;
    if (reason !== undefined && told.has(reason)) return [headLine(finding, tell)];
    if (reason !== undefined) told.add(reason);
    return findingLines(finding, tell);
  };
}
