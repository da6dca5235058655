import type { Finding } from '../../engine/finding.ts';
import { clean } from './clean.ts';

/** Findings as they are shown: one alone, or several that share a line. */
export type Shown = { one: Finding } | { name: string; all: Finding[] };

/** Puts findings that may share a line, and for which `fits` holds, in the place of the first of them. */
export function together(findings: Finding[], fits: (finding: Finding) => boolean): Shown[] {
  const nameOf = (finding: Finding) => (fits(finding) ? finding.fact.together : undefined);
  return findings.flatMap((one): Shown[] => {
    const name = nameOf(one);
    const all = findings.filter((other) => nameOf(other) === name);
    if (name === undefined || all.length === 1) return [{ one }];
    return all[0] === one ? [{ name, all }] : [];
  });
}

/** Several findings in one line: "9 guardrails: password policy, S3 account block". */
export function inOneLine({ name, all }: Extract<Shown, { name: string }>): string {
  const things = [...new Set(all.map(({ fact }) => clean(fact.thing ?? fact.title)))];
  return `${all.length} ${name}: ${things.join(', ')}`;
}
