import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { isThing } from '../../engine/owner.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { carriesOurTag } from '../../facts/tags.ts';
import { KIND_KEY } from '../kinds.ts';
import { answersOf } from '../settings/all.ts';
import { EVERY } from '../settings/every.ts';
import type { Draft } from '../settings/setting.ts';
import { TRY_NAME } from '../try/container.ts';
import { tryStep } from '../try/step.ts';
import { TRIALS, TRIALS_KEY, type Trial } from '../try/trials.ts';
import { ourSecurityGroups, signedOutOnly, type Tagged, tagged } from './tagged.ts';

/** The security group of a trial, which may be all that is left. */
export async function taggedTrial(account: Account): Promise<Tagged[]> {
  const groups = (await ourSecurityGroups(account)).filter(({ GroupName }) => GroupName === TRY_NAME);
  return groups.flatMap(({ GroupName, Tags }) =>
    tagged('security group', GroupName, Tags, { region: account.homeRegion }),
  );
}

/**
 * The trials that exist, by their tags. An account without any is asked nothing more: a container and a cluster have the
 * trial's security group, a function its role, and both are in answers that a search reads anyway. `draft` has the
 * settings of one baseline.
 */
export async function foundTrials(draft: Draft, account: Account, kind: AccountKind): Promise<Trial[]> {
  const [groups, iam] = await Promise.all([
    ourSecurityGroups(account).catch(signedOutOnly),
    iamAccount(account).catch(signedOutOnly),
  ]);
  const hasGroup = groups?.some(({ GroupName }) => GroupName === TRY_NAME);
  const hasRole = carriesOurTag(iam?.roles.get(TRY_NAME)?.Tags);
  const perhaps = TRIALS.filter((trial) => (trial === 'function' ? hasRole : hasGroup));
  const found = await Promise.all(perhaps.map(async (trial) => ((await exists(trial)) ? [trial] : [])));
  // Only the group is left.
  return found.flat().length === 0 && hasGroup ? ['container'] : found.flat();

  async function exists(trial: Trial): Promise<boolean> {
    const things = thingsOf(trial).filter((fact) => trial === 'function' || !isShared(fact.id));
    const owners = await Promise.all(things.map((fact) => fact.owner(account).catch(signedOutOnly)));
    return owners.some((owner) => owner?.whose === 'ours' || owner?.whose === 'partly');
  }

  function isShared(id: string): boolean {
    return TRIALS.every((trial) => trial === 'function' || thingsOf(trial).some((fact) => fact.id === id));
  }

  function thingsOf(trial: Trial) {
    const given = new Map([...draft, [EVERY.region.key, account.homeRegion], [KIND_KEY, kind], [TRIALS_KEY, [trial]]]);
    const answers = answersOf(given, account.identity, false);
    return tryStep.facts(answers, () => 0).filter(isThing);
  }
}
