import { join } from 'node:path';
import type { Account } from '../aws/account.ts';
import { inRegion, readOnly, remembering } from '../aws/views.ts';
import { withoutWaiting } from '../engine/clock.ts';
import type { AnyFact } from '../engine/fact.ts';
import type { Work } from '../engine/work.ts';
import { discover } from '../steps/discovery/discover.ts';
import { factsOf } from '../steps/index.ts';
import { kindIn } from '../steps/kinds.ts';
import type { Answers } from '../steps/settings/all.ts';
import { EVERY } from '../steps/settings/every.ts';
import type { StepId } from '../steps/settings/step-ids.ts';
import { factsAhead } from './account/ahead.ts';
import { settleRegions } from './account/enabled-regions.ts';
import { openedAtHome, type Run, settleHome } from './account/home.ts';
import { introduce, tellFirst } from './account/introduce.ts';
import { introduceKind } from './account/kind.ts';
import { isOnlyCloudShellTab, requireSame } from './account/one-baseline.ts';
import type { Opened } from './account/opened.ts';
import { blindSpots, type SideReads, sideReads } from './account/side-reads.ts';
import { askTheRest } from './answers/ask.ts';
import { askUnfit } from './answers/ask-again.ts';
import { askForFreeBuckets } from './answers/ask-buckets.ts';
import { typeAsker } from './answers/ask-type.ts';
import { complete } from './answers/complete.ts';
import type { Given } from './answers/given.ts';
import { resume } from './answers/kept-answers.ts';
import { fillSamples, readGiven, requireAnswers, stillMissing, takeDiscovered } from './answers/read-given.ts';
import { mustFitTogether } from './answers/unfit.ts';
import { needsYes } from './arguments/needs-yes.ts';
import type { Invocation } from './arguments/options.ts';
import { chooseSteps, overview } from './commands/overview.ts';
import { makeRoom } from './files/append.ts';
import { forgiving } from './files/journal-file.ts';
import { canAsk, prompts } from './terminal/interactive.ts';
import type { Prompter } from './terminal/prompter.ts';
import type { Teller } from './terminal/tell.ts';
import type { World } from './world.ts';

/** A command with its answers and its account, ready to start. */
export interface Session extends Opened {
  readonly world: World;
  readonly tell: Teller;
  readonly invocation: Invocation;
  readonly given: Given;
  readonly answers: Answers;
  readonly facts: AnyFact[];
  readonly stepOf: Map<string, StepId>;
  /** The file of first passwords until they are shown; undefined in a rehearsal. */
  readonly holdFile: string | undefined;
  /** The ids of facts whose manual steps are already on the screen. */
  readonly told: Set<string>;
  /** Checks that the account has no other baseline and no other home Region; throws usage (exit 2) otherwise. */
  sameBaseline?(account: Account): Promise<void>;
  /** The reads that belong to no fact. */
  readonly sideReads: SideReads;
  /** Undefined if prompts are not possible. */
  readonly prompter: Prompter | undefined;
}

/** The settings that a command requires: all of the steps, or only those that locate the baseline. */
export type Needs = 'all' | 'place' | 'proof' | 'trial';

/** Collects answers, prompts for missing ones if possible, opens the account and builds the facts. */
export async function openSession(world: World, tell: Teller, invocation: Invocation, needs: Needs): Promise<Session> {
  const { options } = invocation;
  const isAsked = invocation.command === 'init' && !options.yes && canAsk(world, invocation);
  const given = await readGiven(world, invocation, isAsked);
  const prompter = canAsk(world, invocation) ? await world.prompter(prompts(world, tell, options)) : undefined;
  const sampled = options.rehearse !== undefined && (options.yes || !prompter);
  const place = needs === 'all' ? undefined : [EVERY.region];
  if (sampled) fillSamples(given, tell, place);
  if (!prompter) requireAnswers(given, place);
  if (!prompter && !options.yes && /^(init|apply|try)$/.test(invocation.command)) throw needsYes(invocation, given);
  tellFirst(world, invocation, tell);
  if (prompter && isAsked) await askUnfit(given, prompter, tell);
  const run: Run = { world, invocation, given, prompter, tell };
  const everyQuestion = invocation.command === 'init' && !options.yes;
  const isWizard = everyQuestion && prompter !== undefined;
  const isAnswered = () => needs === 'all' && stillMissing(given).length === 0;
  const early = () => (!everyQuestion && (place || isAnswered()) ? factsAhead(world, given, isAnswered()) : undefined);
  let opened = await openedAtHome(run, isWizard, early);
  given.accountId = opened.account.identity.accountId;
  if (isWizard) {
    // Before the user answers prompts for minutes; runs without prompts report it before the first change.
    if (opened.folder) await makeRoom(opened.folder);
    resume(opened.answersFile, given, tell, world.clock.now, isOnlyCloudShellTab(world, given));
  }
  let asked = sideReads(opened.account);
  const view = asked.of(
    'the existing baseline can be read',
    remembering(readOnly(opened.account), opened.ahead?.answers),
  );
  if (place || everyQuestion || sampled) {
    opened = await settleHome(run, opened, view, { isLook: place !== undefined, isWizard });
    asked = sideReads(opened.account, asked.refused);
  }
  introduce(opened.account, given, tell, isWizard);
  introduceKind(given, tell, isWizard);
  if (place || everyQuestion) {
    const at = inRegion(view, opened.account.homeRegion);
    takeDiscovered(given, await discover(at, kindIn(given.values), undefined, world.clock.now), place !== undefined);
  }
  if (isWizard) {
    await overview(world, opened, asked, given, tell);
    given.beforeAnswer = typeAsker({ world, invocation, opened, given, prompter, tell });
    await chooseSteps(opened.account, given, prompter, tell);
  }
  const rest = place ? [EVERY.name, EVERY.region] : undefined;
  if (sampled || needs === 'proof') fillSamples(given, tell, rest);
  if (prompter) await askTheRest(given, prompter, tell, everyQuestion, rest);
  if (isWizard) {
    await askUnfit(given, prompter, tell);
    await askForFreeBuckets(opened.account, asked, given, prompter, tell);
  }
  mustFitTogether(given);
  requireAnswers(given, rest);
  await settleRegions(opened.account, given, tell);
  const answers = complete(given.values, opened.account.identity, options.deleteData);
  const holdFile = opened.folder && join(opened.folder, 'first-passwords.txt');
  const { facts, stepOf } = factsOf(answers, world.clock.now);
  const unseen = place && needs !== 'trial' ? blindSpots(asked) : [];
  for (const { id } of unseen) stepOf.set(id, answers.steps[0] ?? 'root');
  const sameBaseline = async (account: Account) => requireSame(account, given, invocation);
  return {
    ...opened,
    ...(needs === 'all' ? { sameBaseline } : {}),
    holdFile,
    told: new Set(),
    sideReads: asked,
    world,
    tell,
    invocation,
    given,
    answers,
    prompter,
    facts: [...facts, ...unseen],
    stepOf,
  };
}

/** The engine's parameters for a run that writes. */
export function workOf(
  session: Omit<Session, 'answers' | 'holdFile' | 'told' | 'sideReads'>,
  secretOf: Work['secretOf'],
  actions = () => 0,
): Work {
  const { account, journal, world, tell, stepOf, invocation } = session;
  return {
    account,
    journal: forgiving(journal, tell.must),
    clock: invocation.options.rehearse === undefined ? world.clock : withoutWaiting(world.clock),
    secretOf,
    tell: tell.listener(actions, account.homeRegion),
    stepOf: (id) => stepOf.get(id) ?? '',
    stop: world.stop,
  };
}
