import { type Account, globalRegionOf } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { isSignedOut } from '../aws/errors.ts';
import { allPages } from '../aws/pages.ts';
import { readOnly, remembering } from '../aws/views.ts';
import { subscribedEmails } from '../facts/alarm-topic.ts';
import { billingAlarms, limitOf } from '../facts/billing-alarm.ts';
import { ownBuckets } from '../facts/buckets.ts';
import { iamAccount } from '../facts/iam-account.ts';
import { carriesOurTag, NAME_TAG, orNull, tagOf } from '../facts/tags.ts';
import type { Value } from './setting.ts';

/** What the tags in an account tell about one baseline in it: values by setting key. */
export type Discovered = Map<string, Value>;

/**
 * Finds the baselines of an account by tags alone, by NAME: for undo without a journal, for defaults, for another
 * machine. What may not be looked at is left out.
 */
export async function discover(given: Account): Promise<Map<string, Discovered>> {
  const account = remembering(readOnly(given));
  const found = new Map<string, Discovered>();
  const of = (name: string): Discovered => {
    const known = found.get(name) ?? new Map([['name', name]]);
    found.set(name, known);
    return known;
  };
  const [users, buckets, instances, alarms] = await Promise.all([
    orEmpty(taggedUsers(account)),
    orEmpty(taggedBuckets(account)),
    orEmpty(taggedInstances(account)),
    alarmValues(account).catch(signedOutOnly),
  ]);
  for (const { name, thing } of users) {
    const [, group = '', person = ''] = /^(engineer|analyst)_(.+)$/.exec(thing) ?? [];
    const values = of(name);
    if (group) values.set(`${group}.user`, [...((values.get(`${group}.user`) as string[] | undefined) ?? []), person]);
  }
  for (const { name, thing } of buckets) {
    const values = of(name);
    if (thing.startsWith(`${name}-landing-zone`) && !values.has('buckets.landing'))
      values.set('buckets.landing', thing);
    else if (thing.startsWith(`${name}-analysis`) && !values.has('buckets.analysis'))
      values.set('buckets.analysis', thing);
    else values.set('buckets.further', [...((values.get('buckets.further') as string[] | undefined) ?? []), thing]);
  }
  for (const { name, thing } of instances) of(name).set('ec2.instance-name', thing);
  const asksForMfa = await requiresMfa(account).catch(signedOutOnly);
  for (const values of found.values()) {
    for (const [key, value] of alarms ?? []) values.set(key, value);
    if (asksForMfa) values.set('groups.require-mfa', true);
  }
  return found;
}

/** The name that the account's sign-in page has, when somebody gave it one. */
export async function accountAlias(account: Account): Promise<string | undefined> {
  return (await account.send(call('iam', 'ListAccountAliases', {}))).AccountAliases?.[0];
}

interface Tagged {
  name: string;
  thing: string;
}

function signedOutOnly(error: unknown): undefined {
  if (isSignedOut(error)) throw error;
  return undefined;
}

async function orEmpty(tagged: Promise<Tagged[]>): Promise<Tagged[]> {
  return (await tagged.catch(signedOutOnly)) ?? [];
}

// Whether one of our groups has been told to ask for MFA.
async function requiresMfa(account: Account): Promise<boolean> {
  const { groups } = await iamAccount(account);
  const ours = ['admin', 'engineer', 'analyst'].map((name) => groups.get(name));
  return ours.some((group) => group?.AttachedManagedPolicies?.some(({ PolicyName }) => PolicyName === 'require_mfa'));
}

async function taggedUsers(account: Account): Promise<Tagged[]> {
  const { users, roles } = await iamAccount(account);
  const things = [
    ...[...users.values()].map(({ UserName, Tags }) => ({ thing: UserName, tags: Tags })),
    ...[...roles.values()].map(({ RoleName, Tags }) => ({ thing: RoleName, tags: Tags })),
  ];
  return things.flatMap(({ thing, tags }) => {
    const name = carriesOurTag(tags) ? tagOf(tags, NAME_TAG) : undefined;
    return name && thing ? [{ name, thing }] : [];
  });
}

async function taggedBuckets(account: Account): Promise<Tagged[]> {
  const names = (await ownBuckets(account)).map(({ Name = '' }) => Name);
  const tagged = names.map(async (Bucket) => {
    // A bucket in another Region, or one that may not be looked at, is none of ours as far as anybody can tell.
    const tags = await orNull(account.send(call('s3', 'GetBucketTagging', { Bucket })), 'NoSuchTagSet').catch(
      signedOutOnly,
    );
    const name = carriesOurTag(tags?.TagSet) ? tagOf(tags?.TagSet, NAME_TAG) : undefined;
    return name ? [{ name, thing: Bucket }] : [];
  });
  return (await Promise.all(tagged)).flat();
}

async function taggedInstances(account: Account): Promise<Tagged[]> {
  const Filters = [
    { Name: 'tag:managed-by', Values: ['aws-baseline'] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
  ];
  const pages = await allPages(account, call('ec2', 'DescribeInstances', { Filters }), 'NextToken');
  const instances = pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
  return instances.flatMap(({ Tags }) => {
    const [name, thing] = [tagOf(Tags, NAME_TAG), tagOf(Tags, 'Name')];
    return name && thing ? [{ name, thing }] : [];
  });
}

async function alarmValues(account: Account): Promise<Discovered> {
  const { accountId, partition } = account.identity;
  const place = { accountId, partition, globalRegion: globalRegionOf(partition), tags: [] };
  const [alarms, emails] = await Promise.all([billingAlarms(place, account), subscribedEmails(place, account)]);
  const limits = alarms.map(({ AlarmName = '' }) => limitOf(AlarmName)).filter((limit) => limit !== undefined);
  const values: Discovered = new Map();
  if (limits.length > 0)
    values.set(
      'alarm.limit',
      limits.sort((a, b) => a - b),
    );
  if (emails.length > 0) values.set('alarm.email', emails.sort());
  return values;
}
