import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { endsTheLook, isRegionOff } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { ownBuckets } from '../../facts/buckets/bucket-list.ts';
import { EC2_NAME } from '../../facts/ec2/instance-profile.ts';
import { securityGroupsNamed } from '../../facts/ec2/networks.ts';
import { iamAccount } from '../../facts/iam/account.ts';
import { policyTags } from '../../facts/iam/policies.ts';
import { BUCKET_TAG, carriesOurTag, NAME_TAG, orNull, tagOf } from '../../facts/tags.ts';
import { policyNames, policyTopics } from '../../policies/index.ts';
import { checkName } from '../settings/checks.ts';

// Anyone can write tags, so an invalid NAME is ignored.
function nameOf(tags: Tags): string | undefined {
  const name = tagOf(tags, NAME_TAG);
  return name !== undefined && checkName(name) === undefined ? name : undefined;
}

/** A resource with our tags, and the NAME in them. */
export interface Tagged {
  name: string;
  /** The type of resource: user, role, policy, topic, alarm, budget, security group, instance or bucket. */
  kind: string;
  thing: string;
  /** Of a bucket: landing-zone, analysis or further. */
  role?: string | undefined;
  /** The Region of a regional resource. */
  region?: string | undefined;
}

type Tags = Parameters<typeof tagOf>[0];

/** The resource in a list; an empty list if it does not have our tags. */
export function tagged(kind: string, thing: string | undefined, tags: Tags, more: Partial<Tagged> = {}): Tagged[] {
  const name = carriesOurTag(tags) ? nameOf(tags) : undefined;
  return name && thing ? [{ name, kind, thing, ...more }] : [];
}

/** The list, or an empty one if the caller may not read it. */
export async function orEmpty<T>(listed: Promise<T[]>): Promise<T[]> {
  return (await listed.catch(signedOutOnly)) ?? [];
}

/** Users and roles. */
export async function taggedUsers(account: Account): Promise<Tagged[]> {
  const { users, roles } = await iamAccount(account);
  return [
    ...[...users.values()].flatMap(({ UserName, Tags }) => tagged('user', UserName, Tags)),
    ...[...roles.values()].flatMap(({ RoleName, Tags }) => tagged('role', RoleName, Tags)),
  ];
}

/**
 * Buckets of the home Region, or of the other Regions, that `isAsked` selects. A tag shows the purpose of each bucket. S3
 * answers for a bucket only in the bucket's Region, so each is read there (AWS page "Error responses":
 * PermanentRedirect, IllegalLocationConstraintException).
 */
export async function taggedBuckets(
  account: Account,
  isAsked: (name: string) => boolean = () => true,
  where: 'home' | 'elsewhere' = 'home',
): Promise<Tagged[]> {
  const listed = (await ownBuckets(account)).map(({ Name: Bucket = '', BucketRegion: region }) => ({ Bucket, region }));
  const isHome = (region: string | undefined) => region === undefined || region === account.homeRegion;
  const asked = listed.filter(({ Bucket, region }) => isHome(region) === (where === 'home') && isAsked(Bucket));
  const answers = asked.map(async ({ Bucket, region }) => {
    const question = call('s3', 'GetBucketTagging', { Bucket }, where === 'home' ? undefined : region);
    const leftOut = where === 'home' ? signedOutOnly : regionOffToo;
    const tags = (await orNull(account.send(question), 'NoSuchTagSet').catch(leftOut))?.TagSet;
    return tagged('bucket', Bucket, tags, { role: tagOf(tags, BUCKET_TAG), region: region ?? account.homeRegion });
  });
  return (await Promise.all(answers)).flat();
}

// The filter for our resources, with any NAME.
const OURS = { Name: 'tag:managed-by', Values: ['aws-baseline'] };

/** Instances of the home Region with our tag that are not terminated. */
export async function ourInstances(account: Account) {
  const Filters = [OURS, { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] }];
  const pages = await allPages(account, call('ec2', 'DescribeInstances', { Filters }), 'NextToken');
  return pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
}

/** The same, by their Name. */
export async function taggedInstances(account: Account): Promise<Tagged[]> {
  return (await ourInstances(account)).flatMap(({ Tags, InstanceId }) =>
    tagged('instance', tagOf(Tags, 'Name') ?? InstanceId, Tags, { region: account.homeRegion }),
  );
}

/**
 * The security group, which has a fixed name; if its tags were removed, the instances. Our instances always have the
 * group: EC2 does not delete a group that is in use (AWS page "DeleteSecurityGroup").
 */
export async function taggedCompute(account: Account): Promise<Tagged[]> {
  const groups = await securityGroupsNamed(EC2_NAME, account);
  const found = groups.flatMap(({ GroupName, Tags }) =>
    tagged('security group', GroupName, Tags, { region: account.homeRegion }),
  );
  return groups.length > 0 && found.length === 0 ? taggedInstances(account) : found;
}

/** Skips what the caller may not read; errors that end every check are thrown. */
export function signedOutOnly(error: unknown): undefined {
  if (endsTheLook(error)) throw error;
  return undefined;
}

/** Skips what the caller may not read, or what is in a Region that is not enabled. */
export function regionOffToo(error: unknown): undefined {
  return isRegionOff(error) ? undefined : signedOutOnly(error);
}

/** The policies, which have fixed names. */
export async function taggedPolicies(account: Account): Promise<Tagged[]> {
  const { policies } = await iamAccount(account);
  const named = policyTopics.flatMap(policyNames).filter((name) => policies.has(name));
  const asked = named.map(async (name) => tagged('policy', name, await policyTags(name, account).catch(signedOutOnly)));
  return (await Promise.all(asked)).flat();
}

/** The security groups with our tag, of any name. */
export async function ourSecurityGroups(account: Account) {
  return (await account.send(call('ec2', 'DescribeSecurityGroups', { Filters: [OURS] }))).SecurityGroups ?? [];
}

/** A subnet of the VPC of the instance's security group, or else of another of ours, if that is not the default VPC. */
export async function subnetOfGroup(account: Account): Promise<string | undefined> {
  const [groups, { Subnets }] = await Promise.all([
    ourSecurityGroups(account),
    account.send(call('ec2', 'DescribeSubnets', {})),
  ]);
  const vpc = (groups.find(({ GroupName }) => GroupName === EC2_NAME) ?? groups[0])?.VpcId;
  const inside = (Subnets ?? []).filter(({ VpcId }) => VpcId === vpc);
  return vpc && !inside.some(({ DefaultForAz }) => DefaultForAz) ? inside[0]?.SubnetId : undefined;
}
