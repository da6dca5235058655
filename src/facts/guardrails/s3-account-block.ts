import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { ownBuckets, regionOf } from '../buckets/bucket-list.ts';
import { allowsEveryone, policyOf } from '../buckets/bucket-policy.ts';
import { orNull } from '../tags.ts';
import { guardrail } from './guardrail.ts';

type Setting = 'BlockPublicAcls' | 'IgnorePublicAcls' | 'BlockPublicPolicy' | 'RestrictPublicBuckets';
type Block = Record<Setting, boolean>;

const ALL: Block = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const EVERYBODY = /\/groups\/(global\/AllUsers|global\/AuthenticatedUsers)$/;

/**
 * No bucket of the account can be public. Buckets that are public today would no longer be: if there are any, the user
 * decides (S3 page "Configuring block public access settings for your account"). AWS refuses the call if an S3 policy of
 * an organization manages the setting (Organizations page "Amazon S3 policies").
 */
export function bucketsCannotBePublic(AccountId: string): Fact<Block> {
  return guardrail<Block>('s3-account-block', {
    title: 'no S3 bucket of the account can be public',
    thing: 'S3 account block',
    want: ALL,
    protects: true,
    undoing: 'S3 buckets can be made public again, by a policy or an ACL.',
    async read(account) {
      const asked = account.send(call('s3control', 'GetPublicAccessBlock', { AccountId }));
      const answer = await orNull(asked, 'NoSuchPublicAccessBlockConfiguration');
      return answer && blockOf(answer.PublicAccessBlockConfiguration);
    },
    async calls(to, _now, account) {
      if (to === null) return [call('s3control', 'DeletePublicAccessBlock', { AccountId })];
      if (Object.values(to).every(Boolean)) await mustHaveNoPublicBucket(account);
      return [call('s3control', 'PutPublicAccessBlock', { AccountId, PublicAccessBlockConfiguration: to })];
    },
  });
}

function blockOf({
  BlockPublicAcls = false,
  IgnorePublicAcls = false,
  BlockPublicPolicy = false,
  RestrictPublicBuckets = false,
}: { [K in Setting]?: boolean | undefined } = {}): Block {
  return { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets };
}

async function mustHaveNoPublicBucket(account: Account): Promise<void> {
  const names = (await ownBuckets(account)).flatMap(({ Name }) => Name ?? []);
  const served = await Promise.all(names.map((name) => isPublic(name, account)));
  const open = names.filter((_, i) => served[i]);
  if (open.length === 0) return;
  const [is, bucket] = open.length === 1 ? ['is', 'bucket'] : ['are', 'buckets'];
  throw new ByHand(
    `${bucket} ${open.join(', ')} ${is} public now: serve the objects through CloudFront or make the ${bucket} private, or leave this guardrail out with --guardrails`,
  );
}

// Most buckets have all four settings of their own; only the others are looked into.
async function isPublic(Bucket: string, account: Account): Promise<boolean> {
  const region = (await regionOf(Bucket, account)) ?? undefined;
  const { IgnorePublicAcls = false } = await blockOfBucket(Bucket, account, region);
  const [byPolicy, byAcl] = await Promise.all([
    isPublicByPolicy(Bucket, account),
    IgnorePublicAcls ? false : aclIsPublic(Bucket, account, region),
  ]);
  return byPolicy || byAcl;
}

/** Whether the policy of a bucket lets everyone in, and the bucket's own settings do not prevent it. */
export async function isPublicByPolicy(Bucket: string, account: Account): Promise<boolean> {
  const region = (await regionOf(Bucket, account)) ?? undefined;
  const { RestrictPublicBuckets = false } = await blockOfBucket(Bucket, account, region);
  return !RestrictPublicBuckets && policyIsPublic(Bucket, account, region);
}

async function blockOfBucket(Bucket: string, account: Account, region?: string) {
  const asked = account.send(call('s3', 'GetPublicAccessBlock', { Bucket }, region));
  return (await orNull(asked, 'NoSuchPublicAccessBlockConfiguration'))?.PublicAccessBlockConfiguration ?? {};
}

async function policyIsPublic(Bucket: string, account: Account, region?: string): Promise<boolean> {
  const asked = account.send(call('s3', 'GetBucketPolicyStatus', { Bucket }, region));
  const answer = await orNull(asked, 'NoSuchBucketPolicy');
  if (answer === null) return false;
  const isPublicNow = answer.PolicyStatus?.IsPublic;
  if (isPublicNow !== undefined) return isPublicNow;
  // An endpoint that ignores the question answers another one. Then conditions count for nothing.
  return ((await policyOf(Bucket, account))?.Statement ?? []).some(allowsEveryone);
}

async function aclIsPublic(Bucket: string, account: Account, region?: string): Promise<boolean> {
  const { Grants = [] } = await account.send(call('s3', 'GetBucketAcl', { Bucket }, region));
  return Grants.some(({ Grantee }) => EVERYBODY.test(Grantee?.URI ?? ''));
}
