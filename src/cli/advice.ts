import { isSignedOutCode } from '../aws/errors.ts';
import type { Finding } from '../engine/finding.ts';
import { REGION_OFF } from './sign-in.ts';

// What AWS's refusals mean to somebody in the first hour, and what to do. By AWS's code, or by its words.
const ADVICE: [refusal: RegExp, next: string][] = [
  [
    /BucketAlreadyExists/,
    'S3 names are world-wide and somebody else has this one: choose another with --landing-bucket, --analysis-bucket or --bucket-names regional',
  ],
  [/RegionNotEnabled/, REGION_OFF],
  [/PendingVerification/, 'nothing runs and nothing costs; run the same command later, or wait for it with --wait 4h'],
  [
    /VcpuLimitExceeded/,
    'a new account may run only a few vCPUs of this kind: choose a smaller type with --instance-type, or ask for more at https://console.aws.amazon.com/servicequotas/home',
  ],
  [
    /InsufficientInstanceCapacity/,
    'AWS has none left in this zone just now: run it again later, or choose another --instance-type or --subnet',
  ],
  [
    /free.?tier/i,
    'on the Free plan only free-tier types start: leave --instance-type and --family away, or change the plan',
  ],
  [/^Unsupported$/, 'this zone does not have the type: choose another --instance-type or --subnet'],
  [
    /OptInRequired/,
    'the account is not signed up for this service or Region yet: open its page in the console once, or choose another --region',
  ],
  [
    /PasswordPolicyViolation/,
    "the account's password policy asks for more: give a longer one with --admin-password-file",
  ],
  [
    /LimitExceeded/,
    'the account has reached a quota of AWS: remove what is not needed, or ask for more at https://console.aws.amazon.com/servicequotas/home',
  ],
  [
    /VPCIdNotSpecified/,
    'there is no default VPC: name a subnet with --subnet, or make one with aws ec2 create-default-vpc',
  ],
  [
    /InvalidKeyPair/,
    'there is no key pair of this name in the Region: leave --key-name away and connect by Session Manager',
  ],
  [
    /Throttl|RequestLimitExceeded|TooManyRequests|SlowDown/,
    'AWS is busy with this account: run the same command again in a minute',
  ],
  [
    /DeleteConflict|DependencyViolation/,
    'something that was added later still uses it: remove that, then run the same command again',
  ],
  [
    /InvalidBucketAclWithObjectOwnership/,
    "the bucket's access list names other accounts: remove those grants in the console, then run the same command again",
  ],
];

/** The finding with the next thing to do, where AWS's refusal is a known one. */
export function withAdvice(finding: Finding): Finding {
  const { state, code = '', error = '', permission } = finding;
  if (finding.next || !/failed|waiting|unknown/.test(state)) return finding;
  if (permission) return { ...finding, next: `ask an administrator to allow ${permission}, or run this as root` };
  if (isSignedOutCode(code))
    return { ...finding, next: 'the sign-in ran out: sign in again, then run the same command again' };
  const next = ADVICE.find(([refusal]) => refusal.test(code) || refusal.test(error))?.[1];
  return next ? { ...finding, next } : finding;
}
