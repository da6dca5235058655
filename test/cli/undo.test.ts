import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { type RehearsalAccount, type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { type Stage, stage } from './stage.ts';

const CONFIRM = ['undo', '--confirm', '111122223333', '--json'];
const HOME = ['--region', 'ap-southeast-2'];

/** One account that several runs and several people work on, as an account at AWS. */
function shared(account: RehearsalAccount = rehearsalAccount({ homeRegion: 'ap-southeast-2' })) {
  const { play: run, folder } = stage();
  const play = (on: RehearsalAccount, ...argv: string[]): ReturnType<Stage['play']> =>
    run(argv, undefined, { connect: async () => on });
  const go = (...argv: string[]) => play(account, ...argv);
  const journal = (line: object) => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const file = files.find((one) => one.endsWith('journal.jsonl')) ?? '';
    appendFileSync(join(folder, file), `\n${JSON.stringify(line)}`);
  };
  return { account, go, play, journal };
}

const apply = (name: string, ...more: string[]) => [
  'apply',
  '--yes',
  '--json',
  '--name',
  name,
  ...HOME,
  '--no-alarm',
  ...more,
];
const names = async (account: RehearsalAccount) => {
  const all = await account.send(
    call('iam', 'GetAccountAuthorizationDetails', { Filter: ['User', 'Group', 'LocalManagedPolicy'] }),
  );
  return {
    users: all.UserDetailList?.map((one) => one.UserName),
    groups: all.GroupDetailList?.map((one) => one.GroupName),
  };
};

describe('undo', () => {
  it('as the admin user whom it made leaves his own rights to root, and takes back the rest', async () => {
    const { account, go } = shared();
    expect((await go(...apply('acme', '--steps', 'admin,buckets'))).code).toBe(0);
    account.person.signsInAs('arn:aws:iam::111122223333:user/admin_acme');
    const own = await go(...CONFIRM, ...HOME);
    expect(own.code).toBe(6);
    expect(own.json.summary.removed).toBe(2);
    expect(JSON.stringify(own.json.steps)).toContain('Sign in as root');
    expect(own.err).toContain('Not undone');
    expect(await names(account)).toEqual({ users: ['admin_acme'], groups: ['admin'] });

    account.person.signsInAs('arn:aws:iam::111122223333:root');
    expect((await go(...CONFIRM, ...HOME)).code).toBe(0);
    expect(await names(account)).toEqual({ users: [], groups: [] });
  });

  /** An account that two baselines got into, as no run of ours would let them any more. */
  async function twoByAccident() {
    const { account, go } = shared();
    await go(...apply('acme', '--steps', 'admin'));
    const Tags = [
      { Key: 'managed-by', Value: 'aws-baseline' },
      { Key: 'aws-baseline:name', Value: 'beta' },
    ];
    await account.send(call('iam', 'CreateUser', { UserName: 'admin_beta', Tags }));
    await account.send(call('iam', 'AddUserToGroup', { GroupName: 'admin', UserName: 'admin_beta' }));
    return { account, go };
  }

  it('of one of two that are there by accident leaves the group to the other', async () => {
    const { account, go } = await twoByAccident();
    const { json } = await go(...CONFIRM, ...HOME, '--name', 'beta');
    expect(JSON.stringify(json.steps)).toContain('kept, because baseline acme is also in this account');
    expect(await names(account)).toEqual({ users: ['admin_acme'], groups: ['admin'] });
  });

  it('without a name asks which of two is meant that are there by accident', async () => {
    const { go } = await twoByAccident();
    const { code, json } = await go(...CONFIRM, ...HOME);
    expect(code).toBe(2);
    expect(json.missing).toEqual([{ key: 'name', flag: '--name' }]);
  });

  it('leaves a bucket alone that somebody made anew, with all its settings', async () => {
    const { account, go } = shared();
    await go(...apply('acme', '--steps', 'buckets'));
    const Bucket = 'acme-analysis';
    await account.send(call('s3', 'DeleteBucket', { Bucket }));
    const CreateBucketConfiguration = {
      LocationConstraint: 'ap-southeast-2' as const,
      Tags: [{ Key: 'owner', Value: 'bob' }],
    };
    await account.send(call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration }));
    const before = account.state();
    const undone = await go(...CONFIRM, ...HOME);
    expect(undone.code).toBe(6);
    expect(undone.err).toMatch(/Not undone\n.*bucket acme-analysis/);
    const left = account.state();
    expect(JSON.stringify(left)).toContain('"bob"');
    expect(JSON.stringify(left)).not.toContain('acme-landing-zone');
    expect(before).not.toEqual(left);
    const { PublicAccessBlockConfiguration } = await account.send(call('s3', 'GetPublicAccessBlock', { Bucket }));
    expect(PublicAccessBlockConfiguration?.BlockPublicPolicy).toBe(true);
  });

  const FULL = [
    ...['apply', '--yes', '--no-input', '--json', '--name', 'acme', ...HOME],
    ...['--alarm-email', 'you@example.com', '--engineer-user', 'jo'],
  ];
  /** The account after somebody has changed it by hand. */
  const changedBy = (account: RehearsalAccount, change: (state: RehearsalState) => void) => {
    const state = account.state();
    change(state);
    return rehearsalAccount({ homeRegion: 'ap-southeast-2', state });
  };
  const bucketIn = ({ s3 }: RehearsalState) => s3.buckets.find(({ name }) => name === 'acme-analysis')!;

  it('never touches a bucket whose tags somebody replaced, however often, and apply puts ours beside them', async () => {
    const { account, play } = shared();
    expect((await play(account, ...FULL, '--steps', 'buckets,groups')).code).toBe(0);
    const theirs = { Key: 'owner', Value: 'bob' };
    const retagged = changedBy(account, (state) => {
      bucketIn(state).tags = [theirs];
    });
    const before = bucketIn(retagged.state());
    for (const _time of ['once', 'twice']) {
      const undone = await play(retagged, ...CONFIRM, ...HOME, '--steps', 'buckets');
      expect(undone.code).toBe(6);
      expect(undone.err).toMatch(/Not undone\n[\s\S]*bucket acme-analysis[\s\S]*no\s+longer\s+has/);
      const facts = undone.json.steps.flatMap((step: { facts: object[] }) => step.facts);
      expect(facts).toContainEqual(
        expect.objectContaining({ id: 's3/acme-analysis/bucket', state: 'by-hand', why: expect.any(String) }),
      );
      expect(bucketIn(retagged.state())).toEqual(before);
    }
    expect((await play(retagged, 'status', '--exit-code', '--name', 'acme', ...HOME)).code).toBe(5);
    expect((await play(retagged, ...FULL, '--steps', 'buckets')).code).toBe(0);
    expect(bucketIn(retagged.state()).tags).toContainEqual(theirs);
    expect((await play(retagged, ...CONFIRM, ...HOME)).code).toBe(0);
    expect(retagged.state().s3.buckets).toEqual([]);
  });

  it('names user, policy and topic whose tags were removed, and leaves the user his sign-in', async () => {
    const { account, play } = shared();
    expect((await play(account, ...FULL)).code).toBe(0);
    account.person.confirmsEmail();
    const lost = changedBy(account, ({ iam, regions }) => {
      for (const one of [...iam.users, ...iam.policies]) if (/^admin_a/.test(one.name)) one.tags = [];
      for (const topic of regions['us-east-1']?.topics ?? []) topic.tags = [];
    });
    const undone = await play(lost, ...CONFIRM, ...HOME);
    expect(undone.code).toBe(6);
    const { iam, regions } = lost.state();
    expect(iam.users).toMatchObject([{ name: 'admin_acme', login: {}, groups: ['admin'] }]);
    expect(iam.policies).toMatchObject([{ name: 'admin_access' }]);
    expect(regions['us-east-1']?.topics).toMatchObject([{ subscriptions: [{ confirmed: true }] }]);
    const named = undone.err.slice(undone.err.indexOf('Not undone'));
    for (const name of ['user admin_acme', 'policy admin_access', 'topic aws-baseline-alarms', 'group admin'])
      expect(named).toContain(name);

    expect((await play(lost, ...FULL, '--skip', 'ec2')).code).toBe(0);
    lost.person.confirmsEmail();
    expect((await play(lost, ...CONFIRM, ...HOME)).code).toBe(0);
    expect(lost.state().iam).toMatchObject({ users: [], groups: [], policies: [] });
  });

  it('of an account that nobody ever set up has nothing to say', async () => {
    const { account, play } = shared();
    const { code, json } = await play(account, ...CONFIRM, ...HOME);
    expect([code, json.steps]).toEqual([0, []]);
  });

  it('names what the journal knows and no answers lead to any more', async () => {
    const { account, play, journal } = shared();
    expect((await play(account, ...FULL, '--steps', 'buckets')).code).toBe(0);
    journal({ at: '', fact: 's3/acme-archive/bucket', step: 'buckets', was: null });
    const undone = await play(account, ...CONFIRM, ...HOME);
    expect(undone.code).toBe(6);
    expect(undone.err).toMatch(/Not undone\n[\s\S]*s3\/acme-archive\/bucket/);
    // Of other steps it is told when those are undone.
    expect((await play(account, ...CONFIRM, ...HOME, '--steps', 'groups')).code).toBe(0);
  });
});
