import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import type { World } from '../../src/cli/world.ts';
import { type Script, stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const FLAGS = [
  '--region',
  HOME,
  ...['--name', 'acme', '--alarm-email', 'you@example.com', '--alarm-limit', '10', '--bucket-names', 'plain'],
  ...['--engineer-user', 'jo', '--analyst-user', 'kim', '--family', 'general'],
  ...['--steps', 'root,admin,buckets,groups,ec2'],
];
const ANSWERS: Script = [
  ['Guardrails', ''],
  ['Give the admin user', true],
  ['Private', false],
  ['What next?', 'apply'],
];
const PASSWORDS: Script[number] = ['First password', 'screen'];
const MFA: Script[number] = ['Set up MFA', false];

const refusal = (name: string, message: string) => Object.assign(new Error(message), { name });
const DENIED =
  'User: arn:aws:iam::111122223333:user/x is not authorized to perform: iam:CreateUser on resource: user admin_acme because no identity-based policy allows the iam:CreateUser action';

interface Failure {
  what: string;
  /** What AWS answers, by operation; the others work. */
  refused: Partial<Record<string, Error>>;
  /** What a person is asked besides. */
  more: Script;
  code: number;
  /** What the screen says. */
  says: (string | RegExp)[];
  /** What the same command asks when it works again. */
  again: Script;
}

const FAILURES: Failure[] = [
  {
    what: 'credentials that run out',
    refused: { CreateUser: refusal('ExpiredToken', 'The security token included in the request is expired') },
    more: [],
    code: 3,
    says: [
      'the CloudShell credentials expired',
      'Everything marked "ok" is in the account and stays there.',
      'reload the CloudShell tab, then run the same command again',
      /and \d+ more were skipped; the next run continues with them/,
    ],
    again: [['What next?', 'apply'], PASSWORDS, MFA],
  },
  {
    what: 'a permission that is missing',
    refused: { CreateUser: refusal('AccessDenied', DENIED) },
    more: [],
    code: 4,
    says: ['ask an administrator to allow iam:CreateUser, or run this as root', 'not done yet: user admin_acme exists'],
    again: [['What next?', 'apply'], PASSWORDS, MFA],
  },
  {
    what: 'buckets that may not be listed',
    refused: { ListBuckets: refusal('AccessDenied', 'Access Denied') },
    more: [PASSWORDS, MFA],
    code: 4,
    says: ['s3:ListAllMyBuckets', '5 EC2 instance'],
    again: [['What next?', 'apply'], MFA],
  },
  {
    what: 'AWS that is too busy',
    refused: { CreateUser: refusal('Throttling', 'Rate exceeded') },
    more: [],
    code: 6,
    says: [
      /user admin_acme exists: still waiting [\d.]+ s \(AWS is throttling requests from this account\)/,
      'run the same command again in a minute, or let it wait with --wait 10m',
    ],
    again: [['What next?', 'apply'], PASSWORDS, MFA],
  },
  {
    what: 'an account that AWS still checks',
    refused: {
      RunInstances: refusal('PendingVerification', 'Your request for accessing resources is being validated'),
    },
    more: [PASSWORDS, MFA],
    code: 6,
    says: [
      'not done yet: instance acme-analysis exists',
      'no instance is running and nothing is charged; run the same command later, or wait for it with --wait',
    ],
    again: [['What next?', 'apply'], MFA],
  },
];

/** A CloudShell whose person leaves what only people can do for later. */
function worldOf(account: Account, act: (given: AnyCall) => Promise<unknown>): Partial<World> {
  let time = Date.parse('2026-11-24T10:00:00Z');
  return {
    connect: async () => ({ ...through(account, act), kind: 'aws' as const }),
    env: { AWS_EXECUTION_ENV: 'CloudShell', AWS_REGION: HOME, TERM: 'dumb' },
    clock: {
      now: () => time,
      async sleep(ms) {
        await new Promise<void>((wake) => setTimeout(wake, 20));
        time += ms;
      },
      random: () => 0.5,
    },
    keys(onKey: (key: string) => void) {
      const typing = setInterval(() => onKey('q'), 5);
      return () => clearInterval(typing);
    },
  };
}

describe('a failure says why, what state the account is in and what to do, and the same command goes on', () => {
  it.each(FAILURES)('$what', async ({ refused, more, code, says, again }) => {
    const account = rehearsalAccount({ homeRegion: HOME });
    const { play } = stage();
    let works = false;
    const act = (given: AnyCall) => {
      const error = works ? undefined : refused[given.operation];
      return error ? Promise.reject(error) : account.send(given as never);
    };
    const world = worldOf(account, act);
    const first = await play(['init', ...FLAGS], [...ANSWERS, ...more], world);
    expect(first.code, first.err).toBe(code);
    for (const words of says) expect(first.both.replace(/\s+/g, ' ')).toMatch(words);
    expect(first.both).not.toMatch(/undefined|\[object|at .*:\d+:\d+/);
    works = true;
    const second = await play(['init', ...FLAGS], again, world);
    expect(second.code, second.err).toBe(0);
    // At the beginning of a line: a first password may hold it, too.
    expect(second.both).not.toMatch(/^\s*XX\s/m);
  });

  it('no default VPC: the review says so, and a subnet can be named there', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    const { Subnets } = await account.send(call('ec2', 'DescribeSubnets', {}));
    const subnet = String(Subnets?.[1]?.SubnetId);
    const act = (given: AnyCall) => {
      const isDefault = given.operation === 'DescribeSubnets' && JSON.stringify(given.input).includes('default-for-az');
      return isDefault ? Promise.resolve({ Subnets: [] }) : account.send(given as never);
    };
    const script: Script = [
      ['Guardrails', ''],
      ['Give the admin user', true],
      ['Private', false],
      ['What next?', 'change'],
      ['Which answer?', 'ec2.subnet'],
      ['Subnet', 'nonsense'],
      ['Subnet', subnet],
      ['What next?', 'apply'],
      PASSWORDS,
      MFA,
    ];
    const { code, both, err } = await stage().play(['init', ...FLAGS], script, worldOf(account, act));
    expect(both.replace(/\s+/g, ' ')).toContain('the default VPC in ap-southeast-2 has no default subnet');
    expect(code, err).toBe(0);
    expect(both).toContain(`--subnet ${subnet}`);
  });

  it('a bucket name that is taken, where nobody can be asked: 1, how to name another, and the rest is made', async () => {
    const { code, err, json } = await stage().play([
      ...['apply', '--rehearse', '--yes', '--json', '--no-alarm', '--name', 'acme', '--region', HOME],
      ...['--analysis-bucket', 'taken-by-others'],
    ]);
    expect(code).toBe(1);
    const text = err.replace(/\s+/g, ' ');
    expect(text).toContain('choose another with --landing-bucket, --analysis-bucket or --bucket-names regional');
    const facts: { id: string }[] = json.steps.flatMap((step: { facts: unknown[] }) => step.facts);
    expect(facts.find(({ id }) => id === 's3/taken-by-others/bucket')).toMatchObject({
      state: 'failed',
      code: 'BucketAlreadyExists',
    });
    expect(json.summary).toMatchObject({ failed: 1, unknown: 0, created: expect.any(Number) });
  });
});
