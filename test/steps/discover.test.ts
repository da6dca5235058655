import { describe, expect, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { through } from '../../src/aws/views.ts';
import { isThing } from '../../src/engine/owner.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import { SETTINGS } from '../../src/steps/settings/all.ts';
import type { Setting } from '../../src/steps/settings/setting.ts';
import { answersTo } from './given.ts';
import { ANSWERS, byHand, counted, factsFor, HOME, makeAll, rehearsal } from './rehearsed.ts';

const plain = (found: Awaited<ReturnType<typeof discover>>) =>
  Object.fromEntries([...found].map(([name, values]) => [name, Object.fromEntries(values)]));

async function made(...names: string[]) {
  const account = rehearsal();
  for (const name of names) {
    const buckets = { landing: `${name}-landing-zone`, analysis: `${name}-analysis`, further: [`${name}-more`] };
    await makeAll(factsFor({ ...ANSWERS, name, buckets, ec2: { ...ANSWERS.ec2, instanceName: `${name}-x` } }), account);
  }
  return account;
}

// The flags that add a resource with tags.
const thingsWith = (key: string, value: boolean) => factsFor(answersTo({ [key]: value })).filter(isThing);
const isFound = ({ key, kind, default: usual, place }: Setting) =>
  kind === 'boolean' && usual === false && place && thingsWith(key, true).length > thingsWith(key, false).length;
const FLAGS = Object.fromEntries(SETTINGS.filter(isFound).map(({ key }) => [key, true as const]));

const ACME = {
  name: 'acme',
  'engineer.user': ['eve'],
  'analyst.user': ['al', 'bo'],
  'buckets.landing': 'acme-landing-zone',
  'buckets.analysis': 'acme-analysis',
  'buckets.further': ['acme-more'],
  ...FLAGS,
  'ec2.stop-when-idle': 3,
  'ec2.delete-after': '8h',
  'alarm.limit': [10, 50],
  'alarm.email': ['a@example.com', 'b@example.com'],
  guardrails: ['free', 'trail', 'root-alert', 'bucket-logs', 'cis-alarms', 'flow-logs', 'config'],
};

describe('what tags tell', () => {
  test('nothing of an account in which nothing was made, nor of what others made', async () => {
    const account = rehearsal();
    await byHand(account, [
      call('s3', 'CreateBucket', { Bucket: 'acme-analysis', CreateBucketConfiguration: { LocationConstraint: HOME } }),
      call('iam', 'CreateUser', { UserName: 'admin_acme' }),
    ]);
    expect(plain(await discover(account))).toEqual({});
  });

  test('all that a baseline was made from, without a write', async () => {
    const { account, writes } = counted(await made('acme'));
    expect(plain(await discover(account))).toEqual({ acme: ACME });
    expect(writes).toEqual([]);
  });

  test('the members of the groups on our path, where every tag was taken away', async () => {
    const account = await made('acme');
    const { users, policies } = account.state().iam;
    for (const one of [...users, ...policies]) one.tags = [];
    const steps = through(account, (given) =>
      /^(s3|sns|ec2|cloudwatch)$/.test(given.service) ? Promise.reject(new Error('no')) : account.send(given as never),
    );
    const { acme, ...others } = plain(await discover(steps));
    expect(acme).toMatchObject({ name: 'acme', 'engineer.user': ['eve'], 'analyst.user': ['al', 'bo'] });
    expect(others).toEqual({});
  });

  test('a user who was made for a second baseline belongs to the first', async () => {
    expect(Object.keys(plain(await discover(await made('acme', 'other'))))).toEqual(['acme', 'other']);
  });

  test.each([
    [
      'iam',
      'GetAccountAuthorizationDetails',
      ['engineer.user', 'analyst.user', 'groups.require-mfa', 'ec2.delete-after'],
    ],
    ['s3', 'ListBuckets', ['buckets.landing', 'buckets.analysis', 'buckets.further']],
    ['s3', 'GetBucketTagging', ['buckets.landing', 'buckets.analysis', 'buckets.further']],
    ['cloudwatch', 'DescribeAlarms', ['alarm.limit', 'alarm.email', 'ec2.stop-when-idle']],
  ])('what may not be looked at is left out: %s %s', async (service, operation, keys) => {
    const whole = await made('acme');
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied' });
    const account = through(whole, (given) =>
      given.service === service && given.operation === operation ? Promise.reject(denied) : whole.send(given as never),
    );
    const rest = Object.fromEntries(Object.entries(ACME).filter(([key]) => !keys.includes(key)));
    // Their buckets tell of four guardrails, the topic of another, a role or an alarm of the last.
    const ids = keys.includes('buckets.landing')
      ? ['root-alert', 'cis-alarms']
      : ['trail', 'bucket-logs', 'cis-alarms', 'flow-logs', 'config'];
    const guardrails = service === 'iam' ? ACME.guardrails : ['free', ...ids];
    expect(plain(await discover(account))).toEqual({ acme: { ...rest, guardrails } });
  });

  test('a flag by what it made alone: the policy that requires MFA, attached to no group', async () => {
    const account = await made('acme');
    const state = account.state();
    for (const group of state.iam.groups)
      group.attached = group.attached.filter((arn) => !arn.endsWith('/require_mfa'));
    expect(plain(await discover(rehearsal(state))).acme).toEqual(ACME);
    for (const policy of state.iam.policies) if (policy.name === 'require_mfa') policy.tags = [];
    const { 'groups.require-mfa': _, ...without } = ACME as Record<string, unknown>;
    expect(plain(await discover(rehearsal(state))).acme).toEqual(without);
  });

  test('lost credentials end it', async () => {
    const account = through(rehearsal(), () =>
      Promise.reject(Object.assign(new Error('expired'), { name: 'ExpiredToken' })),
    );
    await expect(discover(account)).rejects.toThrow('expired');
  });
});
