import type { Account } from '../../aws/account.ts';
import { type AccountKind, isProject } from '../../aws/account-kind.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { GROUP_PATH } from '../../facts/iam/groups.ts';
import { BUCKETS } from '../buckets/settings.ts';
import { GROUPS } from '../groups/settings.ts';
import { KINDS } from '../kinds.ts';
import { ROOT } from '../root/settings.ts';
import { checkName } from '../settings/checks.ts';
import { EVERY } from '../settings/every.ts';
import { type Setting, type Value, valueIn } from '../settings/setting.ts';
import { TRIALS_KEY } from '../try/trials.ts';
import { addFlags } from './flags.ts';
import { alarmValues } from './found-alarms.ts';
import { foundBrake, foundBudget } from './found-budget.ts';
import { foundEc2 } from './found-ec2.ts';
import { addGuardrail, guardrailOfBucket, hasCisAlarms } from './found-guardrails.ts';
import { foundTrials, taggedTrial } from './found-trials.ts';
import { NOBODY } from './own-name.ts';
import { orEmpty, signedOutOnly, taggedBuckets, taggedInstances, taggedPolicies, taggedUsers } from './tagged.ts';
import { taggedTopic } from './tagged-mails.ts';

/** The settings of one baseline, from the tags in the account: values by setting key. */
export type Discovered = Map<string, Value>;

/**
 * Finds the baselines of an account by their tags only, by NAME: for undo without a journal, for defaults, and for another
 * computer. What the caller may not read is skipped. Without `now`, a deletion whose time has passed is found as well. The
 * baselines of the given NAMES are searched for even if nothing shows them.
 */
export async function discover(
  given: Account,
  kind: AccountKind = 'unknown',
  withBudget = isProject(kind),
  now: () => number = () => 0,
  names: string[] = [],
): Promise<Map<string, Discovered>> {
  const account = remembering(readOnly(given));
  const found = new Map<string, Discovered>();
  const of = (name: string): Discovered => {
    const known = found.get(name) ?? new Map([[EVERY.name.key, name]]);
    found.set(name, known);
    return known;
  };
  const { alarm: mayHaveAlarm } = KINDS[kind];
  const [users, policies, topic, buckets, instances, trial, alarms, ofCis, ec2, budget, brake] = await Promise.all([
    orEmpty(taggedUsers(account)),
    orEmpty(taggedPolicies(account)),
    mayHaveAlarm ? orEmpty(taggedTopic(account)) : [],
    orEmpty(taggedBuckets(account)),
    orEmpty(taggedInstances(account)),
    orEmpty(taggedTrial(account)),
    mayHaveAlarm ? alarmValues(account).catch(signedOutOnly) : undefined,
    mayHaveAlarm && hasCisAlarms(account),
    foundEc2(account, now),
    withBudget ? foundBudget(account, kind).catch(signedOutOnly) : undefined,
    withBudget && mayHaveAlarm ? foundBrake(account).catch(signedOutOnly) : undefined,
    // Reads of flags, which are remembered, wait for no NAME.
    addFlags(new Map([[EVERY.name.key, NOBODY]]), account, kind),
  ]);
  // What may remain of a baseline without users, buckets and instances.
  for (const { name } of [...policies, ...topic, ...trial]) of(name);
  if (budget?.name) of(budget.name);
  for (const { name, thing } of users) {
    const [, group = '', person = ''] = /^(engineer|analyst)_(.+)$/.exec(thing) ?? [];
    const values = of(name);
    if (group) add(values, group === 'engineer' ? GROUPS.engineers : GROUPS.analysts, person);
  }
  for (const { name, thing, role } of buckets) {
    const values = of(name);
    const isCalled = (use: string, { key }: Setting) => thing.startsWith(`${name}-${use}`) && !values.has(key);
    const { landing, analysis, further } = BUCKETS;
    const guardrail = guardrailOfBucket(role);
    if (guardrail) addGuardrail(values, guardrail);
    else if (role === 'landing-zone') values.set(landing.key, thing);
    else if (role === 'analysis') values.set(analysis.key, thing);
    else if (isCalled('landing-zone', landing)) values.set(landing.key, thing);
    else if (isCalled('analysis', analysis)) values.set(analysis.key, thing);
    // Guardrails have buckets too.
    else if (role === undefined || role === 'further') add(values, further, thing);
  }
  for (const { name } of instances) of(name);
  if (found.size === 0) for (const [name, values] of await byGroups(account)) found.set(name, values);
  for (const name of names) of(name);
  const asksForMfa = await requiresMfa(account).catch(signedOutOnly);
  for (const values of found.values()) {
    for (const [key, value] of alarms?.values ?? []) values.set(key, value);
    if (alarms?.ofRoot) addGuardrail(values, 'root-alert');
    if (ofCis) addGuardrail(values, 'cis-alarms');
    for (const [key, value] of budget?.values ?? []) values.set(key, value);
    if (brake !== undefined) values.set(ROOT.brake.key, brake);
    for (const [key, value] of ec2) values.set(key, value);
    if (asksForMfa) values.set(GROUPS.requireMfa.key, true);
  }
  await Promise.all(
    [...found.values()].map(async (values) => {
      const [trials] = await Promise.all([foundTrials(values, account, kind), addFlags(values, account, kind)]);
      if (trials.length > 0) values.set(TRIALS_KEY, trials);
    }),
  );
  return found;
}

// If all tags were removed, the groups on our path remain, and their members show the NAME.
async function byGroups(account: Account): Promise<Map<string, Discovered>> {
  const members = await membersOnPath(account).catch(signedOutOnly);
  const [admin, ...others] = members?.get('admin') ?? [];
  if (admin === undefined || others.length > 0 || checkName(admin) !== undefined) return new Map();
  const values: Discovered = new Map([[EVERY.name.key, admin]]);
  for (const person of members?.get('engineer') ?? []) add(values, GROUPS.engineers, person);
  for (const person of members?.get('analyst') ?? []) add(values, GROUPS.analysts, person);
  return new Map([[admin, values]]);
}

// By group on our path: PERSON of each member GROUP_PERSON.
async function membersOnPath(account: Account): Promise<Map<string, string[]>> {
  const { users, groups } = await iamAccount(account);
  return new Map(
    ['admin', 'engineer', 'analyst'].map((group) => {
      const isOnPath = groups.get(group)?.Path === GROUP_PATH;
      const members = [...users.values()].filter(({ GroupList }) => isOnPath && GroupList?.includes(group));
      const people = members.map(({ UserName = '' }) => UserName).filter((user) => user.startsWith(`${group}_`));
      return [group, people.map((user) => user.slice(group.length + 1))];
    }),
  );
}

function add(values: Discovered, setting: Setting<string[]>, thing: string): void {
  values.set(setting.key, [...(valueIn(values, setting) ?? []), thing]);
}

/** The account alias, if there is one. */
export async function accountAlias(account: Account): Promise<string | undefined> {
  const pages = await allPages(account, call('iam', 'ListAccountAliases', {}), 'Marker');
  return pages.flatMap(({ AccountAliases }) => AccountAliases ?? [])[0];
}

// Whether MFA is required of one of our groups.
async function requiresMfa(account: Account): Promise<boolean> {
  const { groups } = await iamAccount(account);
  const ours = ['admin', 'engineer', 'analyst'].map((name) => groups.get(name));
  return ours.some((group) => group?.AttachedManagedPolicies?.some(({ PolicyName }) => PolicyName === 'require_mfa'));
}
