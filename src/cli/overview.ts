import type { Account } from '../aws/account.ts';
import { isSignedOut } from '../aws/errors.ts';
import { look } from '../engine/look.ts';
import { STEP_IDS } from '../steps/answers.ts';
import { accountAlias } from '../steps/discover.ts';
import { lacksMfa } from '../steps/enrol.ts';
import { factsOf, STEPS } from '../steps/index.ts';
import { clean } from './clean.ts';
import { complete } from './complete.ts';
import type { Given } from './gather.ts';
import type { Prompter } from './prompter.ts';
import { chosenSteps } from './settings.ts';
import type { Teller } from './tell.ts';
import type { World } from './world.ts';

/** The first screen of the wizard: what there is already, by step, before anything is asked. Never writes. */
export async function overview(world: World, account: Account, given: Given, tell: Teller): Promise<void> {
  tell.line('\nLooking at the account. Nothing is changed until you say so.');
  tell.live('  ..  looking');
  const [alias, rows] = await Promise.all([aliasOf(account), stepRows(world, account, given)]);
  tell.live(undefined);
  if (alias) tell.line(`  ${tell.mark('ok')}  account     known as "${clean(alias)}"`);
  const { kind, name } = account.identity;
  if (kind === 'user') {
    const lacks = await lacksMfa(name, account);
    if (lacks !== undefined)
      tell.line(
        `  ${tell.mark(lacks ? 'by-hand' : 'ok')}  ${clean(name)}${lacks ? ' has no MFA device yet' : ' has MFA'}`,
      );
  }
  if (world.env.AWS_EXECUTION_ENV === 'CloudShell')
    tell.line(`  ${tell.mark('ok')}  CloudShell  signed in by the browser; it stops after 20 idle minutes`);
  tell.line(`\n  ${'step'.padEnd(24)}${'state'.padEnd(12)}${tell.width >= 60 ? 'still missing' : ''}`);
  for (const { title, state, missing } of rows) {
    const room = tell.width - 38;
    const rest = missing.length > room ? `${missing.slice(0, Math.max(0, room - 3))}...` : missing;
    tell.line(`  ${title.padEnd(24)}${state.padEnd(12)}${tell.width >= 60 ? rest : ''}`.trimEnd());
  }
}

async function aliasOf(account: Account): Promise<string | undefined> {
  return accountAlias(account).catch((error: unknown) => {
    if (isSignedOut(error)) throw error;
    return undefined;
  });
}

async function stepRows(world: World, account: Account, given: Given) {
  const isNamed = given.values.has('name');
  // Without a name only the root step can be looked at; it says the same under every name.
  const draft = isNamed ? given.values : new Map([...given.values, ['name', 'unnamed'] as const]);
  const answers = complete(draft, account.identity);
  const steps = chosenSteps(given.values);
  const seen = isNamed ? steps : steps.filter((id) => id === 'root');
  const { facts, stepOf } = factsOf({ ...answers, steps: seen }, world.clock.now);
  const findings = await look(facts, account);
  return STEPS.flatMap(({ id, title }, i) => {
    if (!steps.includes(id)) return [];
    const mine = findings.filter(({ fact }) => stepOf.get(fact.id) === id);
    const open = mine.filter(({ state }) => state !== 'ok');
    const state = mine.length === 0 ? 'to do' : `${mine.length - open.length} of ${mine.length} ok`;
    return [{ title: `${i + 1} ${title}`, state, missing: clean(open.map(({ fact }) => fact.title).join(', ')) }];
  });
}

type Choice = 'two' | 'all' | 'free';

/** Which steps to set up, asked when no flag says it: nobody shall have to pay for an instance to get the rest. */
export async function chooseSteps(
  { kind, identity }: Account,
  given: Given,
  prompter: Prompter,
  tell: Teller,
): Promise<void> {
  if (given.values.has('steps') || given.values.has('skip')) return;
  const isRoot = identity.kind === 'root';
  if (isRoot) {
    tell.line('\n  Root can do everything, so it is best put away soon: steps 1 and 2 give you a');
    tell.line('  user of your own, who then does steps 3 to 5. All five as root works as well.');
  }
  const choices: { value: Choice; label: string }[] = [
    ...(isRoot ? [{ value: 'two' as const, label: 'Steps 1 and 2 now, the rest as the new admin user' }] : []),
    { value: 'all', label: 'All five steps' },
    { value: 'free', label: 'All but the EC2 instance, which can cost money' },
  ];
  const offer = isRoot && kind !== 'rehearsal' ? 'two' : 'all';
  const choice = await prompter.choose({ message: 'What shall be set up?', choices, offer });
  if (choice === 'all') return;
  given.values.set('steps', choice === 'two' ? ['root', 'admin'] : STEP_IDS.filter((id) => id !== 'ec2'));
  given.sources.set('steps', 'you');
}
