import type { Account, Partition } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { Broken, ByHand, type Fact, fact, type Json } from '../../engine/fact.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { orNull } from '../tags.ts';
import { type Bucket, ifOurs } from './buckets.ts';

/** A statement of a bucket policy. */
export type Statement = { [key: string]: Json };

/** The name of our statement that requires TLS. */
export const TLS_ONLY = 'AwsBaselineTlsOnly';

/**
 * The bucket policy denies requests without TLS (CIS 2.1.1). Its other statements stay unchanged; those that are not `ours`
 * are reported if they grant access.
 */
export function bucketRefusesPlainHttp(
  bucket: Bucket,
  partition: Partition,
  ours: readonly Statement[] = [],
): Fact<Statement> {
  const Bucket = bucket.bucket;
  const arn = `arn:${partition}:s3:::${Bucket}`;
  const want: Statement = {
    Sid: TLS_ONLY,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return fact({
    id: `s3/${Bucket}/tls-only`,
    control: 'buckets-tls',
    title: `bucket ${Bucket} requires TLS`,
    within: bucket,
    protects: true,
    want,
    async read(account) {
      const statements = (await policyOf(Bucket, account))?.Statement ?? [];
      // An existing statement with the same content is as good as ours.
      return (
        statements.find((one) => sameDocument(nameless(one), nameless(want))) ??
        statements.find((one) => one.Sid === TLS_ONLY) ??
        null
      );
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(nameless(a), nameless(b))),
    works: async (account) => besideOurs(Bucket, (await policyOf(Bucket, account))?.Statement ?? [], [want, ...ours]),
    async calls(to, now, account) {
      const policy = await ifOurs(bucket, account, () => policyOf(Bucket, account));
      const others = (policy?.Statement ?? []).filter((one) => now === null || !sameDocument(one, now));
      return [putPolicy(Bucket, policy, to ? [...others, to] : others)];
    },
  });
}

/** The call that gives a bucket a policy of these statements; throws ByHand if S3 would refuse one of them. */
export function putPolicy(Bucket: string, policy: Policy | null, Statement: Statement[]): AnyCall {
  if (Statement.length === 0) return call('s3', 'DeleteBucketPolicy', { Bucket });
  mustBeSomebody(Bucket, Statement);
  const Policy = JSON.stringify({ ...(policy ?? { Version: '2012-10-17' }), Statement });
  return call('s3', 'PutBucketPolicy', { Bucket, Policy });
}

// S3 shows a deleted principal as its id, and refuses a policy that contains one: "Invalid principal in policy" (IAM
// page "AWS JSON policy elements: Principal").
function mustBeSomebody(Bucket: string, statements: Statement[]): void {
  for (const { Sid, Principal, NotPrincipal } of statements) {
    const gone = principalsOf(Principal ?? NotPrincipal ?? null).find((value) =>
      /^A(ID|RO|GP|IP)A[A-Z0-9]{10,}$/.test(value),
    );
    if (gone === undefined) continue;
    const which = Sid ? `the statement "${Sid}"` : 'a statement';
    throw new ByHand(
      `the policy of bucket ${Bucket} cannot be changed: ${which} names ${gone}, a deleted user or role, and S3 refuses a policy with a deleted principal. Remove that principal (S3 console > bucket > Permissions > Bucket policy), then run the same command again`,
    );
  }
}

function principalsOf(principal: Json): string[] {
  if (typeof principal === 'string') return [principal];
  return Object.values(principal ?? {}).flatMap((value) => [value].flat() as string[]);
}

// Existing statements stay unchanged. A statement that grants access to others is reported; one that denies access to
// everyone makes the bucket unusable.
function besideOurs(Bucket: string, statements: Statement[], ours: Statement[]): string | undefined {
  const others = statements.filter((one) => !ours.some((own) => sameDocument(nameless(one), nameless(own))));
  const named = ({ Sid, Effect }: Statement) => (Sid ? `statement "${Sid}"` : `a statement with effect ${Effect}`);
  const isForAll = ({ Principal = null }: Statement) => principalsOf(Principal).includes('*');
  const shut = others.find(
    (one) => one.Effect === 'Deny' && isForAll(one) && !one.Condition && [one.Action].flat().some(isUse),
  );
  if (shut)
    throw new Broken(
      `the policy of bucket ${Bucket} denies everyone access: ${named(shut)} denies ${[shut.Action].flat().join(', ')}. Remove that statement (S3 console > bucket > Permissions > Bucket policy)`,
    );
  const open = others.find((one) => one.Effect === 'Allow' && isForAll(one) && !one.Condition);
  if (open)
    return `${named(open)} of its policy grants access to everyone; only S3 Block Public Access keeps it from taking effect`;
  const shared = others.find((one) => one.Effect === 'Allow');
  return (
    shared &&
    `${named(shared)} of its policy grants access to ${principalsOf(shared.Principal ?? null).join(', ') || 'others'}`
  );
}

/** Whether a statement allows something to everyone, with or without conditions. */
export const allowsEveryone = ({ Effect, Principal = null }: Statement): boolean =>
  Effect === 'Allow' && principalsOf(Principal).includes('*');

const isUse = (action: Json | undefined): boolean =>
  /^(\*|s3:(\*|Get\*|Put\*|GetObject\*?|PutObject\*?|List\*|ListBucket))$/i.test(String(action));

/** A statement without its name. */
export function nameless({ Sid: _, ...statement }: Statement): Statement {
  return statement;
}

/** A bucket policy. */
export type Policy = { Version?: string; Statement: Statement[] };

/** The policy of a bucket, with a list of statements; null if it has none. */
export async function policyOf(Bucket: string, account: Account): Promise<Policy | null> {
  const answer = await orNull(
    account.send(call('s3', 'GetBucketPolicy', { Bucket })),
    'NoSuchBucketPolicy',
    'NoSuchBucket',
  );
  const document = readDocument(answer?.Policy) as { Statement?: Statement | Statement[] } | null;
  return document && { ...document, Statement: [document.Statement ?? []].flat() as Statement[] };
}
