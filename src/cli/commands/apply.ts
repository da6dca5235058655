import type { Json } from '../../engine/fact.ts';
import type { Finding } from '../../engine/finding.ts';
import { look } from '../../engine/look.ts';
import { make, stamp } from '../../engine/make.ts';
import { milliseconds } from '../../steps/checks.ts';
import type { Invocation } from '../options.ts';
import type { Passwords } from '../passwords.ts';
import { exitCodeOf, type Next } from '../report.ts';
import { openSession, type Session, workOf } from '../session.ts';
import { findingLines, type Teller } from '../tell.ts';
import { EXIT, type ExitCode, stoppedCode } from '../trouble.ts';
import type { World } from '../world.ts';
import { again, countsText, end } from './end.ts';
import { passwordPlan, tellPasswords } from './first-passwords.ts';
import { askConsent, changeOrStop, review, saveAnswers } from './review.ts';
import { lookAtAll } from './status.ts';

/** `apply` and `init`: look, ask what is missing, review, do it, look again, hand over. */
export async function apply(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options, command } = invocation;
  const session = await openSession(world, tell, invocation, 'all');
  const plan = await passwordPlan(session);
  let findings = await lookAtAll(session);
  while (!options.yes && session.prompter) {
    review(session, findings);
    if (await askConsent(session, findings)) {
      findings = await lookAtAll(session);
      continue;
    }
    if (!findings.some(({ state }) => state === 'todo')) break;
    const choice = await changeOrStop(session, findings, command === 'init');
    if (choice === 'apply') break;
    if (choice === 'stop') return stopped(session, findings);
    findings = await lookAtAll(session);
  }
  plan.check(findings);
  if (!findings.some(({ state }) => state === 'todo')) tell.line('\nNothing to do: all that calls can make is made.');
  findings = await carriedOut(session, findings, plan.passwords);
  findings = await waited(session, findings, plan.passwords);
  return handOver(session, findings, plan.passwords);
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
  const { tell, world, invocation, given } = session;
  const isAborted = world.stop.aborted;
  const waits = milliseconds(String(given.values.get('wait') ?? '0')) ?? 0;
  const exitCode = isAborted ? stoppedCode(world.stop) : exitCodeOf(findings, { waited: waits > 0 });
  const open = findings.filter(({ state }) => !/^(ok|created|changed)$/.test(state));
  if (open.length > 0) tell.line(`\n${isAborted ? 'Stopped. ' : ''}Still open`);
  for (const finding of open) for (const line of findingLines(finding, tell)) tell.line(line);
  tellPasswords(session, secrets);
  if (invocation.command === 'init' && session.prompter) await saveAnswers(session);

  const text = `${countsText(findings)}`;
  if (invocation.options.output === 'text') tell.result(`\n${text}`);
  else tell.line(`\n${text}`);
  const next = nextAfter(session, exitCode);
  return end(session, findings, exitCode, next);
}

function nextAfter(session: Session, exitCode: ExitCode): Next[] {
  const { invocation, answers } = session;
  // A rehearsal in memory is over now; nothing can be done with it any more.
  if (invocation.options.rehearse === true) return [{ command: 'aws-baseline init', when: 'on your own account' }];
  const goOn = {
    command: again(session, invocation.typed),
    when: 'go on (it looks first and does only what is missing)',
  };
  return [
    ...(exitCode === EXIT.done ? [] : [goOn]),
    { command: again(session, 'status'), when: 'check any day' },
    { command: `${again(session, 'undo')} --steps ${answers.steps.join(',')}`, when: 'take it back' },
  ];
}
