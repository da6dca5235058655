import type { Cause } from './cause.ts';

const LATER = 'run the same command again later, or let it wait with --wait 2h';

/** What is behind a refusal of one request: names, things in the way, and an account that is only settling. */
export const REQUEST_CAUSES: readonly Cause[] = [
  {
    id: 'bucket-name-taken',
    code: /^BucketAlreadyExists$/,
    of: /^s3 CreateBucket$/,
    state: 'failed',
    next: 'S3 names are world-wide and somebody else has this one: choose another with --landing-bucket, --analysis-bucket or --bucket-names regional',
  },
  {
    // S3 page "Deleting a bucket": the name of a bucket that was just deleted may take an hour or more to be free.
    id: 'bucket-name-busy',
    code: /^OperationAborted$/,
    of: /^s3 CreateBucket$/,
    state: 'waiting',
    patience: 120,
    why: 'S3 is still busy with this bucket name: a bucket of the name was deleted a short while ago, which can take S3 an hour or more',
    next: LATER,
  },
  {
    id: 'bucket-busy',
    code: /^(OperationAborted|ConditionalRequestConflict)$/,
    state: 'waiting',
    patience: 120,
    why: 'S3 is still busy with another change to this bucket',
    next: LATER,
  },
  {
    // S3 page "Amazon S3 data consistency model": bucket configurations are eventually consistent.
    id: 'bucket-not-seen-yet',
    code: /^NoSuchBucket$/,
    state: 'waiting',
    patience: 120,
    why: 'S3 does not know the new bucket everywhere yet',
    next: LATER,
  },
  {
    // IAM page "Changes that I make are not always immediately visible".
    id: 'iam-not-seen-yet',
    code: /^(NoSuchEntity|EntityTemporarilyUnmodifiable|ConcurrentModification)$/,
    state: 'waiting',
    patience: 120,
    why: 'IAM does not show everywhere yet what was just changed',
    next: LATER,
  },
  {
    // EC2 page "Troubleshoot IAM roles for Amazon EC2".
    id: 'instance-profile-not-seen-yet',
    says: /Invalid IAM Instance Profile|has no associated IAM Roles/i,
    state: 'waiting',
    patience: 120,
    why: 'EC2 does not see the new instance profile and its role yet',
    next: LATER,
  },
  {
    id: 'free-tier-only',
    says: /free.?tier/i,
    state: 'failed',
    next: 'on the Free plan only free-tier types start: leave --instance-type and --family away, or change the plan',
  },
  {
    // EC2 page "Troubleshoot Amazon EC2 instance launch issues", "Insufficient instance capacity": wait a few minutes.
    id: 'no-capacity',
    code: /^InsufficientInstanceCapacity$/,
    state: 'waiting',
    patience: 120,
    why: 'AWS has no instance of this type left in this zone just now',
    next: `${LATER}; or choose another --instance-type or --subnet`,
  },
  {
    id: 'type-not-in-zone',
    code: /^Unsupported$/,
    state: 'failed',
    next: 'this zone does not have the type: choose another --instance-type or --subnet',
  },
  {
    id: 'password-policy',
    code: /^PasswordPolicyViolation$/,
    state: 'failed',
    why: "the account's password policy does not take this password",
    next: 'see what it asks for with aws iam get-account-password-policy, then give one that fits with --admin-password-file, or make the policy milder',
  },
  {
    // S3 page "Bucket policies": a principal that was deleted is shown as its id, and no policy with one is taken.
    id: 'deleted-principal',
    code: /^MalformedPolicy\w*$/,
    says: /invalid principal/i,
    state: 'failed',
    why: 'the policy that is there has a statement for a user or role that no longer exists, and AWS takes no such policy',
    next: 'take that principal out of the policy (it is shown as AIDA... or AROA...), then run the same command again',
  },
  {
    id: 'no-default-network',
    code: /^VPCIdNotSpecified$/,
    state: 'failed',
    next: 'there is no default VPC with a subnet: name a subnet with --subnet; the next look says how to make one',
  },
  {
    id: 'no-key-pair',
    code: /^InvalidKeyPair/,
    state: 'failed',
    patience: 20,
    next: 'there is no key pair of this name in the Region: leave --key-name away and connect by Session Manager',
  },
  {
    id: 'acl-grants',
    code: /^InvalidBucketAclWithObjectOwnership$/,
    state: 'failed',
    next: "the bucket's access list names other accounts: remove those grants in the console, then run the same command again",
  },
  {
    id: 'in-use',
    code: /^DependencyViolation$/,
    state: 'failed',
    patience: 300,
    next: 'something that was added later still uses it: remove that, then run the same command again',
  },
  {
    id: 'in-use',
    code: /^DeleteConflict$/,
    state: 'failed',
    patience: 120,
    next: 'something that was added later still uses it: remove that, then run the same command again',
  },
  { id: 'not-empty', code: /^BucketNotEmpty$/, state: 'failed', patience: 60 },
  {
    // A try whose answer was lost, or another run, has made it; the next look shows whose it is.
    id: 'there-already',
    code: /^(AnswerLost|EntityAlreadyExists|BucketAlreadyOwnedByYou|InvalidGroup\.Duplicate|InvalidPermission\.Duplicate|Conflict)$/,
    state: 'waiting',
    patience: 120,
    why: 'AWS says that it is there already, and does not show it yet',
    next: LATER,
  },
  {
    id: 'not-seen-yet',
    code: /^(NoSuch|NotFound|NotShown$|ResourceNotFound|404$)|NotFound(Error)?$/,
    state: 'waiting',
    patience: 120,
    why: 'AWS does not show everywhere yet what was just changed',
    next: LATER,
  },
];
