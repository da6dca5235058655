import { type Account, partitionOf } from '../../aws/account.ts';
import { otherBuckets } from '../../steps/buckets/other-buckets.ts';
import { namesIn, type Remembered, remembered } from '../../steps/discovery/baseline.ts';
import { kindIn } from '../../steps/kinds.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { flagName, knownIn, type Setting, valueIn } from '../../steps/settings/setting.ts';
import { askSetting } from '../answers/ask.ts';
import { asMissing } from '../answers/gather.ts';
import { forget, type Given, sourceText, take } from '../answers/given.ts';
import type { Invocation } from '../arguments/options.ts';
import { commandLine } from '../commands/command-line.ts';
import { clean } from '../terminal/clean.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';

/**
 * One baseline and one home Region per account: throws usage (exit 2) if the account remembers others. For commands
 * that write or plan to.
 */
export function requireSameBaseline(known: Remembered, given: Given, invocation: Invocation): void {
  mustBeItsName(known, given, invocation);
  const { home } = known;
  const region = valueIn(given.values, EVERY.region);
  if (!home || region === undefined || region === home.region) return;
  throw usage(
    `Region ${region} (${sourceText(given, EVERY.region)}) is not the home Region of this account: it is ${home.region} (from ${home.by}) and cannot be changed`,
    `add --region ${home.region}. To use another Region, undo the baseline first: ${undoOf(namesIn(known)[0], known, invocation)}`,
  );
}

/** The same for what `account` remembers, its two buckets included. */
export async function requireSame(account: Account, given: Given, invocation: Invocation): Promise<void> {
  const known = await remembered(account, kindIn(given.values));
  requireSameBaseline(known, given, invocation);
  await requireSameBuckets(known, given, account);
}

// A second pair would take the groups' access to the first.
async function requireSameBuckets({ seen }: Remembered, given: Given, account: Account): Promise<void> {
  const others = seen.length > 0 ? await otherBuckets(given.values, account) : [];
  if (others.length === 0) return;
  const [are, wanted] = [others.map(({ bucket }) => clean(bucket)), others.map((one) => one.wanted)];
  throw usage(
    `this baseline uses bucket${are.length > 1 ? 's' : ''} ${are.join(' and ')}. This command would create ${wanted.join(' and ')} instead, and the groups would lose access to the data`,
    `add ${others.map(({ setting, bucket }) => `${flagName(setting)} ${clean(bucket)}`).join(' ')}`,
  );
}

function mustBeItsName(known: Remembered, given: Given, invocation: Invocation): void {
  const name = valueIn(given.values, EVERY.name);
  const names = namesIn(known);
  if (name === undefined && names.length > 1) throw several(names, `${undoOf(names[1], known, invocation)}`);
  const other = names.find((each) => each !== name);
  if (name !== undefined && other !== undefined) throw isAnother(other, known, given, invocation);
}

/** Several baselines exist, which happens only by accident, and the command needs exactly one. */
export function several(names: string[], next: string): Trouble {
  const message = `this account has several baselines but must have only one: ${names.join(', ')}`;
  return new Trouble(EXIT.usage, message, { missing: asMissing([EVERY.name]), next });
}

/** The error for a baseline name other than `first`, which the account has. */
function isAnother(first: string, known: Remembered, given: Given, invocation: Invocation): Trouble {
  const { kind = '', thing = '' } = known.seen.find(({ name }) => name === first) ?? {};
  return usage(
    `name ${valueIn(given.values, EVERY.name)} (${sourceText(given, EVERY.name)}): this account already has baseline ${first} (from the tags of ${kind} ${clean(thing)}), and an account can have only one`,
    `to extend it, use --name ${first} with --bucket, --engineer-user or --analyst-user. To use another name, undo ${first} first: ${undoOf(first, known, invocation)}`,
  );
}

function undoOf(name: string | undefined, { home }: Remembered, invocation: Invocation): string {
  const words = [...(name ? [`--name ${name}`] : []), ...(home ? [`--region ${home.region}`] : [])];
  return commandLine(invocation, 'undo', words);
}

/** For read-only commands and undo: uses the remembered Region even if the user gave another one, and prints it. */
function takeHome(home: Remembered['home'], given: Given, tell: Teller): void {
  const said = valueIn(given.values, EVERY.region);
  if (!home || said === home.region) return;
  const unused = said === undefined ? '' : `; ${said} (${sourceText(given, EVERY.region)}) is not used`;
  tell.line(`The home Region of this account is ${home.region} (from ${home.by})${unused}.`);
  take(given, EVERY.region, home.region, { by: 'baseline' });
}

/**
 * The same, and rejects a baseline name that the account does not have. `others` are names from another source, such as
 * the journal.
 */
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

/** Replaces values that the user did not give this time with what the account remembers. */
export function giveWay(known: Remembered, given: Given): void {
  const isUnsaid = ({ key }: Setting) => /^(kept|sample)$/.test(given.sources.get(key)?.by ?? '');
  const [name, ...more] = namesIn(known);
  if (isUnsaid(EVERY.name) && name !== undefined && more.length === 0) {
    take(given, EVERY.name, name, { by: 'account' });
  }
  if (isUnsaid(EVERY.region) && known.home) {
    take(given, EVERY.region, known.home.region, { by: 'baseline' });
  }
}

/** Whether the Region is only that of the CloudShell tab, which is good as a default but not as an answer. */
export function isOnlyCloudShellTab({ env }: World, { sources }: Given): boolean {
  return env.AWS_EXECUTION_ENV === 'CloudShell' && sources.get(EVERY.region.key)?.by === 'ambient';
}

/** Prompts for the home Region of an account that has none yet, until the Region is in the account's partition. */
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
