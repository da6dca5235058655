import type { Finding } from '../../engine/finding.ts';
import { clean } from './clean.ts';
import { detailLines, findingLines, headLine } from './finding-lines.ts';
import type { Teller } from './tell.ts';

/**
 * What is not done at the end of a run, in few lines: errors first, those with the same reason together; then the
 * number of skipped changes; last the manual steps. `told` are facts whose instructions were printed before.
 */
export function openLines(findings: Finding[], tell: Teller, told: ReadonlySet<string>): string[] {
  const open = findings.filter(({ state }) => !/^(ok|created|changed|removed)$/.test(state));
  const notBegun = open.filter(({ state, why }) => state === 'todo' && why);
  const people = open.filter(({ state }) => state === 'by-hand');
  const wrong = open.filter((finding) => !notBegun.includes(finding) && !people.includes(finding));
  return [
    ...sameReason(wrong, tell).flatMap((alike) => [
      ...alike.map((finding) => headLine(finding, tell)),
      ...detailLines(alike[0]!, tell),
    ]),
    ...notBegunLines(notBegun, tell),
    ...people.flatMap((finding) => findingLines(finding, tell, told.has(finding.fact.id))),
  ];
}

function sameReason(findings: Finding[], tell: Teller): Finding[][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const reason = [finding.state, ...detailLines(finding, tell)].join('\n');
    groups.set(reason, [...(groups.get(reason) ?? []), finding]);
  }
  return [...groups.values()];
}

const FEW = 3;

function notBegunLines(findings: Finding[], tell: Teller): string[] {
  if (findings.length <= FEW) return findings.flatMap((finding) => findingLines(finding, tell));
  const [first] = findings;
  const rest = `and ${findings.length - 1} more were skipped; the next run continues with them`;
  return [`  ${tell.mark('todo')}  ${clean(first!.fact.title)}, ${rest}`];
}
