import { isChore } from '../../../engine/fact.ts';
import type { Finding } from '../../../engine/finding.ts';
import { type Cost, launchIn } from '../../../steps/ec2/cost.ts';
import { launchRefusal } from '../../../steps/ec2/dry-run.ts';
import { stepsFor } from '../../../steps/index.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { inOneLine, together } from '../../terminal/together.ts';
import { fittingRemarks } from '../../terminal/wrap.ts';
import { again, brokenCommand } from '../command-line.ts';
import { planLimits } from '../plan-limits.ts';
import { costText } from './cost.ts';
import { ends, obstacles, signOf } from './never-left-out.ts';
import { policyChanges } from './policy-changes.ts';

/**
 * One screen before anything is written: what will be created or changed, what only the user can do, and the undo
 * command. Returns a short form, for a screen on which the rest has scrolled away.
 */
export async function review(session: Session, findings: Finding[], cost: Promise<Cost | undefined>): Promise<string> {
  const { tell, world } = session;
  tell.line(`\n${tell.paint.bold('Review')}   No changes until you choose Apply.`);
  const lines = reviewLines(session, findings, false);
  // A longer list would scroll the important lines away; the details are available on request.
  const fits = lines.length + ROOM_FOR_CHOICES <= world.terminal.rows;
  for (const line of fits ? lines : shortLines(session, findings)) tell.line(line);
  await totals(session, findings, cost);
  const monthly = (await cost)?.monthly;
  const changes = findings.filter(({ state }) => state === 'todo').length;
  return `${changes} changes${monthly === undefined ? '' : `, USD ${monthly.toFixed(2)}/mo`}`;
}

const ROOM_FOR_CHOICES = 16;
const FEW = 3;
const BREAKS = '      "Show each resource" says what each costs and could break';

/** Every resource by step, with a sign: + create, ~ change, - delete, = up to date, ! needs you, ? not checked. */
export function reviewLines({ stepOf, given }: Session, findings: Finding[], isEach = true): string[] {
  return stepsFor(given.values).flatMap(({ id, title }, i) => {
    const mine = findings.filter(({ fact }) => stepOf.get(fact.id) === id);
    if (mine.length === 0) return [];
    const right = mine.filter(({ state }) => state === 'ok').length;
    const lines = ['', `  ${i + 1} ${title}`];
    const isMany = right > FEW;
    if (isMany) lines.push(`    = ${right === mine.length ? 'all ' : ''}${right} up to date`);
    for (const shown of together(mine, ({ state }) => state === 'todo' && !isEach)) {
      if (!('one' in shown)) {
        lines.push(`    ~ ${inOneLine(shown)}`, BREAKS);
        continue;
      }
      const finding = shown.one;
      if (isMany && finding.state === 'ok' && !finding.fact.endsThings) continue;
      if (goesWithIts(finding, mine)) continue;
      const { fact, why } = finding;
      const settings = mine.filter((other) => goesWithIts(other, [finding])).length;
      const more =
        settings > 0
          ? `, with ${settings} ${settings === 1 ? 'setting' : 'settings'}`
          : fact.note
            ? `: ${fact.note}`
            : '';
      lines.push(
        `    ${signOf(finding)} ${clean(fact.title)}${why ? `: ${clean(why)}` : ''}${why && !fact.together ? '' : more}${typeOf(finding)}`,
      );
      lines.push(...policyChanges(finding).map((line) => `    ${line}`));
    }
    return lines;
  });
}

// One line per step: the counts, and what only the user can do.
function shortLines({ stepOf, tell, given }: Session, findings: Finding[]): string[] {
  const breaks = [BREAKS]; // Said once, for all steps.
  return stepsFor(given.values).flatMap(({ id, title }, i) => {
    const mine = findings.filter(({ fact }) => stepOf.get(fact.id) === id);
    if (mine.length === 0) return [];
    const parts = (['+', '~', '-', '!', '?'] as const).map((sign) => {
      const count = mine.filter((finding) => finding.state !== 'ok' && signOf(finding) === sign).length;
      return count > 0 ? `${sign}${count}` : '';
    });
    const launch = mine.map(typeOf).join('');
    const head = `  ${i + 1} ${title}`.padEnd(27);
    const things = mine
      .filter((finding) => finding.state === 'todo' && !goesWithIts(finding, mine))
      .map(({ fact }) => clean(fact.together ?? fact.thing ?? fact.title));
    const line =
      `${head}${parts.filter(Boolean).join(' ') || 'ok'}${launch}  ${[...new Set(things)].join(', ')}`.trimEnd();
    const settings = together(mine, ({ state }) => state === 'todo').filter((one) => 'name' in one);
    return [
      line.length > tell.width ? `${line.slice(0, tell.width - 3)}...` : line,
      ...settings.flatMap(({ name, all }) => [
        `    ${all.length} ${name}, of the account, its Regions or buckets`,
        ...breaks.splice(0),
      ]),
      ...launchNotes(mine, tell.width),
      ...ends(mine),
      ...obstacles(mine),
    ];
  });
}

// The image and its date, and what would not work.
function launchNotes(mine: Finding[], width: number): string[] {
  const launches = mine.filter((finding) => launchIn([finding]));
  const notes = launches.map(({ why = '' }) => fittingRemarks(clean(why), width - 4));
  return notes.filter(Boolean).map((note) => `    ${note}`);
}

// The type is chosen during the check, so it is in the call.
function typeOf(finding: Finding): string {
  const type = launchIn([finding])?.InstanceType;
  return type ? ` (${clean(String(type))})` : '';
}

async function totals(session: Session, findings: Finding[], cost: Promise<Cost | undefined>): Promise<void> {
  const { tell } = session;
  const todo = findings.filter(({ state }) => state === 'todo');
  const count = (sign: string) => findings.filter((finding) => signOf(finding) === sign).length;
  const [gone, unseen, yours] = [count('-'), count('?'), count('!')];
  tell.line(
    `\n  ${count('+')} to create (+), ${count('~')} to change (~), ${gone > 0 ? `${gone} to delete (-), ` : ''}${count('=')} up to date (=), ${yours} ${yours === 1 ? 'needs' : 'need'} you (!)${unseen > 0 ? `, ${unseen} not checked (?)` : ''}`,
  );
  if (todo.length === 0) return;
  tell.line(`  ${costText(todo, await cost)}`);
  const refusal = await launchRefusal(todo, session.account);
  if (refusal) tell.line(`  AWS will not launch the instance now: ${clean(refusal.why ?? refusal.error ?? '')}`);
  for (const line of await planLimits(session, todo)) tell.line(`  ${line}`);
  if (session.invocation.options.rehearse !== true) {
    tell.line('  Undo:');
    const words = tell.typed(`${again(session, 'undo')} --steps ${session.answers.steps.join(',')}`).split(/ (?=--)/);
    for (const line of brokenCommand(words, tell.width - 2)) tell.line(`  ${line}`);
  }
}

// Settings of a resource that is itself to be created need no line of their own, unless they end something.
function goesWithIts({ fact, state }: Finding, mine: Finding[]): boolean {
  const thing = isChore(fact) ? undefined : fact.within;
  return (
    state === 'todo' &&
    !fact.endsThings &&
    mine.some((other) => other.fact.id === thing?.id && other.state === 'todo' && other.now === null)
  );
}
