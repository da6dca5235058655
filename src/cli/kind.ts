import type { Account } from '../aws/account.ts';
import { type AccountKind, isProject } from '../aws/account-kind.ts';
import { inRegion } from '../aws/views.ts';
import { kindWithRegion, projectRegion } from '../steps/account-kind.ts';
import { KIND_KEY, KINDS, kindIn, NO_ADMIN } from '../steps/kinds.ts';
import { type Given, sourceText } from './gather.ts';
import type { Teller } from './tell.ts';
import { usage } from './trouble.ts';

/** What is said of the Region that a project works in. */
const BY_AWS = 'the project, for which AWS selected it';

// Where a Region only happens to be: another one may be found in its place.
const AMBIENT = /^(AWS_REGION|AWS_DEFAULT_REGION|profile .*|a sample answer|your former answers)$/;

/**
 * Keeps the kind of account with the answers. In a project the home Region is not a choice: it is found and told; throws
 * usage (exit 2) where somebody has said another one. Gives back the account in its Region.
 */
export async function settleKind(account: Account, kind: AccountKind, given: Given, tell: Teller): Promise<Account> {
  given.values.set(KIND_KEY, kind);
  if (!isProject(kind)) return account;
  const wanted = given.values.get('region') as string | undefined;
  const found = await projectRegion(account, wanted);
  given.values.set(KIND_KEY, kindWithRegion(kind, found));
  const { region } = found;
  if (region === undefined || region === wanted) return account;
  if (wanted !== undefined && !AMBIENT.test(given.sources.get('region') ?? '')) {
    throw usage(
      `Region ${wanted} (${sourceText(given, 'region')}) is closed to this project: AWS selected ${region} for it, and AWS's policies deny the others`,
      `add --region ${region}; see aws-baseline explain kinds`,
    );
  }
  const unused = wanted === undefined ? '' : `; ${wanted} (${sourceText(given, 'region')}) is closed to it`;
  tell.line(`The Region of this project is ${region}${unused}.`);
  given.values.set('region', region);
  given.sources.set('region', BY_AWS);
  return inRegion(account, region);
}

/** Says what kind of account it is. Of one that is not known there is nothing to say. */
export function tellKind({ values }: Given, tell: Teller): void {
  const kind = kindIn(values);
  if (kind !== 'unknown') tell.line(`Kind of account: ${KINDS[kind].words}`);
}

/** Says what is not set up because of the kind, where nobody has asked for it. */
export function tellLeftOut({ values }: Given, tell: Teller): void {
  if (isProject(kindIn(values)) && !values.has('steps')) tell.line(NO_ADMIN);
}
