import type { Finding } from '../../../engine/finding.ts';
import { lookBack, undo as takeBack, weakens } from '../../../engine/undo.ts';
import { stepsFor } from '../../../steps/index.ts';
import { chosenSteps, EVERY } from '../../../steps/settings/every.ts';
import { ALL_STEP_IDS } from '../../../steps/settings/step-ids.ts';
import { openedAnywhere, type Run } from '../../account/home.ts';
import { introduce, tellFirst } from '../../account/introduce.ts';
import { tellKind } from '../../account/kind.ts';
import { refusedSideReads } from '../../account/side-reads.ts';
import { fillSamples, readGiven } from '../../answers/read-given.ts';
import type { Invocation } from '../../arguments/options.ts';
import { type Session, workOf } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';
import { canAsk, prompts } from '../../terminal/interactive.ts';
import { openLines } from '../../terminal/open-lines.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, stoppedCode, Trouble, usage } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { again } from '../command-line.ts';
import { countsText, end } from '../end.ts';
import { exitCodeOf } from '../report.ts';
import { asLeft, keepGroups, keepOwnRights, leftOver } from './kept.ts';
import { allFacts, answerSets, goHome } from './remembered.ts';
import { strayLines } from './stray-lines.ts';

/** A session of undo: it uses remembered values, not answers. */
type Undoing = Omit<Session, 'answers' | 'holdFile' | 'told' | 'sideReads'>;

/** Undoes steps: restores what the journal records, and deletes what has this program's tags. */
export async function undo(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  const given = await readGiven(world, invocation);
  const prompter = canAsk(world, invocation) ? await world.prompter(prompts(world, tell, options)) : undefined;
  if (!prompter && options.confirm === undefined) throw needsConfirm(invocation, given);
  tellFirst(world, invocation, tell);
  if (options.rehearse) fillSamples(given, tell, [EVERY.region]);
  const run: Run = { world, invocation, given, prompter, tell };
  const anywhere = await openedAnywhere(run);
  const { accountId } = anywhere.account.identity;
  if (options.confirm !== undefined && options.confirm !== accountId)
    throw usage(`--confirm ${clean(options.confirm)}: these credentials belong to account ${accountId}`);
  const opened = await goHome(run, anywhere);
  introduce(opened.account, given, tell);
  tellKind(given, tell);

  tell.line('Checking what was set up (read-only)');
  const { sets, others, searches, unsearched } = await answerSets(opened, given.values, options.deleteData);
  const steps = chosenSteps(given.values, ALL_STEP_IDS);
  const { facts, stepOf } = allFacts(sets, steps, world.clock.now);
  const session: Undoing = { ...opened, world, tell, invocation, given, facts, stepOf, prompter };
  if (unsearched.length > 0)
    tell.must(`Not searched for guardrails, because a read failed there: ${unsearched.join(', ')}`);
  const strays = strayLines(opened.journal, sets, steps, world.clock.now);
  for (const { fact, step } of strays) stepOf.set(fact.id, step);
  const secretOf = async (): Promise<string> => {
    throw new Error('undo creates no passwords');
  };
  const found = await lookBack(facts, opened.account, opened.journal, workOf(session, secretOf));
  const seen = [...found, ...strays.map(({ finding }) => finding)];
  let findings = keepOwnRights(keepGroups(seen, others), facts, opened.account);
  show(session, findings);
  const todo = findings.filter(({ state }) => state === 'todo');
  if (todo.length > 0) findings = await agreed(session, findings);
  if (world.stop.aborted) return end(session, findings, stoppedCode(world.stop));

  const count = findings.filter(({ state }) => state === 'todo').length;
  const taken = await takeBack(
    findings,
    facts,
    workOf(session, secretOf, () => count),
  );
  const unread = refusedSideReads({ account: opened.account, sideReads: searches, answers: { steps }, stepOf }, taken);
  const results = [...taken.map(asLeft), ...unread];
  tell.live(undefined);
  const open = openLines(results, tell, new Set());
  if (open.length > 0) tell.line('\nNot undone');
  for (const line of open) tell.line(line);
  if (options.output === 'text') tell.result(`\n${results.length === 0 ? 'Nothing to undo.' : countsText(results)}`);
  const exitCode = world.stop.aborted
    ? stoppedCode(world.stop)
    : exitCodeOf(results.map(leftOver), { waited: true, isUndo: true });
  return end(session, results, exitCode);
}

function needsConfirm(invocation: Invocation, given: Session['given']): Trouble {
  return new Trouble(EXIT.usage, 'refusing to undo without confirmation: add --confirm with the account ID', {
    missing: [{ key: 'confirm', flag: '--confirm' }],
    next: `${again({ invocation, given }, 'undo')} --confirm ACCOUNT_ID`,
  });
}

function show({ tell, stepOf, given }: Undoing, findings: Finding[]): void {
  const open = findings.filter(({ state }) => state !== 'ok');
  const steps = stepsFor(given.values)
    .reverse()
    .map(({ id, title }) => ({
      title,
      mine: open.filter(({ fact }) => !fact.wholeAccount && stepOf.get(fact.id) === id),
    }));
  const whole = { title: 'the whole account', mine: open.filter(({ fact }) => fact.wholeAccount) };
  for (const { title, mine } of [...steps, whole]) {
    if (mine.length === 0) continue;
    tell.line(`\n  ${title}`);
    for (const { fact, state, to, how, why } of mine) {
      const sign = state === 'todo' ? (to === null ? '-' : '~') : '=';
      const what = state === 'todo' ? (to === null ? 'delete' : 'restore') : clean(why ?? how ?? 'keep');
      tell.line(`    ${sign} ${clean(fact.thing ?? fact.title)}: ${what}`);
    }
  }
  const going = findings.filter(({ fact, state, to }) => state === 'todo' && (to === null || fact.wholeAccount));
  for (const line of new Set(going.map(({ fact }) => fact.undoing))) if (line) tell.line(`\n  ${line}`);
}

// --confirm replaces the typed confirmation and covers everything; otherwise there are separate prompts for what
// belongs to the whole account, and for what reduces security.
async function agreed(session: Undoing, findings: Finding[]): Promise<Finding[]> {
  const { prompter, invocation, account, tell } = session;
  const { accountId } = account.identity;
  if (invocation.options.confirm !== undefined || !prompter) return findings;
  const typed = await prompter.text({
    message: `Type the account ID ${accountId} to undo this`,
    help: () => tell.line('  Only what is listed above is deleted or restored. Press Ctrl-C to make no changes.'),
    check: (text) => (text === accountId ? undefined : `the account ID ${accountId} (Ctrl-C to stop)`),
  });
  if (typed !== accountId) throw usage('the account ID was not typed; no changes were made');
  const isWhole = ({ fact, state }: Finding) => fact.wholeAccount === true && state === 'todo';
  const separate = [
    {
      those: findings.filter(isWhole),
      head: 'These affect the whole account; each is restored to the value in the journal:',
      no: 'Choose no to keep them and undo the rest.',
    },
    {
      those: findings.filter((finding) => weakens(finding) && !isWhole(finding)),
      head: 'Restoring these reduces security:',
      no: 'Choose no to keep the protection and undo the rest.',
    },
  ];
  const kept = new Set<Finding>();
  for (const { those, head, no } of separate.filter((one) => one.those.length > 0)) {
    tell.line(`\n${head}`);
    for (const one of those)
      tell.line(`    ~ ${clean(one.fact.title)}${weakens(one) && isWhole(one) ? ' (reduces security)' : ''}`);
    const help = () => tell.line(`  ${no}`);
    if (!(await prompter.confirm({ message: 'Undo these too?', offer: false, help })))
      for (const one of those) kept.add(one);
  }
  return findings.map((finding) => (kept.has(finding) ? { ...finding, ...KEPT } : finding));
}

const KEPT = {
  state: 'by-hand',
  why: 'Kept, as you chose',
  how: 'To undo it, run undo again and choose yes',
} as const;
