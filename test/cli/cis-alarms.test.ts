import { describe, expect, test } from 'vitest';
import { somebody } from '../../src/aws/account.ts';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { CIS_ALARMS } from '../../src/facts/guardrails/cis-patterns.ts';
import { inRounds } from '../engine/rounds.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const ACCOUNT = '111122223333';
const OURS = '/aws-baseline/trail';
const flags = (region = HOME) => [
  ...['--name', 'acme', '--region', region, '--alarm-email', 'a@example.com'],
  ...['--no-config', '--guardrails', 'cis-alarms'],
];
const undo = (region = HOME) => ['undo', '--confirm', ACCOUNT, '--region', region, '--no-config'];
const world = (account: RehearsalAccount) => ({
  connect: async () => ({
    ...through(account, (given: AnyCall): Promise<unknown> => account.send(given as never)),
    kind: 'aws' as const,
  }),
});
const regionOf = (account: RehearsalAccount, region = HOME) => account.state().regions[region]!;
const groupsIn = (account: RehearsalAccount) =>
  (regionOf(account).logGroups ?? []).map(({ name, filters = {} }) => [name, Object.keys(filters).length]);
const alarmsIn = (account: RehearsalAccount, region = HOME) =>
  regionOf(account, region).alarms.filter(({ name }) => name.startsWith('aws-baseline-cis-'));
const topicsIn = (account: RehearsalAccount) =>
  Object.values(account.state().regions).flatMap(({ topics }) => topics.map(({ name }) => name));
const trailsIn = (account: RehearsalAccount) => (regionOf(account).settings?.trails ?? []) as { logs?: object }[];
const rolesIn = (account: RehearsalAccount) => account.state().iam.roles.map(({ name }) => name);

/** A trail of somebody else, which may deliver to a log group. */
async function theirTrail(account: RehearsalAccount, group?: string): Promise<void> {
  const Bucket = 'their-logs';
  const LocationConstraint = HOME;
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/*` }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await account.send(call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint } }));
  await account.send(call('s3', 'PutBucketPolicy', { Bucket, Policy }));
  const trail = { Name: 'theirs', S3BucketName: Bucket, IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true };
  await account.send(call('cloudtrail', 'CreateTrail', trail));
  await account.send(call('cloudtrail', 'StartLogging', { Name: 'theirs' }));
  if (!group) return;
  const [, , , region, , , name = ''] = group.split(':');
  if (region === HOME) await account.send(call('logs', 'CreateLogGroup', { logGroupName: name }));
  const arns = { CloudWatchLogsLogGroupArn: group, CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/theirs` };
  await account.send(call('cloudtrail', 'UpdateTrail', { Name: 'theirs', ...arns }));
}

test('CIS 5.1 to 5.15, each with a pattern that CloudWatch Logs accepts', () => {
  expect(CIS_ALARMS.map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, at) => `5.${at + 1}`));
  // "PutMetricFilter": a filter pattern has at most 1,024 characters.
  expect(CIS_ALARMS.filter(({ pattern }) => pattern.length > 1024)).toEqual([]);
  expect(new Set(CIS_ALARMS.map(({ pattern }) => pattern)).size).toBe(15);
});

describe('--guardrails cis-alarms', () => {
  test('apply, again in two rounds without a write, a mended trail, and undo without a rest', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    const { play } = stage();
    const roles = rolesIn(account);
    const first = await play(['apply', '--yes', ...flags()], undefined, world(account));
    expect(first.code, first.err).toBe(0);
    expect([groupsIn(account), alarmsIn(account).length]).toEqual([[[OURS, 15]], 15]);
    expect(regionOf(account).logGroups).toMatchObject([{ retention: 365 }]);
    const topic = `arn:aws:sns:${HOME}:${ACCOUNT}:aws-baseline-cis-alarms`;
    expect(alarmsIn(account).every(({ settings }) => (settings.AlarmActions as string[]).join() === topic)).toBe(true);

    const counting = inRounds(account);
    const again = await play(['apply', '--yes', ...flags()], undefined, {
      async connect(_connection, meanwhile) {
        const asked = counting.account.send(call('sts', 'GetCallerIdentity', {}));
        meanwhile?.({ ...counting.account, identity: somebody(HOME) });
        await asked;
        return counting.account;
      },
    });
    expect([again.code, counting.writes(), counting.rounds.length]).toEqual([0, [], 2]);

    // What mends the trail leaves its log group alone.
    const { logs } = trailsIn(account)[0]!;
    const input = { Name: 'aws-baseline', EnableLogFileValidation: false };
    await account.send(call('cloudtrail', 'UpdateTrail', input));
    expect((await play(['apply', '--yes', ...flags()], undefined, world(account))).code).toBe(0);
    expect(trailsIn(account)).toMatchObject([{ validation: true, logs }]);

    const undone = await play(undo(), undefined, world(account));
    expect(undone.code, undone.err).toBe(0);
    expect([groupsIn(account), alarmsIn(account), topicsIn(account), trailsIn(account)]).toEqual([[], [], [], []]);
    expect(rolesIn(account)).toEqual(roles);
  });

  test('undo without a journal finds them', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    await stage().play(['apply', '--yes', ...flags()], undefined, world(account));
    await stage().play(undo(), undefined, world(account));
    expect([groupsIn(account), alarmsIn(account), topicsIn(account), trailsIn(account)]).toEqual([[], [], [], []]);
    expect(rolesIn(account)).not.toContain('aws-baseline-trail');
  });

  test('where the billing alarms are, their topic does it', async () => {
    const account = rehearsalAccount({ homeRegion: 'us-east-1' });
    const applied = await stage().play(['apply', '--yes', ...flags('us-east-1')], undefined, world(account));
    expect(applied.code, applied.err).toBe(0);
    expect([topicsIn(account), alarmsIn(account, 'us-east-1').length]).toEqual([['aws-baseline-alarms'], 15]);
  });

  test("somebody else's trail with a log group: the filters go there, and undo leaves the group and the trail", async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    await theirTrail(account, `arn:aws:logs:${HOME}:${ACCOUNT}:log-group:theirs:*`);
    const before = trailsIn(account);
    const { play } = stage();
    const { code, err } = await play(['apply', '--yes', ...flags()], undefined, world(account));
    expect(code, err).toBe(0);
    expect([groupsIn(account), alarmsIn(account).length, trailsIn(account)]).toEqual([[['theirs', 15]], 15, before]);
    expect(rolesIn(account)).not.toContain('aws-baseline-trail');
    const undone = await play(undo(), undefined, world(account));
    expect(undone.code, undone.err).toBe(0);
    expect([groupsIn(account), alarmsIn(account), topicsIn(account), trailsIn(account)]).toEqual([
      [['theirs', 0]],
      [],
      [],
      before,
    ]);
  });

  test.each([
    ['no log group', undefined, /sends no events to CloudWatch Logs/],
    [
      'a log group of another account',
      `arn:aws:logs:${HOME}:999988887777:log-group:theirs:*`,
      /log group of another account/,
    ],
    [
      'a log group of another Region',
      `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:theirs:*`,
      /log group of another account or Region/,
    ],
  ])("somebody else's trail with %s: one fact by hand, and nothing is made", async (_what, group, says) => {
    const account = rehearsalAccount({ homeRegion: HOME });
    await theirTrail(account, group);
    const before = groupsIn(account);
    const { json } = await stage().play(['apply', '--yes', '--json', ...flags()], undefined, world(account));
    const facts: { id: string; state: string; how?: string }[] = json.steps.flatMap(
      (step: { facts: object[] }) => step.facts,
    );
    const byHand = facts.filter(({ id, state }) => id.startsWith('guardrails/cis-alarms/') && state === 'by-hand');
    expect(byHand.map(({ id }) => id)).toEqual(['guardrails/cis-alarms/logs']);
    expect(byHand[0]!.how).toMatch(says);
    expect([groupsIn(account), alarmsIn(account)]).toEqual([before, []]);
    expect(topicsIn(account)).toEqual(['aws-baseline-alarms']);
    expect(rolesIn(account)).not.toContain('aws-baseline-trail');
  });

  test('without a billing alarm it is not planned, and it says why', async () => {
    const without = flags().filter((word) => !/^(--alarm-email|a@example.com)$/.test(word));
    const { err, json } = await stage().play(['plan', '--rehearse', '--json', '--no-alarm', ...without]);
    expect(err.replace(/\s+/g, ' ')).toContain(
      'Not planned: cis-alarms, because without billing alarms, there is nobody to notify',
    );
    expect(JSON.stringify(json)).not.toContain('guardrails/cis-alarms');
  });
});
