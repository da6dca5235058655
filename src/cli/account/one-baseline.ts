import { type Account, partitionOf } from '../../aws/account.ts';
import { namesIn, type Remembered } from '../../steps/discovery/baseline.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { knownIn, type Setting, valueIn } from '../../steps/settings/setting.ts';
import { askSetting } from '../answers/ask.ts';
import { asMissing } from '../answers/gather.ts';
import { forget, type Given, KEPT, REMEMBERED, SAMPLE, sourceText, take } from '../answers/given.ts';
import type { Invocation } from '../arguments/options.ts';
import { commandLine } from '../commands/command-line.ts';
import { clean } from '../terminal/clean.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';

/**
 * One baseline and one home Region an account: throws usage (exit 2) where the account remembers others than are meant.
 * For whatever would write, or plans to.
 */
export function mustBeTheOne(known: Remembered, given: Given, invocation: Invocation): void {
  mustBeItsName(known, given, invocation);
  const { home } = known;
  const region = valueIn(given.values, EVERY.region);
  if (!home || region === undefined || region === home.region) return;
  throw usage(
    `Region ${region} (${sourceText(given, EVERY.region)}) is not the home Region of this account: that is ${home.region}, as ${home.by} tells, and it cannot be moved`,
    `add --region ${home.region}. For another Region, take the baseline back first: ${undoOf(namesIn(known)[0], known, invocation)}`,
  );
}

function mustBeItsName(known: Remembered, given: Given, invocation: Invocation): void {
  const name = valueIn(given.values, EVERY.name);
  const names = namesIn(known);
  if (name === undefined && names.length > 1) throw several(names, `${undoOf(names[1], known, invocation)}`);
  const other = names.find((each) => each !== name);
  if (name !== undefined && other !== undefined) throw isAnother(other, known, given, invocation);
}

/** Which of several baselines is meant, for what only one can be meant of; several there are only by accident. */
export function several(names: string[], next: string): Trouble {
  const message = `there are several baselines in this account, which should have one: ${names.join(', ')}`;
  return new Trouble(EXIT.usage, message, { missing: asMissing([EVERY.name]), next });
}

/** What is said where another baseline is meant than `first`, which the account has. */
function isAnother(first: string, known: Remembered, given: Given, invocation: Invocation): Trouble {
  const { kind = '', thing = '' } = known.seen.find(({ name }) => name === first) ?? {};
  return usage(
    `name ${valueIn(given.values, EVERY.name)} (${sourceText(given, EVERY.name)}): this account has the baseline ${first} already, as the tags of ${kind} ${clean(thing)} tell, and an account has one`,
    `for more of the same, --name ${first} with --bucket, --engineer-user or --analyst-user. For another name, take the first back: ${undoOf(first, known, invocation)}`,
  );
}

function undoOf(name: string | undefined, { home }: Remembered, invocation: Invocation): string {
  const words = [...(name ? [`--name ${name}`] : []), ...(home ? [`--region ${home.region}`] : [])];
  return commandLine(invocation, 'undo', words);
}

/** For what looks or takes back: the remembered Region is used, whatever was said, and one line says so. */
export function takeHome(home: Remembered['home'], given: Given, tell: Teller): void {
  const said = valueIn(given.values, EVERY.region);
  if (!home || said === home.region) return;
  const unused = said === undefined ? '' : `; ${said} (${sourceText(given, EVERY.region)}) is not used`;
  tell.line(`The home Region of this account is ${home.region}, as ${home.by} tells${unused}.`);
  take(given, EVERY.region, home.region, REMEMBERED);
}

/** The same, and another baseline than the account has is refused. `others` are names that something else remembers. */
export function takeRemembered(
  known: Remembered,
  given: Given,
  invocation: Invocation,
  tell: Teller,
  others: string[] = [],
): void {
  const name = valueIn(given.values, EVERY.name);
  const [first, ...more] = namesIn(known);
  if (name !== undefined && first !== undefined && ![first, ...more, ...others].includes(name))
    throw isAnother(first, known, given, invocation);
  takeHome(known.home, given, tell);
}

/** What nobody has said this time gives way to what the account remembers. */
export function giveWay(known: Remembered, given: Given): void {
  const isUnsaid = ({ key }: Setting) => [KEPT, SAMPLE].includes(given.sources.get(key) ?? '');
  const [name, ...more] = namesIn(known);
  if (isUnsaid(EVERY.name) && name !== undefined && more.length === 0) {
    take(given, EVERY.name, name, 'the account');
  }
  if (isUnsaid(EVERY.region) && known.home) {
    take(given, EVERY.region, known.home.region, REMEMBERED);
  }
}

/** Whether the Region is only where the CloudShell tab happens to be, which is good for an offer and not for an answer. */
export function isOnlyTheTab({ env }: World, { sources }: Given): boolean {
  return env.AWS_EXECUTION_ENV === 'CloudShell' && /^AWS_(DEFAULT_)?REGION$/.test(sources.get(EVERY.region.key) ?? '');
}

/** Asks for the home Region of an account that has none yet, until it is one of the account's partition. */
export async function askHomeRegion(
  { identity }: Account,
  given: Given,
  prompter: Prompter,
  tell: Teller,
): Promise<void> {
  for (;;) {
    await askSetting(EVERY.region, given, prompter, tell);
    if (partitionOf(knownIn(given.values, EVERY.region)) === identity.partition) return;
    tell.line(`\n  ${tell.mark('failed')}  This account is in ${identity.partition}, which does not have that Region.`);
    forget(given, EVERY.region);
  }
}
