import { type AccountKind, isProject } from '../../aws/account-kind.ts';
import { inRegion } from '../../aws/views.ts';
import { kindWithRegion, projectRegion } from '../../steps/account-kind.ts';
import { KIND_KEY, KINDS, kindIn, NO_ADMIN } from '../../steps/kinds.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { valueIn } from '../../steps/settings/setting.ts';
import { type Given, KEPT, SAMPLE, sourceText, take } from '../answers/given.ts';
import type { Teller } from '../terminal/tell.ts';
import { usage } from '../trouble.ts';
import type { Opened } from './opened.ts';

/** What is said of the Region that a project works in. */
const BY_AWS = 'the project, for which AWS selected it';

// Where a Region only happens to be: another one may be found in its place.
function isAmbient({ sources }: Given): boolean {
  const source = sources.get(EVERY.region.key) ?? '';
  return [KEPT, SAMPLE].includes(source) || /^(AWS_(DEFAULT_)?REGION|profile .*)$/.test(source);
}

/**
 * Keeps the kind of account with the answers. In a project the home Region is not a choice: it is found and told, and the
 * account is taken there; throws usage (exit 2) where somebody has said another one.
 */
export async function settleKind(opened: Opened, given: Given, tell: Teller): Promise<Opened> {
  const { account, accountKind: kind } = opened;
  given.values.set(KIND_KEY, kind);
  if (!isProject(kind)) return opened;
  const wanted = valueIn(given.values, EVERY.region);
  const found = await projectRegion(account, wanted);
  given.values.set(KIND_KEY, kindWithRegion(kind, found));
  const { region } = found;
  if (region === undefined) return opened;
  const isSaid = wanted !== undefined && !isAmbient(given);
  if (isSaid && region !== wanted) throw isClosed(wanted, region, given);
  if (!isSaid) tellRegion(region, wanted, given, tell);
  // What was asked ahead was asked in the other Region.
  return region === account.homeRegion ? opened : { ...opened, account: inRegion(account, region), ahead: undefined };
}

function isClosed(wanted: string, region: string, given: Given) {
  return usage(
    `Region ${wanted} (${sourceText(given, EVERY.region)}) is closed to this project: AWS selected ${region} for it, and AWS's policies deny the others`,
    `add --region ${region}; see aws-baseline explain kinds`,
  );
}

function tellRegion(region: string, wanted: string | undefined, given: Given, tell: Teller): void {
  const isOther = wanted !== undefined && wanted !== region;
  const unused = isOther ? `; ${wanted} (${sourceText(given, EVERY.region)}) is closed to it` : '';
  tell.line(`The Region of this project is ${region}${unused}.`);
  take(given, EVERY.region, region, BY_AWS);
}

/** What an account's kind is called; undefined where nobody knows it. */
export function wordsOfKind(kind: AccountKind): string | undefined {
  return kind === 'unknown' ? undefined : KINDS[kind].words;
}

/** Says what kind of account it is. Of one that is not known there is nothing to say. */
export function tellKind({ values }: Given, tell: Teller): void {
  const words = wordsOfKind(kindIn(values));
  if (words) tell.line(`Kind of account: ${words}`);
}

/** The same before something is set up, with what is left out because of it; `isTold` where the first screen says the kind. */
export function introduceKind(given: Given, tell: Teller, isTold: boolean): void {
  if (!isTold) tellKind(given, tell);
  if (isProject(kindIn(given.values)) && !given.values.has(EVERY.steps.key)) tell.line(NO_ADMIN);
}
