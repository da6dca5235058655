import type { Finding } from '../engine/finding.ts';
import { clean } from './clean.ts';
import type { Teller } from './tell.ts';

/** One finding as lines for a person: the sentence, then what to do about it; `brief` where how has been said before. */
export function findingLines(finding: Finding, tell: Teller, brief = false): string[] {
  const { fact, state, why, how, link, error, next, now } = finding;
  const head = `  ${tell.mark(state)}  ${clean(fact.title)}`;
  const after = '      ';
  const type = (now as { InstanceType?: string } | null)?.InstanceType;
  return [
    type ? `${head} (${clean(type)})` : head,
    ...(how && !brief ? [`${after}${clean(how)}`] : []),
    // A link stands alone on its line, so that it can be clicked and copied.
    ...(link ? [`${after}${tell.link(link)}`] : []),
    ...(error ? [`${after}AWS said: ${clean(error)}`] : []),
    ...(why ? [`${after}${clean(why)}`] : []),
    ...(next ? [`${after}${next}`] : []),
  ];
}
