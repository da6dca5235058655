import { join } from 'node:path';
import { cliLineAt } from '../../../aws/cli-line.ts';
import type { Finding } from '../../../engine/finding.ts';
import { factsOf } from '../../../steps/index.ts';
import { SETTINGS, settingOf } from '../../../steps/settings/all.ts';
import { chosenSteps, EVERY } from '../../../steps/settings/every.ts';
import type { Setting } from '../../../steps/settings/setting.ts';
import { askSetting, askTheRest } from '../../answers/ask.ts';
import { complete } from '../../answers/complete.ts';
import { configText, DEFAULT_CONFIG, saveOver } from '../../answers/config-file.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { forgetKeys } from '../../terminal/forget-keys.ts';
import type { Prompter } from '../../terminal/prompter.ts';
import { chooseSteps } from '../overview.ts';
import { policyDifference } from './policy-changes.ts';
import { reviewLines } from './review-screen.ts';

// With fewer rows, the choices push the review off the screen.
const ROWS_OF_A_REVIEW = 24;

/**
 * Prompts again for answers that do not fit what AWS offers; returns the session with the new answers, which needs
 * another check, if there were any.
 */
export async function askMisfits(session: Session, findings: Finding[]): Promise<Session | undefined> {
  const { prompter, given, tell } = session;
  const wrong = findings.filter(({ misfit }) => misfit !== undefined);
  if (!prompter || wrong.length === 0) return undefined;
  for (const key of new Set(wrong.map(({ misfit = '' }) => misfit))) {
    tell.line(`\n  ${tell.mark('failed')}  ${clean(wrong.find(({ misfit }) => misfit === key)?.why ?? '')}`);
    await askSetting(settingOf(key), given, prompter, tell);
  }
  return remade(session);
}

/**
 * Asks for consent to change existing policies with this program's names; returns the session with the consent, which
 * needs another check, if it was given.
 */
export async function askConsent(session: Session, findings: Finding[]): Promise<Session | undefined> {
  const { prompter, given, answers } = session;
  const theirs = findings.filter((finding) => finding.state === 'by-hand' && policyDifference(finding).length > 0);
  if (!prompter || answers.adopt || given.values.has(EVERY.adopt.key) || theirs.length === 0) return undefined;
  const names = theirs.map(({ fact }) => fact.policy?.name).join(', ');
  const agreed = await prompter.confirm({
    message: `Change ${names}, created by another tool or person? Undo restores the previous version`,
    offer: false,
    help: () =>
      session.tell.line('  plan --diff shows the changes. If you choose no, nothing that depends on it is created.'),
  });
  given.values.set(EVERY.adopt.key, agreed);
  return agreed ? remade(session) : undefined;
}

/** Asks what to do with the review. A session is one with a changed answer, which needs another check. */
export async function changeOrStop(
  session: Session,
  findings: Finding[],
  inShort: string,
): Promise<'apply' | 'stop' | Session> {
  const { prompter, tell, world, invocation } = session;
  if (!prompter) return 'stop';
  const message = world.terminal.rows < ROWS_OF_A_REVIEW ? `What next? (${inShort})` : 'What next?';
  await forgetKeys(world);
  for (;;) {
    const choice = await prompter.choose({
      message,
      choices: [
        { value: 'apply', label: 'Apply' },
        { value: 'each', label: 'Show each resource' },
        { value: 'show', label: 'Show every policy and API call' },
        ...(invocation.command === 'init' ? ([{ value: 'change', label: 'Change an answer' }] as const) : []),
        { value: 'save', label: `Save answers to ${DEFAULT_CONFIG} and stop` },
        { value: 'stop', label: 'Stop, change nothing' },
      ],
      offer: 'apply',
      help() {
        tell.line('  Apply makes only the changes listed above, and reports each one.');
        tell.line('  You can undo them later. Stop makes no changes and keeps your answers for the next run.');
      },
    });
    if (choice === 'apply' || choice === 'stop') return choice;
    if (choice === 'save') {
      await saveAnswers(session);
      return 'stop';
    }
    if (choice === 'change') {
      await changeAnswer(session, prompter);
      return remade(session);
    }
    const shown = choice === 'each' ? reviewLines(session, findings) : callLines(findings, session.answers.region);
    for (const line of shown) tell.line(line);
  }
}

// New answers lead to new facts.
function remade(session: Session): Session {
  const answers = complete(session.given.values, session.account.identity);
  return { ...session, answers, ...factsOf(answers, session.world.clock.now) };
}

/** Each change with its AWS CLI lines. */
export function callLines(findings: Finding[], region: string): string[] {
  return findings.flatMap(({ fact, calls }) =>
    calls?.length
      ? ['', `  ${clean(fact.title)}`, ...calls.map((given) => `    ${clean(cliLineAt(given, region))}`)]
      : [],
  );
}

async function changeAnswer({ given, tell, account }: Session, prompter: Prompter): Promise<void> {
  const steps: string[] = chosenSteps(given.values);
  // The account was opened in its Region; another Region needs another run.
  const asked = SETTINGS.filter(
    (one) => one.ask && one !== EVERY.region && (one.step === 'every' || steps.includes(one.step)),
  );
  const label = ({ key, ask }: Setting) =>
    `${(ask?.message ?? key).replace(/ \(.*$/, '')}: ${clean([given.values.get(key) ?? ''].flat().join(', '))}`;
  const chosen = { value: EVERY.steps.key, label: `Steps: ${steps.join(', ')}` };
  const key = await prompter.choose({
    message: 'Which answer?',
    help: () => tell.line('  You answer the chosen prompt again; then the account is checked again.'),
    choices: [
      chosen,
      ...asked.map((one) => ({ value: one.key, label: label(one) })),
      { value: '', label: 'None, go back' },
    ],
  });
  const setting = asked.find((one) => one.key === key);
  if (setting) await askSetting(setting, given, prompter, tell);
  if (key === EVERY.steps.key) {
    given.values.delete(EVERY.steps.key);
    given.values.delete(EVERY.skip.key);
    await chooseSteps(account, given, prompter, tell);
    // Added steps have prompts of their own.
    await askTheRest(given, prompter, tell, true);
  }
}

/** Saves the answers in the current folder, without secrets; a file from another source is left unchanged. */
export async function saveAnswers({ world, given, tell }: Session): Promise<void> {
  const saved = saveOver(join(world.cwd, DEFAULT_CONFIG), await configText(given.values));
  tell.line(
    saved
      ? `Saved: ${DEFAULT_CONFIG} (no secrets)`
      : `Not saved: ${DEFAULT_CONFIG} already exists and was not written by aws-baseline`,
  );
}
