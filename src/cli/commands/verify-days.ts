import { isBrokenDay, type ProvedDay } from '../../steps/proof-of-days.ts';
import { clean } from '../terminal/clean.ts';
import type { Teller } from '../terminal/tell.ts';

/** The tasks as text: what members of the groups do, with every request that it takes, and what they must never do. */
export function dayLines(tasks: ProvedDay[], tell: Teller): string[] {
  const list = (expected: boolean) =>
    tasks.filter((task) => task.expected === expected).map((task) => line(task, tell));
  const known = tasks.filter(({ decision }) => decision !== 'unknown').length;
  return [
    '',
    "A day's work, with every request that it takes",
    ...list(true),
    '',
    'What no member of these groups can do',
    ...list(false),
    '',
    `Tested offline from the documents: ${tasks.filter(({ offline, expected }) => offline === expected).length} of ${tasks.length} tasks. Tested with IAM: ${known} answered, ${tasks.length - known} unknown.`,
  ];
}

function line(task: ProvedDay, tell: Teller): string {
  const { day, expected, offline, decision, at, why } = task;
  const wrong = isBrokenDay(task);
  const denied = decision === 'denied' && at !== undefined && (wrong || (expected && why)) ? ` ${at}` : '';
  const broken = wrong
    ? `  BROKEN: the documents ${offline ? 'allow' : 'deny'} it, IAM answers ${decision}${denied}`
    : '';
  const limited = decision === 'denied' && why ? `  (${clean(why)}${denied})` : '';
  const answer = (expected ? 'yes' : 'no').padEnd(4);
  return `  ${tell.mark(wrong ? 'failed' : 'ok')}  ${answer}${clean(day.sentence)}${broken}${limited}`;
}

/** The tasks for JSON. */
export function dayJson({ day, expected, offline, decision, at, why, permission }: ProvedDay) {
  return {
    group: day.group,
    sentence: day.sentence,
    requests: day.calls.length,
    expected,
    offline,
    aws: decision,
    ...(at ? { at } : {}),
    ...(why ? { why } : {}),
    ...(permission ? { permission } : {}),
  };
}
