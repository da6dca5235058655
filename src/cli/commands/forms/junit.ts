import { clean } from '../../terminal/clean.ts';
import type { Case, Suite } from './cases.ts';

/** Suites as JUnit XML, the format of Jenkins and Ant that most CI systems read; `at` is the time of the run. */
export function junit(suites: Suite[], at: Date): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="aws-baseline" ${counts(all)}>`,
    ...suites.flatMap(({ id, name, cases }) => [
      `  <testsuite name="${escaped(name)}" ${counts(cases)} timestamp="${at.toISOString().slice(0, 19)}">`,
      ...cases.flatMap((one) => caseLines(one, id)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n');
}

function counts(cases: Case[]): string {
  const count = (verdict: Case['verdict']) => cases.filter((one) => one.verdict === verdict).length;
  return `tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}" skipped="${count('skipped')}" time="0"`;
}

function caseLines({ id, title, verdict, message = '', level = 'error' }: Case, suite: string): string[] {
  const head = `    <testcase classname="aws-baseline.${escaped(suite)}" name="${escaped(`${id} ${title}`)}" time="0"`;
  if (verdict === 'passed') return [`${head}/>`];
  const text = escaped(message);
  const inner = {
    failed: `<failure message="${text}" type="${level}">${text}</failure>`,
    error: `<error message="${text}" type="unknown">${text}</error>`,
    skipped: `<skipped message="${text}"/>`,
  }[verdict];
  return [`${head}>`, `      ${inner}`, '    </testcase>'];
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

// XML 1.0 has no characters beyond these, not even escaped ("Extensible Markup Language (XML) 1.0", production 2).
function escaped(text: string): string {
  return clean(text)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}
