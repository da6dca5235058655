import type { Account } from '../../aws/account.ts';
import { isSignedOut } from '../../aws/errors.ts';
import { look } from '../../engine/look.ts';
import { endOfPlan, wordsOfPlan } from '../../steps/account-plan.ts';
import { lacksMfa } from '../../steps/admin/enrol.ts';
import { accountAlias } from '../../steps/discovery/discover.ts';
import { factsOf, STEPS, stepsFor } from '../../steps/index.ts';
import { KINDS, kindIn, usualSteps } from '../../steps/kinds.ts';
import { chosenSteps, EVERY } from '../../steps/settings/every.ts';
import { regionWithPlace } from '../../steps/settings/regions.ts';
import { knownIn, valueIn } from '../../steps/settings/setting.ts';
import { STEP_IDS, type StepId } from '../../steps/settings/step-ids.ts';
import type { Opened } from '../account/opened.ts';
import type { SideReads } from '../account/side-reads.ts';
import { complete } from '../answers/complete.ts';
import { answer, type Given, sourceText } from '../answers/given.ts';
import { clean } from '../terminal/clean.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import type { World } from '../world.ts';

/** The first screen of the wizard: what exists already, by step, before any prompt. Never writes. */
export async function overview(
  world: World,
  { account, accountPlan }: Pick<Opened, 'account' | 'accountPlan'>,
  asked: SideReads,
  given: Given,
  tell: Teller,
): Promise<void> {
  const { identity } = account;
  const row = (name: string, text: string, state: 'ok' | 'by-hand' = 'ok') =>
    tell.line(`  ${tell.mark(state)}  ${name.padEnd(12)}${text}`);
  tell.line('\nChecking the account (read-only)');
  row('account', identity.accountId);
  const kind = kindIn(given.values);
  if (kind !== 'unknown') row('kind', KINDS[kind].words);
  row('signed in', identity.kind === 'root' ? 'as the root user' : `as ${identity.kind} ${clean(identity.name)}`);
  const region = regionWithPlace(knownIn(given.values, EVERY.region));
  const isKnown = region.includes(' ');
  row(
    'Region',
    `${region} (${sourceText(given, EVERY.region)})${isKnown ? '' : ': unknown Region, check the spelling'}`,
    isKnown ? 'ok' : 'by-hand',
  );
  if (world.env.AWS_EXECUTION_ENV === 'CloudShell')
    row('CloudShell', 'uses your browser sign-in; ends after 20 idle minutes');
  tell.live('  ..  checking');
  const [plan, alias, lacks, rows] = await Promise.all([
    accountPlan,
    aliasOf(asked.of('the account alias can be read')),
    identity.kind === 'user' ? lacksMfa(identity.name, asked.of('your MFA devices can be listed')) : undefined,
    stepRows(world, account, given),
  ]);
  tell.live(undefined);
  if (plan) row('plan', wordsOfPlan(plan), endOfPlan(plan) ? 'by-hand' : 'ok');
  if (alias) row('alias', clean(alias));
  if (lacks !== undefined)
    row('MFA', lacks ? 'not set up for this user' : 'set up for this user', lacks ? 'by-hand' : 'ok');
  if (given.sources.get(EVERY.name.key)?.by === 'account')
    row('baseline', `${valueIn(given.values, EVERY.name)}, found by its tags; existing resources are kept`);
  const isWide = tell.width >= 60;
  tell.line(`\n  ${'step'.padEnd(23)}state`);
  // An incomplete baseline continues at the first incomplete step; for a complete one, more may be requested.
  const begun = rows.findIndex(({ isWhole }) => !isWhole);
  if (given.sources.get(EVERY.name.key)?.by === 'account' && begun > 0)
    given.settled = rows.slice(0, begun).map(({ id }) => id);
  for (const { title, state, open } of rows)
    tell.line(
      `  ${title.padEnd(23)}${`${state}  `.padEnd(13)}${isWide && open.length > 0 ? `to do: ${fitting(open, tell.width - 45)}` : ''}`.trimEnd(),
    );
}

async function aliasOf(account: Account): Promise<string | undefined> {
  return accountAlias(account).catch((error: unknown) => {
    if (isSignedOut(error)) throw error;
    return undefined;
  });
}

async function stepRows(world: World, account: Account, given: Given) {
  const isNamed = given.values.has(EVERY.name.key);
  // Without a name, only the root step can be checked; it is the same under every name.
  const draft = isNamed ? given.values : new Map([...given.values, [EVERY.name.key, 'unnamed'] as const]);
  const answers = complete(draft, account.identity);
  const steps = chosenSteps(given.values);
  const seen = isNamed ? steps : steps.filter((id) => id === 'root');
  const { facts, stepOf } = factsOf({ ...answers, steps: seen }, world.clock.now);
  const findings = await look(facts, account);
  return stepsFor(given.values).flatMap(({ id, title }, i) => {
    if (!steps.includes(id)) return [];
    const mine = findings.filter(({ fact }) => stepOf.get(fact.id) === id);
    const open = mine.filter(({ state }) => state !== 'ok');
    const state = mine.length === 0 ? 'to do' : `${mine.length - open.length} of ${mine.length} ok`;
    const isWhole = mine.length > 0 && mine.every(({ state }) => state === 'ok' || state === 'by-hand');
    return [
      {
        id,
        isWhole,
        title: `${i + 1} ${title}`,
        state,
        open: [...new Set(open.map(({ fact }) => clean(fact.together ?? fact.thing ?? fact.title)))],
      },
    ];
  });
}

// As many items as fit, and the number of the others.
function fitting(things: string[], room: number): string {
  for (let shown = things.length; shown > 0; shown--) {
    const more = things.length - shown;
    const text = `${things.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    if (text.length <= room) return text;
  }
  return things.length > 0 ? `${things.length} items` : '';
}

type Choice = 'two' | 'all' | 'free';
const TWO: StepId[] = ['root', 'admin'];

/** Prompts for the steps if no flag names them: nobody should have to pay for an instance to get the rest. */
export async function chooseSteps(
  { kind, identity }: Account,
  given: Given,
  prompter: Prompter,
  tell: Teller,
): Promise<void> {
  // A flag, a variable or the last run decides; a value from a file is only the default.
  const isSaid = given.values.has(EVERY.steps.key) && given.sources.get(EVERY.steps.key)?.by !== 'file';
  if (isSaid || given.values.has(EVERY.skip.key)) return;
  const isRoot = identity.kind === 'root';
  const usual = usualSteps(given.values);
  const isWhole = usual.length === STEP_IDS.length;
  if (isRoot) {
    tell.line(
      '\n  The root user has unrestricted access, so stop using it soon: steps 1 and 2 create your own admin user for ' +
        'steps 3 to 5. You can also run all five steps as root.',
    );
  }
  const choices: { value: Choice; label: string }[] = [
    ...(isRoot ? [{ value: 'two' as const, label: 'Steps 1 and 2 now, the rest as the new admin user' }] : []),
    {
      value: 'all',
      label: isWhole
        ? 'All five steps'
        : `Steps ${STEP_IDS.flatMap((id, i) => (usual.includes(id) ? [i + 1] : [])).join(', ')}`,
    },
    { value: 'free', label: `${isWhole ? 'All' : 'The same'} except the EC2 instance, which can cost money` },
  ];
  const saved = (valueIn(given.values, EVERY.steps) ?? []).join();
  const first = isRoot && kind !== 'rehearsal' ? 'two' : 'all';
  const offer = saved === '' ? first : isRoot && saved === TWO.join() ? 'two' : saved.includes('ec2') ? 'all' : 'free';
  const help = () => {
    for (const { title, why } of stepsFor(given.values, STEPS)) tell.line(`  ${title}: ${why}`);
    tell.line('  No changes are made until you choose Apply in the review; you can add steps at any time.');
  };
  const choice = await prompter.choose({ message: 'What do you want to set up?', choices, offer, help });
  answer(given, EVERY.steps, choice === 'two' ? TWO : usual.filter((id) => choice === 'all' || id !== 'ec2'));
}
