import { type Account, globalRegionOf } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { endsTheLook } from '../aws/errors.ts';
import { allPages } from '../aws/pages.ts';
import { topicTags } from '../facts/alarm-topic.ts';
import { ownBuckets } from '../facts/bucket-list.ts';
import { iamAccount } from '../facts/iam-account.ts';
import { policyTags } from '../facts/iam-policies.ts';
import { BUCKET_TAG, carriesOurTag, NAME_TAG, orNull, tagOf } from '../facts/tags.ts';
import { policyName, policyTopics } from '../policies/index.ts';
import { checkName } from './checks.ts';

// Anybody may write tags: what is no NAME of ours is none.
function nameOf(tags: Parameters<typeof tagOf>[0]): string | undefined {
  const name = tagOf(tags, NAME_TAG);
  return name !== undefined && checkName(name) === undefined ? name : undefined;
}

/** Something that carries our tags, and the NAME in them. */
export interface Tagged {
  name: string;
  thing: string;
  /** Of a bucket: landing-zone, analysis or further. */
  role?: string | undefined;
}

/** The list, or none where it may not be looked at. */
export async function orEmpty<T>(listed: Promise<T[]>): Promise<T[]> {
  return (await listed.catch(signedOutOnly)) ?? [];
}

/** Users and roles. */
export async function taggedUsers(account: Account): Promise<Tagged[]> {
  const { users, roles } = await iamAccount(account);
  const things = [
    ...[...users.values()].map(({ UserName, Tags }) => ({ thing: UserName, tags: Tags })),
    ...[...roles.values()].map(({ RoleName, Tags }) => ({ thing: RoleName, tags: Tags })),
  ];
  return things.flatMap(({ thing, tags }) => {
    const name = carriesOurTag(tags) ? nameOf(tags) : undefined;
    return name && thing ? [{ name, thing }] : [];
  });
}

/** Buckets of all Regions; the landing zone and the analysis bucket say so. */
export async function taggedBuckets(account: Account): Promise<Tagged[]> {
  const names = (await ownBuckets(account)).map(({ Name = '' }) => Name);
  const tagged = names.map(async (Bucket) => {
    // A bucket in another Region, or one that may not be looked at, is none of ours as far as anybody can tell.
    const tags = await orNull(account.send(call('s3', 'GetBucketTagging', { Bucket })), 'NoSuchTagSet').catch(
      signedOutOnly,
    );
    const name = carriesOurTag(tags?.TagSet) ? nameOf(tags?.TagSet) : undefined;
    return name ? [{ name, thing: Bucket, role: tagOf(tags?.TagSet, BUCKET_TAG) }] : [];
  });
  return (await Promise.all(tagged)).flat();
}

/** Instances that have not ended. */
export async function taggedInstances(account: Account): Promise<Tagged[]> {
  const Filters = [
    { Name: 'tag:managed-by', Values: ['aws-baseline'] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
  ];
  const pages = await allPages(account, call('ec2', 'DescribeInstances', { Filters }), 'NextToken');
  const instances = pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
  return instances.flatMap(({ Tags }) => {
    const [name, thing] = [nameOf(Tags), tagOf(Tags, 'Name')];
    return name && thing ? [{ name, thing }] : [];
  });
}

/** What may not be looked at is left out; only what ends every look ends it. */
export function signedOutOnly(error: unknown): undefined {
  if (endsTheLook(error)) throw error;
  return undefined;
}

/** Policies and the topic: what is left of a baseline without users, buckets and instances. */
export async function taggedShared(account: Account, mayHaveTopic = true): Promise<Tagged[]> {
  const { accountId, partition } = account.identity;
  const place = { accountId, partition, globalRegion: globalRegionOf(partition), tags: [] };
  const { policies } = await iamAccount(account);
  const named = policyTopics.map(policyName).filter((name) => policies.has(name));
  const asked = [
    ...named.map((name) => policyTags(name, account)),
    ...(mayHaveTopic ? [topicTags(place, account)] : []),
  ];
  const all = await Promise.all(asked.map((tags) => tags.catch(signedOutOnly)));
  return all.flatMap((tags) => {
    const name = carriesOurTag(tags) ? nameOf(tags) : undefined;
    return name ? [{ name, thing: '' }] : [];
  });
}

/** A subnet of the VPC that our security group is in, when that is not the default one. */
export async function subnetOfGroup(account: Account): Promise<string | undefined> {
  const Filters = [{ Name: 'tag:managed-by', Values: ['aws-baseline'] }];
  const [{ SecurityGroups }, { Subnets }] = await Promise.all([
    account.send(call('ec2', 'DescribeSecurityGroups', { Filters })),
    account.send(call('ec2', 'DescribeSubnets', {})),
  ]);
  const vpc = SecurityGroups?.[0]?.VpcId;
  const inside = (Subnets ?? []).filter(({ VpcId }) => VpcId === vpc);
  return vpc && !inside.some(({ DefaultForAz }) => DefaultForAz) ? inside[0]?.SubnetId : undefined;
}
