import { describe, expect, test } from 'vitest';
import { somebody } from '../../src/aws/account.ts';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { inRounds } from '../engine/rounds.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const ACCOUNT = '111122223333';
const FLAGS = ['--name', 'acme', '--region', HOME, '--alarm-email', 'a@example.com', '--no-config', '--guardrails'];
const CENTS = [...FLAGS, 'cents'];
const UNDO = ['undo', '--confirm', ACCOUNT, '--region', HOME, '--no-config'];
const bucketsIn = (account: RehearsalAccount) => account.state().s3.buckets.map(({ name }) => name);
const settingsIn = (account: RehearsalAccount, name: string, region = HOME) =>
  (account.state().regions[region]?.settings?.[name] ?? []) as object[];
const world = (
  account: RehearsalAccount,
  send = (given: AnyCall): Promise<unknown> => account.send(given as never),
) => ({
  connect: async () => ({ ...through(account, send), kind: 'aws' as const }),
});

/** A bucket that CloudTrail may write to, and a trail of all Regions. */
async function theirTrail(account: RehearsalAccount): Promise<void> {
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
}

describe('--guardrails cents', () => {
  test('apply, again in two rounds without a write, and undo without a rest', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    const { play } = stage();
    const first = await play(['apply', '--yes', ...CENTS], undefined, world(account));
    expect(first.code, first.err).toBe(0);
    expect(bucketsIn(account).toSorted()).toEqual([
      'acme-access-logs',
      'acme-analysis',
      'acme-landing-zone',
      `acme-trail-${ACCOUNT}`,
    ]);
    expect(settingsIn(account, 'trails')).toMatchObject([{ name: 'aws-baseline', logging: true, validation: true }]);
    expect(settingsIn(account, 'rules', 'us-east-1')).toHaveLength(1);

    const counting = inRounds(account);
    const again = await play(['apply', '--yes', ...CENTS], undefined, {
      async connect(_connection, meanwhile) {
        const asked = counting.account.send(call('sts', 'GetCallerIdentity', {}));
        meanwhile?.({ ...counting.account, identity: somebody(HOME) });
        await asked;
        return counting.account;
      },
    });
    expect([again.code, counting.writes(), counting.rounds.length]).toEqual([0, [], 2]);

    const undone = await play(UNDO, undefined, world(account));
    expect(undone.code, undone.err).toBe(0);
    expect([bucketsIn(account), settingsIn(account, 'trails'), settingsIn(account, 'rules', 'us-east-1')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test('undo without a journal finds them by their tags', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    await stage().play(['apply', '--yes', ...CENTS], undefined, world(account));
    const undone = await stage().play(UNDO, undefined, world(account));
    // Settings of the account stay, because no journal has their earlier values.
    expect(undone.code, undone.err).toBe(6);
    expect([bucketsIn(account), settingsIn(account, 'trails'), settingsIn(account, 'rules', 'us-east-1')]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test("somebody else's trail is enough: no trail and no bucket of ours, and undo leaves it alone", async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    await theirTrail(account);
    const theirs = settingsIn(account, 'trails');
    const { play } = stage();
    const { code, err, json } = await play(['apply', '--yes', '--json', ...CENTS], undefined, world(account));
    expect(code, err).toBe(0);
    const facts = json.steps.flatMap((step: { facts: { id: string; why?: string }[] }) => step.facts);
    expect(facts.find(({ id }: { id: string }) => id === 'guardrails/trail')).toMatchObject({
      state: 'ok',
      why: `trail theirs of account ${ACCOUNT} does this`,
    });
    expect(bucketsIn(account)).not.toContain(`acme-trail-${ACCOUNT}`);
    // The alert stands on their trail.
    expect(settingsIn(account, 'rules', 'us-east-1')).toHaveLength(1);
    const undone = await play(UNDO, undefined, world(account));
    expect(undone.code, undone.err).toBe(0);
    expect([settingsIn(account, 'trails'), bucketsIn(account)]).toEqual([theirs, ['their-logs']]);
  });

  test('a denied DeleteTrail names the way out, and what the trail needs stays', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    const { play } = stage();
    await play(['apply', '--yes', ...CENTS], undefined, world(account));
    const message = `User: arn:aws:iam::${ACCOUNT}:user/admin_acme is not authorized to perform: cloudtrail:DeleteTrail on resource: x with an explicit deny in an identity-based policy`;
    const denied = Object.assign(new Error(message), { name: 'AccessDeniedException' });
    const undone = await play(
      [...UNDO, '--json'],
      undefined,
      world(account, (given) =>
        given.operation === 'DeleteTrail' ? Promise.reject(denied) : account.send(given as never),
      ),
    );
    expect(undone.code).toBe(4);
    const facts = undone.json.steps.flatMap((step: { facts: object[] }) => step.facts);
    expect(facts.find(({ id }: { id: string }) => id === 'guardrails/trail')).toMatchObject({
      state: 'failed',
      next: 'ask an administrator to remove the deny of cloudtrail:DeleteTrail, or run this as root',
    });
    expect(bucketsIn(account)).toContain(`acme-trail-${ACCOUNT}`);
    expect((await play(UNDO, undefined, world(account))).code).toBe(0);
    expect(bucketsIn(account)).toEqual([]);
  });

  test('without a billing alarm, root-alert is not planned, and it says why', async () => {
    const { err, json } = await stage().play([
      'plan',
      '--rehearse',
      '--json',
      '--no-alarm',
      ...CENTS.filter((word) => !/^(--alarm-email|a@example.com)$/.test(word)),
    ]);
    expect(err.replace(/\s+/g, ' ')).toMatch(
      /Not planned: budget, root-alert, because without billing alarms, there is nobody to notify/,
    );
    expect(JSON.stringify(json)).not.toContain('guardrails/root-alert');
  });

  test('the alert includes the trail', async () => {
    const { json } = await stage().play(['plan', '--rehearse', '--json', ...FLAGS, 'root-alert']);
    expect(JSON.stringify(json)).toContain('"guardrails/trail"');
  });
});

describe('noncurrent-expiry', () => {
  const adopted = async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    const CreateBucketConfiguration = { LocationConstraint: HOME } as const;
    await account.send(call('s3', 'CreateBucket', { Bucket: 'acme-analysis', CreateBucketConfiguration }));
    return account;
  };
  const expiryIn = (account: RehearsalAccount, name = 'acme-analysis') =>
    account
      .state()
      .s3.buckets.find((one) => one.name === name)
      ?.lifecycle?.flatMap(({ NoncurrentVersionExpiration }) => NoncurrentVersionExpiration?.NoncurrentDays ?? []);
  const APPLY = ['apply', '--yes', ...FLAGS];

  test('a bucket that was there keeps its versions, until the flag is given; undo gives back what was there', async () => {
    const account = await adopted();
    const { play } = stage();
    const first = await play([...APPLY, 'free'], undefined, world(account));
    expect([first.code, expiryIn(account), expiryIn(account, 'acme-landing-zone')]).toEqual([0, [], [365]]);
    expect(first.err.replace(/\s+/g, ' ')).toContain('add --keep-versions DAYS');
    const second = await play([...APPLY, 'free', '--keep-versions', '90'], undefined, world(account));
    expect([second.code, expiryIn(account), expiryIn(account, 'acme-landing-zone')]).toEqual([0, [90], [90]]);
    expect((await play(UNDO, undefined, world(account))).code).toBe(0);
    expect(account.state().s3.buckets.map(({ name, lifecycle }) => [name, lifecycle])).toEqual([
      ['acme-analysis', null],
    ]);
  });

  test('the flag is a choice of its own', async () => {
    const account = await adopted();
    await stage().play([...APPLY, 'none', '--keep-versions', '30'], undefined, world(account));
    expect(expiryIn(account)).toEqual([30]);
  });
});
