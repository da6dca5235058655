import { join } from 'node:path';
import { PROJECT_ROLE } from '../aws/account-kind.ts';
import type { Work } from '../engine/carry-out.ts';
import type { AnyFact } from '../engine/fact.ts';
import type { Answers, StepId } from '../steps/answers.ts';
import { discover } from '../steps/discover.ts';
import { factsOf } from '../steps/index.ts';
import { KIND_KEY, kindIn } from '../steps/kinds.ts';
import type { Early } from './ahead.ts';
import { askSetting, askTheRest } from './ask.ts';
import { askForFreeBuckets } from './ask-buckets.ts';
import { type Besides, besides, blindSpots } from './besides.ts';
import { canAsk, prompts } from './can-ask.ts';
import { complete } from './complete.ts';
import { fillSamples, mustBeThere, readGiven, stillMissing, takeDiscovered } from './fill.ts';
import type { Given } from './gather.ts';
import { introduce, tellFirst } from './introduce.ts';
import { keepAnswers, takeKept } from './kept-answers.ts';
import { settleKind, tellKind, tellLeftOut } from './kind.ts';
import { type Opened, openAccount, wish } from './open.ts';
import type { Invocation } from './options.ts';
import { chooseSteps, overview } from './overview.ts';
import type { Prompter } from './prompter.ts';
import { rehearsesProject } from './rehearse.ts';
import { settingOf } from './settings.ts';
import type { Teller } from './tell.ts';
import { EXIT, Trouble } from './trouble.ts';
import type { World } from './world.ts';

/** A command that has its answers and its account, and may begin. */
export interface Session extends Opened {
  world: World;
  tell: Teller;
  invocation: Invocation;
  given: Given;
  answers: Answers;
  facts: AnyFact[];
  stepOf: Map<string, StepId>;
  /** Where first passwords wait until they are shown; none in a rehearsal. */
  holdFile: string | undefined;
  /** The ids of facts whose way to do them by hand stands on the screen already. */
  told: Set<string>;
  /** Where all is asked that is no fact's business. */
  besides: Besides;
  /** Undefined where nobody can be asked. */
  prompter: Prompter | undefined;
}

/** Which settings a command needs answered: all that the steps require, or only what tells where to look. */
export type Needs = 'all' | 'place' | 'proof';

/** Gathers answers, asks for what is missing where somebody can answer, opens the account and makes the facts. */
export async function openSession(world: World, tell: Teller, invocation: Invocation, needs: Needs): Promise<Session> {
  const { options } = invocation;
  const given = await readGiven(world, invocation);
  const prompter = canAsk(world, invocation) ? await world.prompter(prompts(world, tell, options)) : undefined;
  const sampled = options.rehearse !== undefined && (options.yes || !prompter);
  const place = needs === 'all' ? undefined : ['region'];
  if (sampled) fillSamples(given, tell, place);
  if (!prompter) mustBeThere(given, place);
  if (!prompter && !options.yes && /^(init|apply)$/.test(invocation.command)) throw needsYes(invocation);
  tellFirst(world, invocation, tell);
  // A project has its Region; everybody else is asked before the account is opened.
  const isToFind = !given.values.has('region') && rehearsesProject(world, options);
  if (!isToFind) await regionMustBeThere(given, prompter, tell);

  const everyQuestion = invocation.command === 'init' && !options.yes;
  const isWizard = everyQuestion && prompter !== undefined;
  const isAnswered = needs === 'all' && !everyQuestion && stillMissing(given).length === 0;
  const early = isAnswered ? factsAhead(world, given) : undefined;
  const opened = await openAccount(world, options, wish(given), tell, early);
  opened.account = await settleKind(opened.account, opened.accountKind, given, tell);
  introduce(opened.account, given, tell, isWizard);
  if (!isWizard) tellKind(given, tell);
  tellLeftOut(given, tell);
  if (isWizard) {
    takeKept(opened.answersFile, given, tell);
    given.onAnswer = () => keepAnswers(opened.answersFile, given, world.clock.now());
  }
  const asked = besides(opened.account);
  if (place || everyQuestion)
    takeDiscovered(
      given,
      await discover(asked.of('all that was set up is found'), kindIn(given.values)),
      place !== undefined,
    );
  if (isWizard) {
    await overview(world, opened.account, asked, given, tell);
    await chooseSteps(opened.account, given, prompter, tell);
  }
  const rest = place ? ['name', 'region'] : undefined;
  if (sampled || needs === 'proof') fillSamples(given, tell, rest);
  if (prompter) await askTheRest(given, prompter, tell, everyQuestion, rest);
  if (isWizard) await askForFreeBuckets(opened.account, asked, given, prompter, tell);
  mustBeThere(given, rest);

  const answers = complete(given.values, opened.account.identity, options.deleteData);
  const holdFile = opened.folder && join(opened.folder, 'first-passwords.txt');
  const { facts, stepOf } = factsOf(answers, world.clock.now);
  const unseen = place ? blindSpots(asked) : [];
  for (const { id } of unseen) stepOf.set(id, answers.steps[0] ?? 'root');
  return {
    ...opened,
    holdFile,
    told: new Set(),
    besides: asked,
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

// The facts before it is known whose account it is.
function factsAhead({ clock }: World, { values }: Given): Early {
  return (identity) => {
    const kind = identity.name === PROJECT_ROLE ? 'project' : 'unknown';
    return factsOf(complete(new Map([...values, [KIND_KEY, kind]]), identity), clock.now).facts;
  };
}

/** Asks for the home Region where nothing tells it; throws Trouble (exit 3) where nobody can be asked. */
export async function regionMustBeThere(given: Given, prompter: Prompter | undefined, tell: Teller): Promise<void> {
  if (given.values.has('region')) return;
  if (prompter) await askSetting(settingOf('region'), given, prompter, tell);
  else mustBeThere(given, ['region']);
}

function needsYes({ typed }: Invocation): Trouble {
  return new Trouble(EXIT.usage, 'this would change the account, and there is nobody to agree: add --yes', {
    missing: [{ key: 'yes', flag: '--yes' }],
    next: `aws-baseline ${typed} ... --yes, or look first with aws-baseline plan`,
  });
}

/** What the engine needs for a run that writes. */
export function workOf(
  session: Omit<Session, 'answers' | 'holdFile' | 'told' | 'besides'>,
  secretOf: Work['secretOf'],
  actions = () => 0,
): Work {
  const { account, journal, world, tell, stepOf } = session;
  return {
    account,
    journal,
    clock: world.clock,
    secretOf,
    tell: tell.listener(actions),
    stepOf: (id) => stepOf.get(id) ?? '',
    stop: world.stop,
  };
}
