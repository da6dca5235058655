import { join } from 'node:path';
import { cliLine } from '../../aws/cli-line.ts';
import { isChore } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { factsOf, STEPS } from '../../steps/index.ts';
import { askSetting } from '../ask.ts';
import { clean } from '../clean.ts';
import { complete } from '../complete.ts';
import { configText, DEFAULT_CONFIG, writeNew } from '../config-file.ts';
import { policyChanges, policyDifference } from '../policy-changes.ts';
import type { Session } from '../session.ts';
import { chosenSteps, SETTINGS } from '../settings.ts';
import { again } from './end.ts';

/** One screen before anything is written: what would be made or changed, what only a person can do, and the way back. */
export function review(session: Session, findings: Finding[]): void {
  const { tell, stepOf } = session;
  tell.line(`\n${tell.paint.bold('Review')}   Nothing has been changed yet.`);
  STEPS.forEach(({ id, title }, i) => {
    const mine = findings.filter(({ fact }) => stepOf.get(fact.id) === id);
    if (mine.length === 0) return;
    const right = mine.filter(({ state }) => state === 'ok').length;
    tell.line(`\n  ${i + 1} ${title}${right > 0 ? ` (${right} of ${mine.length} already right)` : ''}`);
    for (const finding of mine.filter(({ state }) => state !== 'ok')) {
      if (goesWithIts(finding, mine)) continue;
      const { fact, why } = finding;
      const settings = mine.filter((other) => goesWithIts(other, [finding])).length;
      const more = settings > 0 ? `, with ${settings} more` : fact.note ? `: ${fact.note}` : '';
      tell.line(`    ${signOf(finding)} ${clean(fact.title)}${why ? `: ${clean(why)}` : more}`);
      for (const line of policyChanges(finding)) tell.line(`    ${line}`);
    }
  });
  const todo = findings.filter(({ state }) => state === 'todo');
  const count = (test: (finding: Finding) => boolean) => findings.filter(test).length;
  tell.line(
    `\n  ${count(({ state, now }) => state === 'todo' && now === null)} to create (+), ${count(({ state, now }) => state === 'todo' && now !== null)} to change (~), 0 to delete, ${count(({ state }) => state === 'ok')} already right, ${count(({ state }) => state === 'by-hand')} need you (!)`,
  );
  if (todo.length === 0) return;
  tell.line(`  ${cost(todo)}`);
  if (session.invocation.options.rehearse !== true) tell.line(`  Undo: ${again(session, 'undo')}`);
}

function signOf({ state, now }: Finding): string {
  if (state === 'todo') return now === null ? '+' : '~';
  return state === 'by-hand' ? '!' : '?';
}

// The settings of a thing that is itself to be made need no line of their own.
function goesWithIts({ fact, state }: Finding, mine: Finding[]): boolean {
  const thing = isChore(fact) ? undefined : fact.within;
  return (
    state === 'todo' &&
    mine.some((other) => other.fact.id === thing?.id && other.state === 'todo' && other.now === null)
  );
}

function cost(todo: Finding[]): string {
  const launches = todo.some(({ fact }) => fact.id.startsWith('ec2/instance/'));
  return launches
    ? 'Cost: all of it is free but the instance and its disk, unless the free tier covers them; see https://aws.amazon.com/ec2/pricing/'
    : 'Cost: nothing by itself; stored data is billed by S3.';
}

/**
 * Asks for consent to change policies of our names that somebody else made; true when it was given and the session
 * wants another look.
 */
export async function askConsent(session: Session, findings: Finding[]): Promise<boolean> {
  const { prompter, given, answers } = session;
  const theirs = findings.filter((finding) => finding.state === 'by-hand' && policyDifference(finding).length > 0);
  if (!prompter || answers.adopt || given.values.has('adopt') || theirs.length === 0) return false;
  const names = theirs.map(({ fact }) => fact.id.replace('iam/policy/', '')).join(', ');
  const agreed = await prompter.confirm({
    message: `Change ${names}, made by somebody else? Undo restores the former version`,
    offer: false,
  });
  given.values.set('adopt', agreed);
  if (agreed) remake(session);
  return agreed;
}

/** Asks what to do with the review. After "change" the session has new answers and wants another look. */
export async function changeOrStop(
  session: Session,
  findings: Finding[],
  wizard: boolean,
): Promise<'apply' | 'changed' | 'stop'> {
  const { prompter, tell } = session;
  if (!prompter) return 'stop';
  for (;;) {
    const choice = await prompter.choose({
      message: 'What next?',
      choices: [
        { value: 'apply', label: 'Apply' },
        { value: 'show', label: 'Show every API call' },
        ...(wizard ? ([{ value: 'change', label: 'Change an answer' }] as const) : []),
        { value: 'save', label: `Save answers to ${DEFAULT_CONFIG} and stop` },
        { value: 'stop', label: 'Stop, change nothing' },
      ],
      offer: 'apply',
    });
    if (choice === 'apply' || choice === 'stop') return choice;
    if (choice === 'save') {
      await saveAnswers(session);
      return 'stop';
    }
    if (choice === 'change') {
      await changeAnswer(session);
      return 'changed';
    }
    for (const { calls } of findings) for (const given of calls ?? []) tell.line(`  ${clean(cliLine(given))}`);
  }
}

// New answers make new facts.
function remake(session: Session): void {
  session.answers = complete(session.given.values, session.account.identity);
  Object.assign(session, factsOf(session.answers, session.world.clock.now));
}

async function changeAnswer(session: Session): Promise<void> {
  const { prompter, given, tell } = session;
  if (!prompter) return;
  const steps: string[] = chosenSteps(given.values);
  // The account was opened in its Region; another one is another run.
  const asked = SETTINGS.filter(
    ({ ask, key, step }) => ask && key !== 'region' && (step === 'every' || steps.includes(step)),
  );
  const label = (key: string) => `${key}: ${clean(String(given.values.get(key) ?? ''))}`;
  const key = await prompter.choose({
    message: 'Which answer?',
    choices: asked.map((one) => ({ value: one.key, label: label(one.key) })),
  });
  const setting = asked.find((one) => one.key === key);
  if (setting) await askSetting(setting, given, prompter, tell);
  remake(session);
}

/** Saves the answers beside the person, without secrets; a file that is there stays as it is. */
export async function saveAnswers({ world, given, tell }: Session): Promise<void> {
  const path = join(world.cwd, DEFAULT_CONFIG);
  const saved = writeNew(path, await configText(given.values));
  tell.line(
    saved ? `Saved: ${DEFAULT_CONFIG} (no secrets in it)` : `${DEFAULT_CONFIG} is there already and was left as it is`,
  );
}
