import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as checks from '../../src/steps/settings/checks.ts';

type Check = (text: string) => string | undefined;
const { milliseconds, ...all } = checks;
const named = all as unknown as Record<string, Check>;

const TABLE: [name: string, good: string[], bad: string[]][] = [
  [
    'checkName',
    ['acme', 'a-1', '123', 'a'.repeat(20)],
    ['', 'ab', 'a'.repeat(21), 'Acme', '-abc', 'abc-', 'a_b', 'a.b', 'a b', 'äbc', 'abc\n'],
  ],
  [
    'checkRegion',
    ['us-east-1', 'ap-southeast-2', 'us-gov-west-1', 'cn-north-1'],
    ['', 'us-east', 'us-east-1a', 'US-EAST-1', 'Sydney', 'us_east_1', 'us-east-1\n', 'aws-global'],
  ],
  [
    'checkAccountId',
    ['111122223333', '000000000000'],
    ['', '11112222333', '1111222233334', '1111-2222-3333', '11112222333x', '111122223333\n'],
  ],
  [
    'checkEmail',
    ['a@example.com', 'a.b+c@sub.example.co.uk', 'ä@example.com', "o'hara@example.com"],
    [
      '',
      'a',
      'a@b',
      '@example.com',
      'a@',
      'a@@example.com',
      'a b@example.com',
      'a@example.',
      'a@example.c',
      'a@exam ple.com',
      'a@example.com\n',
      '<a@example.com>',
      'a@example.com,b@example.com',
      `${'a'.repeat(251)}@x.org`,
    ],
  ],
  [
    'checkLimit',
    ['10', '0.5', '9999999', '10.25'],
    ['', '0', '0.00', '-1', '1e3', '10,5', '10.255', '$10', ' 10', '12345678', 'NaN', 'Infinity', '10\n'],
  ],
  [
    'checkBucket',
    ['acme-landing-zone', 'abc', '1a1', 'a'.repeat(63)],
    [
      '',
      'ab',
      'a'.repeat(64),
      'Acme-x',
      'acme.x',
      'acme_x',
      '-acme',
      'acme-',
      'xn--acme',
      'sthree-acme',
      'amzn-s3-demo-x',
      'acme-s3alias',
      'acme--ol-s3',
      'acme--x-s3',
      'acme--table-s3',
      'acme\n',
    ],
  ],
  [
    'checkPerson',
    ['ann', 'Ann.B', 'a@b', 'x+=,.@_-', 'a'.repeat(50)],
    ['', 'a b', 'ä', 'a/b', 'a*', 'a'.repeat(51), 'ann\n'],
  ],
  [
    'checkInstanceType',
    ['t3.micro', 'u-6tb1.112xlarge', 'c7i-flex.large', 'm5.metal-48xl'],
    ['', 't3', 't3.', '.micro', 'T3.micro', 't3 micro', '3t.micro', 't3.mic*', 't3.micro\n', `t3.${'x'.repeat(40)}`],
  ],
  [
    'checkSubnet',
    ['subnet-0a1b2c3d', 'subnet-0a1b2c3d4e5f67890'],
    ['', 'subnet-', 'subnet-xyz', 'vpc-0a1b2c3d', '0a1b2c3d', 'subnet-0A1B2C3D', 'subnet-0a1b2c3d\n'],
  ],
  ['checkVolumeSize', ['1', '8', '16384'], ['', '0', '16385', '-1', '8.5', '8GB', '1e3', '8\n']],
  [
    'checkContact',
    ['Erika Example,erika@example.com,+1 555 0100,Owner', 'E, e@example.com, (02) 1234-5678, Owner, Security'],
    ['', 'Erika', 'E,e@example.com,1', 'E,nobody,1,Owner', 'E,e@example.com,one,Owner', ',e@example.com,1,Owner'],
  ],
  [
    'checkAlias',
    ['acme', 'a-b-c', 'acme2026'],
    ['', 'ab', '-acme', 'acme-', 'a--b', 'Acme', '111122223333', 'a'.repeat(64)],
  ],
  ['checkVersionDays', ['1', '90', '36500'], ['', '0', '36501', '-1', '8.5', '090', '90d', '90\n']],
  ['checkPasswordAge', ['1', '90', '1095'], ['', '0', '1096', '-1', '8.5', '090', '90d', '90\n']],
  [
    'checkTagValue',
    ['acme analysis', 'a:b/c=d+e-f@g.h_i', 'ä', 'a'.repeat(256)],
    ['', 'a*', 'a,b', 'a"b', 'a\tb', 'a'.repeat(257)],
  ],
  ['checkKeyName', ['my-key', 'my key!', 'a'.repeat(255)], ['', 'ä', 'a\tb', 'a'.repeat(256), 'my-key\n']],
  [
    'checkTag',
    ['team=data', 'team=', 'a=b=c', 'ä ö=x'],
    ['', 'team', '=x', 'aws:team=x', 'AWS:x=y', `${'a'.repeat(129)}=x`, `a=${'b'.repeat(257)}`, 'a=b*', 'a*=b'],
  ],
  [
    'checkImage',
    ['busybox', 'public.ecr.aws/docker/library/busybox:stable', 'a@sha256:0123', 'a'.repeat(255)],
    ['', '-v', 'a b', 'a;b', 'a'.repeat(256), 'busybox\n'],
  ],
  ['checkReminder', ['90s', '10m', '4h', '24h'], ['', '0', '0s', '25h', '4', '4h\n']],
  [
    'checkDuration',
    ['0', '0s', '90s', '10m', '4h', '24h', '86400s'],
    ['', '10', '-1s', '1.5h', '25h', '86401s', '1d', '1 h', '10M', '999999s', '10m\n'],
  ],
];

describe.each(TABLE)('%s', (name, good, bad) => {
  const check = named[name] as Check;
  test.each(good)('takes %j', (text) => expect(check(text)).toBeUndefined());
  test.each(bad)('does not take %j, and says what would be right', (text) => expect(check(text)).toMatch(/\S{3}/));
});

test('every check has its table', () => {
  expect(
    Object.keys(named)
      .filter((name) => name.startsWith('check'))
      .toSorted(),
  ).toEqual(TABLE.map(([name]) => name).toSorted());
});

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ minLength: 200, maxLength: 2000 }));

test.each(Object.entries(named).filter(([name]) => name.startsWith('check')))(
  '%s answers to any text, and quickly',
  (_name, check) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const right = check(text);
        expect(right === undefined || right.length > 10).toBe(true);
        // What contains a control character is right nowhere: names and addresses are shown on a terminal.
        if (/\p{Cc}/u.test(text)) expect(right).toBeDefined();
      }),
    );
  },
);

test.each([
  ['a', '@', '.'],
  ['-', 'a', 'a'],
  ['a', '.', '='],
  ['1', '.', '0'],
])('no check is slow on a long run of %s%s%s', (...parts) => {
  const long = parts.map((part) => part.repeat(30_000));
  const began = performance.now();
  for (const text of [...long, long.join(''), parts.join('').repeat(30_000)])
    for (const check of Object.values(named)) check(text);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test.each<[string, number | undefined]>([
  ['0', 0],
  ['90s', 90_000],
  ['10m', 600_000],
  ['24h', 86_400_000],
  ['25h', undefined],
  ['10', undefined],
])('%s is %s ms', (text, ms) => expect(milliseconds(text)).toBe(ms));
