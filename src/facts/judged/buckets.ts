import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { Chore, Json } from '../../engine/fact.ts';
import { ownBuckets, regionOf } from '../buckets/bucket-list.ts';
import { isPublicByPolicy } from '../guardrails/s3-account-block.ts';
import { readDocument } from '../iam/documents.ts';
import { orNull } from '../tags.ts';
import { judged, thoseThat } from './judged.ts';

type Test = (Bucket: string, account: Account, region: string | undefined) => Promise<boolean>;

/** What benchmarks ask of every bucket of the account, in all Regions. */
export function judgedBuckets(): Chore<string[]>[] {
  return [
    everyBucket(
      'buckets-tls',
      'requires TLS',
      'add a statement that denies requests without TLS to the policy',
      requiresTls,
    ),
    everyBucket(
      'buckets-blocked',
      'blocks public access',
      'turn on all four settings of Block Public Access',
      isBlocked,
    ),
    everyBucket(
      'buckets-without-acls',
      'has ACLs disabled',
      'set Object Ownership to "Bucket owner enforced"',
      hasNoAcls,
    ),
    everyBucket('buckets-versioned', 'has versioning enabled', 'turn on versioning', isVersioned),
    everyBucket(
      'buckets-lifecycle',
      'has a lifecycle rule',
      'add one, for example for incomplete uploads',
      hasLifecycle,
    ),
    judged('buckets-mfa-delete', {
      title: 'every S3 bucket of the account has MFA delete, and there is one',
      how: 'turn it on as root',
      async read(account) {
        const names = (await ownBuckets(account)).flatMap(({ Name }) => Name ?? []);
        const wrong = await thoseThat(names, async (name) => !(await inItsRegion(hasMfaDelete, name, account)));
        return names.length === 0 ? ['no bucket'] : wrong;
      },
    }),
    judged('buckets-not-public', {
      title: 'no policy of an S3 bucket lets everyone in',
      how: 'narrow the principal of the policy, or turn on Block Public Access',
      async read(account) {
        const names = (await ownBuckets(account)).flatMap(({ Name }) => Name ?? []);
        return thoseThat(names, (name) => isPublicByPolicy(name, account));
      },
    }),
  ];
}

function everyBucket(control: string, does: string, how: string, test: Test): Chore<string[]> {
  return judged(control, {
    title: `every S3 bucket of the account ${does}`,
    how,
    async read(account) {
      const names = (await ownBuckets(account)).flatMap(({ Name }) => Name ?? []);
      return thoseThat(names, async (name) => !(await inItsRegion(test, name, account)));
    },
  });
}

async function inItsRegion(test: Test, Bucket: string, account: Account): Promise<boolean> {
  const region = (await regionOf(Bucket, account)) ?? undefined;
  return test(Bucket, account, region === account.homeRegion ? undefined : region);
}

type Statement = { [key: string]: Json | undefined };

// As in CIS: a statement that denies everyone what comes without TLS, or with an old version of it.
const requiresTls: Test = async (Bucket, account, region) => {
  const asked = account.send(call('s3', 'GetBucketPolicy', { Bucket }, region));
  const document = readDocument((await orNull(asked, 'NoSuchBucketPolicy'))?.Policy) as {
    Statement?: Statement | Statement[];
  } | null;
  return [document?.Statement ?? []].flat().some(deniesPlainHttp);
};

function deniesPlainHttp({ Effect, Principal, Action, Condition }: Statement): boolean {
  const isForAll = /^("\*"|\{"AWS":\[?"\*"\]?\})$/.test(JSON.stringify(Principal ?? null));
  const isForAllActions = [Action ?? []].flat().some((one) => one === '*' || one === 's3:*');
  const { Bool, NumericLessThan } = (Condition ?? {}) as Record<string, Record<string, Json> | undefined>;
  const isPlain = [Bool?.['aws:SecureTransport'] ?? []].flat().some((one) => String(one) === 'false');
  return (
    Effect === 'Deny' && isForAll && isForAllActions && (isPlain || NumericLessThan?.['s3:TlsVersion'] !== undefined)
  );
}

const isBlocked: Test = async (Bucket, account, region) => {
  const asked = account.send(call('s3', 'GetPublicAccessBlock', { Bucket }, region));
  const block = (await orNull(asked, 'NoSuchPublicAccessBlockConfiguration'))?.PublicAccessBlockConfiguration ?? {};
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = block;
  return [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets].every((one) => one === true);
};

const hasNoAcls: Test = async (Bucket, account, region) => {
  const asked = account.send(call('s3', 'GetBucketOwnershipControls', { Bucket }, region));
  const answer = await orNull(asked, 'OwnershipControlsNotFoundError');
  return answer?.OwnershipControls?.Rules?.[0]?.ObjectOwnership === 'BucketOwnerEnforced';
};

const hasMfaDelete: Test = async (Bucket, account, region) =>
  (await account.send(call('s3', 'GetBucketVersioning', { Bucket }, region))).MFADelete === 'Enabled';

const isVersioned: Test = async (Bucket, account, region) =>
  (await account.send(call('s3', 'GetBucketVersioning', { Bucket }, region))).Status === 'Enabled';

const hasLifecycle: Test = async (Bucket, account, region) => {
  const asked = account.send(call('s3', 'GetBucketLifecycleConfiguration', { Bucket }, region));
  const answer = await orNull(asked, 'NoSuchLifecycleConfiguration');
  return answer?.Rules?.some(({ Status }) => Status === 'Enabled') === true;
};
