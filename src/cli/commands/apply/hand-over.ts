import { signInPage } from '../../../aws/account.ts';
import { isSignedOutCode } from '../../../aws/errors.ts';
import type { Finding } from '../../../engine/finding.ts';
import { stepsFor } from '../../../steps/index.ts';
import { kindIn } from '../../../steps/kinds.ts';
import { wordsOfKind } from '../../account/kind.ts';
import { refusedSideReads } from '../../account/side-reads.ts';
import { signInTrouble } from '../../account/sign-in-trouble.ts';
import { forgetAnswers } from '../../answers/kept-answers.ts';
import type { Passwords } from '../../files/passwords.ts';
import type { Session } from '../../session.ts';
import { openLines } from '../../terminal/open-lines.ts';
import { EXIT, type ExitCode, stoppedCode, Trouble } from '../../trouble.ts';
import { again, answerFlags, brokenCommand, commandLine, profileFlag } from '../command-line.ts';
import { countsText, end } from '../end.ts';
import { exitCodeOf, type Next, summary } from '../report.ts';
import { offerMfa } from './enrol-mfa.ts';
import { tellPasswords } from './first-passwords.ts';
import { handOut } from './hand-out.ts';
import { saveAnswers } from './review.ts';
import { tellAddresses } from './tell-addresses.ts';
import { canBeAwaited, waitOf } from './wait-for-people.ts';

/**
 * The end of init and apply: what is still to do, first passwords, a recap, the next commands. Returns the exit code.
 */
export async function handOver(session: Session, made: Finding[], secrets: Passwords): Promise<ExitCode> {
  const { tell, world, invocation, prompter } = session;
  const isStopped = world.stop.aborted;
  const codeFor = (found: Finding[]) =>
    isStopped
      ? stoppedCode(world.stop)
      : exitCodeOf(found, { waited: waitOf(session) > 0, applied: true, canBeAwaited });
  let findings = [...made, ...refusedSideReads(session, made)];
  const open = openLines(findings, tell, session.told);
  if (open.length > 0)
    tell.line(`\n${isStopped ? 'Stopped. Everything marked "ok" is in the account and stays there. ' : ''}Still to do`);
  for (const line of open) tell.line(line);
  if (codeFor(findings) === EXIT.signIn) tellSignedOut(session, findings);
  const isWizard = invocation.command === 'init' && prompter !== undefined && !isStopped;
  const places = await tellPasswords(session, secrets, findings);
  if (isWizard && !invocation.options.yes) await mfaForNewAdmin(session, findings);
  const late = refusedSideReads(session, findings);
  for (const line of openLines(late, tell, session.told)) tell.line(line);
  findings = [...findings, ...late];
  const exitCode = codeFor(findings);
  // A rehearsal in memory leaves nothing behind.
  if (isWizard && invocation.options.rehearse !== true) await saveAnswers(session);
  if (isWizard && exitCode === EXIT.done) forgetAnswers(session.answersFile);
  if (invocation.options.output === 'text') for (const line of recap(session, findings)) tell.result(line);
  else tell.line(`\n${countsText(findings)}`);
  if (invocation.command === 'init' && !isStopped) handOut(session, places);
  if (isWizard) afterwards(session, findings, exitCode);
  tellAddresses(session, findings);
  return end(session, findings, exitCode, nextAfter(session, exitCode));
}

// Printed once: the reason, the state of the account, and the next command.
function tellSignedOut({ world, tell }: Session, findings: Finding[]): void {
  const { code = '', error = '' } =
    findings.find(({ state, code: its = '' }) => state === 'failed' && isSignedOutCode(its)) ?? {};
  const trouble = signInTrouble(Object.assign(new Error(error), { name: code }), world.env);
  if (!(trouble instanceof Trouble)) return;
  tell.must(`\n${trouble.message}`);
  tell.must('Everything marked "ok" is in the account and stays there.');
  if (trouble.next) tell.must(`Next: ${trouble.next}`);
}

async function mfaForNewAdmin(session: Session, findings: Finding[]): Promise<void> {
  const user = `admin_${session.answers.name}`;
  const isThere = findings.some(({ fact, state }) => fact.user === user && /^(ok|created)$/.test(state));
  // A user without a password does not need MFA.
  if (isThere && session.answers.admin.signIn) await offerMfa(session, user);
}

/** A table of the steps, as narrow as possible. */
function recap({ stepOf, tell, given }: Session, findings: Finding[]): string[] {
  const head = ['ok', 'created', 'changed', 'by hand', 'waiting', 'denied', 'failed', 'unknown', 'to do'];
  const rows = stepsFor(given.values).flatMap(({ id, title }, i) => {
    const mine = findings.filter(({ fact }) => stepOf.get(fact.id) === id);
    const { ok, created, changed, byHand, waiting, denied, failed, unknown, todo } = summary(mine);
    return mine.length === 0
      ? []
      : [
          {
            title: `${i + 1} ${title}`,
            counts: [ok, created, changed, byHand, waiting, denied, failed, unknown, todo],
          },
        ];
  });
  const used = head.map((_, i) => i < 2 || rows.some(({ counts }) => counts[i]! > 0));
  if (tell.width < 60) return ['', countsText(findings)];
  const cells = (values: (string | number)[]) =>
    values.flatMap((value, i) => (used[i] ? [String(value).padStart(8)] : [])).join('');
  return [
    '',
    `${'step'.padEnd(24)}${cells(head)}`,
    ...rows.map(({ title, counts }) => `${title.padEnd(24)}${cells(counts)}`),
    '',
    countsText(findings),
  ];
}

// The user's next steps, and the same run without prompts.
function afterwards(session: Session, findings: Finding[], exitCode: ExitCode): void {
  const { tell, account, answers, given, invocation } = session;
  const { identity } = account;
  const user = `admin_${answers.name}`;
  const hasAdmin = findings.some(({ fact, state }) => fact.user === user && /^(ok|created|changed)$/.test(state));
  if (identity.kind === 'root' && hasAdmin) {
    const isReal = account.kind !== 'rehearsal';
    tell.line(
      isReal
        ? '\nNow switch to the admin user:'
        : '\nNo changes were made in AWS. In a real account, you now switch to the admin user:',
    );
    if (!answers.admin.signIn)
      tell.line(`  0. ${user} has no password yet: as root, set one under IAM > Users > Security credentials.`);
    tell.line(`  1. Sign out, and sign in as ${user} with the first password:`);
    tell.line(`     ${tell.link(signInPage(identity))}`);
    tell.line('  2. Choose a new password, and add MFA if you have not yet.');
    tell.line(`  3. Open CloudShell (its home folder is empty, which is expected) and run`);
    tell.line(`     npx aws-baseline init --name ${answers.name} --region ${answers.region}`);
  }
  const kind = wordsOfKind(kindIn(given.values));
  if (kind) tell.line(`\nKind of account: ${kind}. Details: aws-baseline explain kinds`);
  tell.line('\nTo sign in from your own terminal: aws login (AWS CLI 2.32 or newer; stores no access keys).');
  if (account.kind !== 'rehearsal')
    for (const { fact, now } of findings) {
      const lines = now ? fact.use?.(now, answers.region) : [];
      if (lines?.length) tell.line(`\n${lines.join('\n')}`);
    }
  // Only a complete run is worth repeating.
  if (exitCode !== EXIT.done || invocation.options.rehearse === true) return;
  const words = [
    tell.typed(commandLine(invocation, 'apply', profileFlag(given))),
    ...answerFlags(given),
    `--expect-account ${identity.accountId}`,
    '--yes',
  ];
  tell.line('\nRun again without prompts:');
  for (const line of brokenCommand(words, tell.width)) tell.line(line);
}

function nextAfter(session: Session, exitCode: ExitCode): Next[] {
  const { invocation, answers } = session;
  // A rehearsal in memory has ended; no command can continue it.
  if (invocation.options.rehearse === true)
    return [{ command: `aws-baseline init --region ${answers.region}`, when: 'In your own account' }];
  const goOn = {
    command: `${again(session, invocation.typed, true)}${invocation.options.yes ? ' --yes' : ''}`,
    when: 'Continue (checks first, does only what is missing)',
  };
  return [
    ...(exitCode === EXIT.done ? [] : [goOn]),
    { command: again(session, 'status'), when: 'Check at any time' },
    { command: `${again(session, 'undo')} --steps ${answers.steps.join(',')}`, when: 'Undo' },
  ];
}
