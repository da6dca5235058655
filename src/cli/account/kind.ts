import { type AccountKind, isProject } from '../../aws/account-kind.ts';
import { inRegion } from '../../aws/views.ts';
import { kindWithRegion, projectRegion } from '../../steps/account-kind.ts';
import { KIND_KEY, KINDS, kindIn, NO_ADMIN } from '../../steps/kinds.ts';
import { brakeLeftOut } from '../../steps/root/brake-settings.ts';
import { notPlanned } from '../../steps/root/guardrail-settings.ts';
import { chosenSteps, EVERY } from '../../steps/settings/every.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import { forget, type Given, sourceText, take } from '../answers/given.ts';
import type { Teller } from '../terminal/tell.ts';
import { usage } from '../trouble.ts';
import type { Opened } from './opened.ts';

// Sources of a Region that the user did not choose for this run: another Region may replace it.
function isAmbient({ sources }: Given): boolean {
  return /^(kept|sample|stand-in|ambient|profile)$/.test(sources.get(EVERY.region.key)?.by ?? '');
}

/**
 * Stores the kind of account with the answers. A Region that stood in for a project's is forgotten if it is none. A project's home Region is not a choice: it is detected and reported,
 * and the account is switched to it; throws usage (exit 2) if the user gave another one.
 */
export async function settleKind(opened: Opened, given: Given, tell: Teller): Promise<Opened> {
  const { account, accountKind: kind } = opened;
  given.values.set(KIND_KEY, kind);
  if (!isProject(kind)) {
    if (given.sources.get(EVERY.region.key)?.by === 'stand-in') forget(given, EVERY.region);
    return opened;
  }
  const wanted = valueIn(given.values, EVERY.region);
  const found = await projectRegion(account, wanted);
  given.values.set(KIND_KEY, kindWithRegion(kind, found));
  const { region } = found;
  if (region === undefined) return opened;
  const isSaid = wanted !== undefined && !isAmbient(given);
  if (isSaid && region !== wanted) throw isClosed(wanted, region, given);
  if (!isSaid) tellRegion(region, wanted, given, tell);
  // The requests sent in advance went to the other Region.
  return region === account.homeRegion ? opened : { ...opened, account: inRegion(account, region), ahead: undefined };
}

function isClosed(wanted: string, region: string, given: Given) {
  return usage(
    `Region ${wanted} (${sourceText(given, EVERY.region)}) is not available in this project: AWS selected ${region} for it, and AWS's policies deny other Regions`,
    `add --region ${region}; see aws-baseline explain kinds`,
  );
}

function tellRegion(region: string, wanted: string | undefined, given: Given, tell: Teller): void {
  const isOther = wanted !== undefined && wanted !== region && given.sources.get(EVERY.region.key)?.by !== 'stand-in';
  const unused = isOther ? `; ${wanted} (${sourceText(given, EVERY.region)}) is not available` : '';
  tell.line(`The Region of this project is ${region}${unused}.`);
  take(given, EVERY.region, region, { by: 'project' });
}

/** The name of an account's kind; undefined if the kind is unknown. */
export function wordsOfKind(kind: AccountKind): string | undefined {
  return kind === 'unknown' ? undefined : KINDS[kind].words;
}

/** Prints the kind of account. Prints nothing for an unknown kind. */
export function tellKind({ values }: Given, tell: Teller): void {
  const words = wordsOfKind(kindIn(values));
  if (words) tell.line(`Kind of account: ${words}`);
}

/** The same before a setup, with what is left out for this kind; `isTold` if the first screen shows the kind. */
export function introduceKind(given: Given, tell: Teller, isTold: boolean): void {
  if (!isTold) tellKind(given, tell);
  const kind = kindIn(given.values);
  if (isProject(kind) && !given.values.has(EVERY.steps.key)) tell.line(NO_ADMIN);
  if (!chosenSteps(given.values).includes('root')) return;
  for (const line of notPlanned(kind, given.values)) tell.line(line);
  const brake = brakeLeftOut(given.values);
  if (brake) tell.must(brake);
}
