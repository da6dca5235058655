import { describe, expect, it } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { type Stage, stage } from './stage.ts';

const CONFIRM = ['undo', '--confirm', '111122223333', '--json'];
const HOME = ['--region', 'ap-southeast-2'];

/** One account that several runs and several people work on, as an account at AWS. */
function shared(account: RehearsalAccount = rehearsalAccount({ homeRegion: 'ap-southeast-2' })) {
  const { play } = stage();
  const go = (...argv: string[]): ReturnType<Stage['play']> => play(argv, undefined, { connect: async () => account });
  return { account, go };
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
    expect(JSON.stringify(json.steps)).toContain('kept, because baseline acme is in this account, too');
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
});
