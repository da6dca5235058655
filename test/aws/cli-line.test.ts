import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyCall, lookup, secret } from '../../src/aws/call.ts';
import { cliLine, cliLines, kebab, secretFile } from '../../src/aws/cli-line.ts';

const line = (input: object, operation = 'PutThing', service = 'iam', region?: string): AnyCall =>
  ({ service, operation, input, ...(region ? { region } : {}) }) as AnyCall;

/** The words that a real shell makes of a line, in which `aws` prints what it was given. */
function shellWords(text: string): string[] {
  const script = `aws() { printf '%s\\0' "$@"; }\n${text}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

test.each([
  ['GetMFADevice', 'get-mfa-device'],
  ['EnableMFADevice', 'enable-mfa-device'],
  ['ListMFADevices', 'list-mfa-devices'],
  ['DeleteVirtualMFADevice', 'delete-virtual-mfa-device'],
  ['DeleteSSHPublicKey', 'delete-ssh-public-key'],
  ['SSHPublicKeyId', 'ssh-public-key-id'],
  ['PutBucketLifecycleConfiguration', 'put-bucket-lifecycle-configuration'],
  ['GetAccountAuthorizationDetails', 'get-account-authorization-details'],
  ['SetAsDefault', 'set-as-default'],
  ['VpcId', 'vpc-id'],
  ['OKActions', 'ok-actions'],
  ['ResourceARN', 'resource-arn'],
])('%s is %s', (name, expected) => expect(kebab(name)).toBe(expected));

test.each<[string, AnyCall, string]>([
  ['no input', line({}, 'GetCallerIdentity', 'sts'), 'aws sts get-caller-identity'],
  ['S3 is s3api', line({ Bucket: 'a' }, 'HeadBucket', 's3'), 'aws s3api head-bucket --bucket a'],
  ['a Region', line({}, 'ListTopics', 'sns', 'us-east-1'), 'aws sns list-topics --region us-east-1'],
  ['switches', line({ Yes: true, No: false }), 'aws iam put-thing --yes --no-no'],
  ['numbers', line({ Days: 7, Limit: 0.5 }), 'aws iam put-thing --days 7 --limit 0.5'],
  ['what is left out', line({ A: undefined, B: 'b' }), 'aws iam put-thing --b b'],
  ['a list of texts', line({ Names: ['a', "b'c"] }), `aws iam put-thing --names a 'b'\\''c'`],
  ['an object', line({ Tag: { Key: 'a b' } }), `aws iam put-thing --tag '{"Key":"a b"}'`],
  ['a list of objects', line({ Tags: [{ Key: 'a' }] }), `aws iam put-thing --tags '[{"Key":"a"}]'`],
  ['an empty text', line({ A: '' }), `aws iam put-thing --a ''`],
  ['a secret is a file', line({ Password: secret('ann') }), 'aws iam put-thing --password file://ann.password'],
  [
    'a lookup',
    line({ Id: lookup(line({ Name: 'a b' }, 'GetThing'), 'Things[0].Id') }),
    `aws iam put-thing --id "$(aws iam get-thing --name 'a b' --query 'Things[0].Id' --output text)"`,
  ],
  [
    'SNS calls the endpoint otherwise',
    line({ Endpoint: 'a@x.org' }, 'Subscribe', 'sns'),
    'aws sns subscribe --notification-endpoint a@x.org',
  ],
  ['EC2 counts', line({ MinCount: 1, MaxCount: 1 }, 'RunInstances', 'ec2'), 'aws ec2 run-instances --count 1'],
])('%s', (_what, given, expected) => expect(cliLine(given)).toBe(expected));

test.each([
  ['ann', 'ann.password'],
  ['admin_ann@x/../y', 'admin_ann.40x.2f.2e.2e.2fy.password'],
])('the secret of %s is in %s', (key, file) => expect(secretFile(key)).toBe(file));

describe('through a real shell', () => {
  const NASTY = [
    "it's",
    '"quoted"',
    '$(reboot)',
    '`reboot`',
    '$HOME',
    'a\nb',
    'a\tb',
    '\\',
    "\\'",
    "'\\''",
    'a b',
    '*',
    '~',
    '!',
    '#x',
    ';',
    '&&',
    '|',
    '>x',
    'ä€😀',
    '',
    ' ',
    '{"a":1}',
    '-n',
    '%s',
    '\\n',
  ];

  test.each(NASTY)('%j comes back', (text) => {
    expect(shellWords(cliLine(line({ A: text, B: [text, 'x'] })))).toEqual([
      'iam',
      'put-thing',
      '--a',
      text,
      '--b',
      text,
      'x',
    ]);
    expect(JSON.parse(shellWords(cliLine(line({ A: { [text]: [text] } }))).at(-1) ?? '')).toEqual({ [text]: [text] });
  });

  test('any text comes back', () => {
    const texts = fc.array(
      fc.string({ unit: 'binary', minLength: 1 }).map((text) => text.replaceAll('\0', '').replace(/\p{Cs}/gu, '')),
      { minLength: 20, maxLength: 20 },
    );
    fc.assert(
      fc.property(texts, (all) => {
        expect(shellWords(cliLine(line({ Texts: all })))).toEqual(['iam', 'put-thing', '--texts', ...all]);
      }),
      { numRuns: 25 },
    );
  });

  const found = lookup(line({ Name: "it's $HOME" }, 'GetThing'), 'Things[0].Id');
  const around = lookup(line({ Name: 'a' }, 'GetThing'), 'Things[0].Id', undefined, ['{"Ids":["', '"]}']);
  const answering = (text: string) =>
    execFileSync(
      'sh',
      [
        '-c',
        `aws() { case "$2" in get-thing) printf '%s' "$4" >&2; printf '%s\\n' 'sg-1';; *) printf '%s\\0' "$@";; esac; }\n${text}`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
      .split('\0')
      .slice(0, -1);

  test.each<[string, object, string]>([
    ['by itself', { Id: found }, 'sg-1'],
    ['in a list', { Ids: [found] }, 'sg-1'],
    ['inside JSON', { Spec: { Groups: [found], Note: "it's" } }, '{"Groups":["sg-1"],"Note":"it\'s"}'],
    ['with text around it', { Spec: around }, '{"Ids":["sg-1"]}'],
    ['with text around it inside JSON', { Spec: { Input: around } }, '{"Input":"{\\"Ids\\":[\\"sg-1\\"]}"}'],
    ['twice inside JSON', { Spec: { A: found, B: { C: found } } }, '{"A":"sg-1","B":{"C":"sg-1"}}'],
  ])('a lookup %s', (_what, input, expected) => expect(answering(cliLine(line(input))).at(-1)).toBe(expected));

  test.each([20, 80, 1000])('a line broken at %d says the same', (width) => {
    const given = line({ Name: 'a b', Tags: [{ Key: "it's" }], Days: 7, Long: 'x'.repeat(100) });
    expect(shellWords(cliLines(given, width))).toEqual(shellWords(cliLine(given)));
  });
});

test('a broken line keeps to its width where its words allow it', () => {
  const broken = cliLines(
    line({ Aaaaaaaaaa: 'a'.repeat(20), Bbbbbbbbbb: 'b'.repeat(20), C: 'c'.repeat(200) }),
    60,
  ).split('\n');
  expect(broken.filter((text) => text.length > 60)).toEqual([`    --c ${'c'.repeat(200)}`]);
  expect(broken.slice(0, -1).every((text) => text.endsWith(' \\'))).toBe(true);
});
