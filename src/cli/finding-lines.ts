import type { Finding } from '../engine/finding.ts';
import { clean } from './clean.ts';
import type { Teller } from './tell.ts';

/** One finding as lines for a person: the sentence, then what to do about it. */
export function findingLines(finding: Finding, tell: Teller): string[] {
  const { fact, state, why, how, link, error, next, now } = finding;
  const head = `  ${tell.mark(state)}  ${clean(fact.title)}`;
  const after = '      ';
  const type = (now as { InstanceType?: string } | null)?.InstanceType;
  return [
    type ? `${head} (${clean(type)})` : head,
    ...(how ? [`${after}${clean(how)}`] : []),
    // A link stands alone on its line, so that it can be clicked and copied.
    ...(link ? [`${after}${link}`] : []),
    ...(error ? [`${after}AWS said: ${clean(error)}`] : []),
    ...(why ? [`${after}${clean(why)}`] : []),
    ...(next ? [`${after}${next}`] : []),
  ];
}
