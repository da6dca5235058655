import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { carriesSecret } from '../../aws/call.ts';
import type { Json } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { look } from '../../engine/look.ts';
import { make, stamp } from '../../engine/make.ts';
import { milliseconds } from '../../steps/checks.ts';
import type { Invocation } from '../options.ts';
import { checkPasswordFile, firstLine, type Passwords, passwords } from '../passwords.ts';
import { exitCodeOf, type Next } from '../report.ts';
import { openSession, type Session, workOf } from '../session.ts';
import { findingLines, type Teller } from '../tell.ts';
import { EXIT, type ExitCode, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import { again, countsText, end } from './end.ts';
import { changeOrStop, review, saveAnswers } from './review.ts';
import { lookAtAll } from './status.ts';

/** `apply` and `init`: look, ask what is missing, review, do it, look again, hand over. */
export async function apply(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options, command } = invocation;
  const session = await openSession(world, tell, invocation, 'all');
  if (!options.yes && !session.prompter) throw needsYes(invocation);
  const plan = await passwordPlan(session);
  let findings = await lookAtAll(session);
  while (!options.yes && session.prompter) {
    review(session, findings);
    if (!findings.some(({ state }) => state === 'todo')) break;
    const choice = await changeOrStop(session, findings, command === 'init');
    if (choice === 'apply') break;
    if (choice === 'stop') return stopped(session, findings);
    findings = await lookAtAll(session);
  }
  plan.check(findings);
  findings = await carriedOut(session, findings, plan.passwords);
  findings = await waited(session, findings, plan.passwords);
  return handOver(session, findings, plan.passwords);
}

function needsYes({ typed }: Invocation): Trouble {
  return new Trouble(EXIT.usage, 'this would change the account, and there is nobody to agree: add --yes', {
    missing: [{ key: 'yes', flag: '--yes' }],
    next: `aws-baseline ${typed} ... --yes, or look first with aws-baseline plan`,
  });
}

async function carriedOut(session: Session, findings: Finding[], secrets: Passwords): Promise<Finding[]> {
  if (!findings.some(({ state }) => state === 'todo')) return findings;
  const { tell, journal, answers } = session;
  const work = workOf(session, secrets.secretOf);
  tell.line('\nApplying');
  // Undo on this machine then needs no flags to know what was set up.
  journal.append({ at: stamp(work), answers: answers as unknown as Json });
  return make(findings, work);
}

const POLL_MS = 5_000;

// For people and for AWS: looks again at what is open until it holds or the time is over.
async function waited(session: Session, given: Finding[], secrets: Passwords): Promise<Finding[]> {
  const { world, tell, account } = session;
  const wait = milliseconds(String(session.given.values.get('wait') ?? '0')) ?? 0;
  const until = world.clock.now() + wait;
  const isOpen = ({ state }: Finding) => state === 'by-hand' || state === 'waiting';
  let findings = given;
  if (wait > 0)
    for (const finding of findings.filter(isOpen)) for (const line of findingLines(finding, tell)) tell.line(line);
  while (findings.some(isOpen) && world.clock.now() < until && !world.stop.aborted) {
    const open = findings.filter(isOpen);
    tell.event({ event: 'wait.tick', facts: open.map(({ fact }) => fact.id) });
    await world.clock.sleep(Math.min(POLL_MS, until - world.clock.now()));
    const seen = await look(
      open.map(({ fact }) => fact),
      account,
    );
    const made = await make(seen, workOf(session, secrets.secretOf));
    for (const finding of made.filter((one) => !isOpen(one)))
      for (const line of findingLines(finding, tell)) tell.line(line);
    findings = findings.map((finding) => made[open.indexOf(finding)] ?? finding);
  }
  return findings;
}

function stopped(session: Session, findings: Finding[]): ExitCode {
  session.tell.line('Stopped. Nothing was changed.');
  return end(session, findings, EXIT.done, [{ command: again(session, 'init'), when: 'go on' }]);
}

async function handOver(session: Session, findings: Finding[], secrets: Passwords): Promise<ExitCode> {
  const { tell, world, invocation, given, answers } = session;
  const isAborted = world.stop.aborted;
  const waits = milliseconds(String(given.values.get('wait') ?? '0')) ?? 0;
  const exitCode = isAborted ? EXIT.stopped : exitCodeOf(findings, { waited: waits > 0 });
  const open = findings.filter(({ state }) => !/^(ok|created|changed)$/.test(state));
  if (open.length > 0) tell.line(`\n${isAborted ? 'Stopped. ' : ''}Still open`);
  for (const finding of open) for (const line of findingLines(finding, tell)) tell.line(line);
  tellPasswords(session, secrets);
  if (invocation.command === 'init' && session.prompter) await saveAnswers(session);

  const text = `${countsText(findings)}`;
  if (invocation.options.output === 'text') tell.result(`\n${text}`);
  else tell.line(`\n${text}`);
  const unfinished = exitCode !== EXIT.done;
  const next: Next[] = [
    ...(unfinished
      ? [{ command: again(session, invocation.typed), when: 'go on (it looks first and does only what is missing)' }]
      : []),
    { command: again(session, 'status'), when: 'check any day' },
    { command: `${again(session, 'undo')} --steps ${answers.steps.join(',')}`, when: 'take it back' },
  ];
  return end(session, findings, exitCode, next);
}

// A password leaves once: on a terminal a person reads, or in a file. Never in a pipe, a log or JSON.
function tellPasswords({ tell, world, account }: Session, secrets: Passwords): void {
  for (const file of secrets.files())
    tell.must(`\nFirst passwords are in ${file} (only you can read it). Hand them out, then delete the file.`);
  const untold = secrets.untold();
  if (untold.size === 0) return;
  if (account.kind === 'rehearsal') {
    tell.line('\nThe first passwords of a rehearsal are thrown away.');
    return;
  }
  const { accountId, partition } = account.identity;
  const host = {
    aws: 'signin.aws.amazon.com',
    'aws-cn': 'signin.amazonaws.cn',
    'aws-us-gov': 'signin.amazonaws-us-gov.com',
  }[partition];
  world.err(
    `\nSign in at https://${accountId}.${host}/console\nThese first passwords are shown once, and must be changed at the first sign-in:\n`,
  );
  for (const [user, password] of untold) world.err(`  ${user}  ${password}\n`);
}

async function passwordPlan(session: Session): Promise<{ passwords: Passwords; check(findings: Finding[]): void }> {
  const { world, given, folder, answers, prompter } = session;
  const file = (key: string) => {
    const path = given.values.get(key);
    return path === undefined ? undefined : resolve(world.cwd, String(path));
  };
  const adminUser = `admin_${answers.name}`;
  const from = given.values.get('admin.password-file');
  if (from !== undefined && given.values.has('admin.password-out'))
    throw usage('--admin-password-file and --admin-password-out exclude each other');
  const password =
    from === undefined
      ? undefined
      : firstLine(
          from === '-' ? await world.readStdin() : readText(resolve(world.cwd, String(from))),
          '--admin-password-file',
        );
  const fallback = prompter || folder === undefined ? undefined : join(folder, 'first-passwords.txt');
  const fileOf = (user: string) => file(user === adminUser ? 'admin.password-out' : 'users.password-out') ?? fallback;
  return {
    passwords: passwords({ given: password, fileOf }, adminUser),
    check(findings) {
      const makesOne = findings.some(({ calls }) => calls?.some(carriesSecret));
      if (!makesOne) return;
      const files = [
        ['admin.password-out', '--admin-password-out'],
        ['users.password-out', '--users-password-out'],
      ] as const;
      for (const [key, flag] of files) {
        const path = file(key);
        if (path) checkPasswordFile(path, flag);
      }
    },
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usage(`--admin-password-file: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
