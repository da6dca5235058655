import type { Cause } from './cause.ts';
import { LATER } from './later.ts';

/** Causes that affect one request: names, conflicting resources, and eventual consistency. */
export const REQUEST_CAUSES: readonly Cause[] = [
  {
    id: 'bucket-name-taken',
    code: /^BucketAlreadyExists$/,
    of: /^s3 CreateBucket$/,
    state: 'failed',
    next: 'bucket names are globally unique, and another account owns this one: choose another with --landing-bucket, --analysis-bucket or --bucket-names regional',
  },
  {
    // S3 page "Deleting a bucket": the name of a deleted bucket may take an hour or more to become available.
    id: 'bucket-name-busy',
    code: /^OperationAborted$/,
    of: /^s3 CreateBucket$/,
    state: 'waiting',
    patience: 120,
    why: 'a bucket with this name was deleted recently; it can take S3 an hour or more to release the name',
    next: LATER,
  },
  {
    id: 'bucket-busy',
    code: /^(OperationAborted|ConditionalRequestConflict)$/,
    state: 'waiting',
    patience: 120,
    why: 'S3 is still processing another change to this bucket',
    next: LATER,
  },
  {
    // S3 page "Amazon S3 data consistency model": bucket configurations are eventually consistent.
    id: 'bucket-not-seen-yet',
    code: /^NoSuchBucket$/,
    state: 'waiting',
    patience: 120,
    why: 'the new bucket is not visible everywhere in S3 yet',
    next: LATER,
  },
  {
    // CloudTrail page "CreateTrail", S3 page "PutBucketLogging": the bucket or its policy may be new.
    id: 'bucket-not-seen-yet',
    code: /^(InsufficientS3BucketPolicy|S3BucketDoesNotExist|InvalidTargetBucketForLogging)$/,
    state: 'waiting',
    patience: 120,
    why: 'the new bucket or its policy is not visible everywhere in AWS yet',
    next: LATER,
  },
  {
    // IAM page "Changes that I make are not always immediately visible".
    id: 'iam-not-seen-yet',
    code: /^(NoSuchEntity|EntityTemporarilyUnmodifiable|ConcurrentModification)$/,
    state: 'waiting',
    patience: 120,
    why: 'a recent change is not visible everywhere in IAM yet',
    next: LATER,
  },
  {
    id: 'password-policy',
    code: /^PasswordPolicyViolation$/,
    state: 'failed',
    why: "the password does not meet the account's password policy",
    next: 'check the requirements with aws iam get-account-password-policy, then provide a password that meets them with --admin-password-file, or relax the policy',
  },
  {
    // S3 page "Bucket policies": a deleted principal is shown as its id, and S3 refuses a policy that contains one.
    id: 'deleted-principal',
    code: /^MalformedPolicy\w*$/,
    says: /invalid principal/i,
    state: 'failed',
    why: 'the existing policy has a statement for a deleted user or role, and AWS refuses such a policy',
    next: 'remove that principal from the policy (it is shown as AIDA... or AROA...), then run the same command again',
  },
  {
    id: 'acl-grants',
    code: /^InvalidBucketAclWithObjectOwnership$/,
    state: 'failed',
    next: "the bucket's ACL grants access to other accounts: remove those grants in the console, then run the same command again",
  },
  {
    id: 'in-use',
    code: /^DependencyViolation$/,
    state: 'failed',
    patience: 300,
    next: 'another resource, which was added later, still uses it: delete that resource, then run the same command again',
  },
  {
    id: 'in-use',
    code: /^DeleteConflict$/,
    state: 'failed',
    patience: 120,
    next: 'another resource, which was added later, still uses it: delete that resource, then run the same command again',
  },
  { id: 'not-empty', code: /^BucketNotEmpty$/, state: 'failed', patience: 60 },
  {
    // An attempt whose answer was lost, or another run, created it; the next check shows the owner.
    id: 'there-already',
    code: /^(AnswerLost|EntityAlreadyExists|BucketAlreadyOwnedByYou|TrailAlreadyExists|InvalidGroup\.Duplicate|InvalidPermission\.Duplicate|Conflict)$/,
    state: 'waiting',
    patience: 120,
    why: 'AWS reports that it already exists, but does not return it yet',
    next: LATER,
  },
  {
    id: 'not-seen-yet',
    code: /^(NoSuch|NotFound|NotShown$|ResourceNotFound|404$)|NotFound(Error)?$/,
    state: 'waiting',
    patience: 120,
    why: 'a recent change is not visible everywhere in AWS yet',
    next: LATER,
  },
];
