import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { type Before, guardedLines, UNLESS } from '../../src/aws/guarded-line.ts';

const flat = (text: string) => text.replace(/ \\\n\s*/g, ' ');
const ARN = 'arn:aws:iam::111122223333:policy/admin_access';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:aws-baseline-alarms';

test.each<[string, AnyCall, Before, string]>([
  [
    'what is made by name',
    call('iam', 'CreateGroup', { GroupName: 'admin' }),
    {},
    'unless EntityAlreadyExists aws iam create-group --group-name admin',
  ],
  [
    'a bucket',
    call('s3', 'CreateBucket', { Bucket: 'acme-x' }),
    {},
    'unless BucketAlreadyOwnedByYou aws s3api create-bucket --bucket acme-x',
  ],
  [
    'what is the same the second time',
    call('iam', 'AddUserToGroup', { GroupName: 'admin', UserName: 'ann' }),
    {},
    'aws iam add-user-to-group --group-name admin --user-name ann',
  ],
  [
    'an instance, by the tags that nobody edits',
    call('ec2', 'RunInstances', {
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [
        {
          ResourceType: 'instance',
          Tags: [
            { Key: 'managed-by', Value: 'aws-baseline' },
            { Key: 'Name', Value: 'web' },
          ],
        },
      ],
    }),
    {},
    `--query 'Reservations[].Instances[].InstanceId' --output text)\n[ -n "$found" ] ||\naws ec2 run-instances`,
  ],
  [
    'an address with an apostrophe',
    call('sns', 'Subscribe', { TopicArn: TOPIC, Protocol: 'email', Endpoint: "o'hara@x.org" }, 'us-east-1'),
    {},
    `--query 'Subscriptions[?Endpoint=='\\''o\\'\\''hara@x.org'\\''].Endpoint' --output text)`,
  ],
  [
    'a version of a policy, by how many there were',
    call('iam', 'CreatePolicyVersion', { PolicyArn: ARN, PolicyDocument: '{}', SetAsDefault: true }),
    { policyVersions: 2 },
    `[ "$found" != 2 ] ||\naws iam create-policy-version`,
  ],
])('a plan may be run twice: %s', (_what, given, before, expected) => {
  expect(flat(guardedLines(given, before))).toContain(expected);
});

describe('the function passes over one answer only', () => {
  const run = (code: string, answer: string) =>
    execFileSync('sh', ['-c', ['set -eu', ...UNLESS, `unless ${code} sh -c '${answer}'`, 'echo on'].join('\n')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const refusal = 'echo "An error occurred (EntityAlreadyExists) when calling" >&2; exit 254';

  test('what is so already', () => expect(run('EntityAlreadyExists', refusal)).toMatch(/^already done: .*\non\n$/));
  test('what is done', () => expect(run('EntityAlreadyExists', 'echo made')).toBe('made\non\n'));
  test('anything else stops the script', () => {
    expect(() => run('LimitExceeded', refusal)).toThrow(/EntityAlreadyExists/);
  });
});
