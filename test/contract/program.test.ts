import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { otherClient, snapshot, upload } from './end-state.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { baseline, environment, newHome, run } from './program.ts';
import { type CountingProxy, countingProxy } from './proxy.ts';
import { pathOfAws } from './warm.ts';

const ALL = [
  ...['--name', 'acme', '--alarm-email', 'you@example.com', '--alarm-limit', '10', '--alarm-limit', '50'],
  ...['--engineer-user', 'jo', '--analyst-user', 'kim', '--analyst-user', 'lee', '--expect-account', '111122223333'],
];

describe.skipIf(motoMissing)('the built program on moto', () => {
  let moto: Moto;
  let proxy: CountingProxy;
  let home: string;
  let remove: () => void;
  const go = (...args: string[]) => baseline(args, { env: environment(home, proxy.endpoint), cwd: home });

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await countingProxy(moto.endpoint);
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    ({ home, remove } = newHome());
    proxy.forget();
  });
  afterEach(() => remove());

  it('plan shows the calls and sends no write', async () => {
    const { code, out, err } = await go('plan', ...ALL);
    expect(err).toContain('to do');
    expect(code).toBe(0);
    expect(out).toContain('aws s3api create-bucket --bucket acme-analysis');
    expect(proxy.seen().length).toBeGreaterThan(12);
    expect(proxy.writes()).toEqual([]);
  });

  it('an endpoint that knows no prices is asked once for each, and nobody waits for it', async () => {
    const { code, json, err } = await go('plan', ...ALL, '--steps', 'ec2', '--json', '--debug');
    expect(code, err).toBe(0);
    expect(json.cost).toBeNull();
    const asked = proxy.seen().filter((operation) => /GetProducts/.test(operation));
    expect(asked).toHaveLength(3);
  });

  it('a budget is made, kept and taken back, although moto neither tells its tags nor its addresses', async () => {
    const flags = ['--name', 'acme', '--alarm-email', 'you@example.com', '--steps', 'root', '--budget', '25'];
    const limit = async () => {
      const { Budgets = [] } = await otherClient(moto.endpoint)(
        'budgets',
        'DescribeBudgets',
        { AccountId: '111122223333' },
        'us-east-1',
      );
      return Budgets.map(({ BudgetName, BudgetLimit }: Record<string, { Amount?: string }>) => [
        BudgetName,
        BudgetLimit?.Amount,
      ]);
    };
    expect((await go('apply', ...flags, '--yes', '--json')).code).toBe(0);
    expect(await limit()).toEqual([['aws-baseline-monthly', '25']]);

    proxy.forget();
    const again = await go('apply', ...flags, '--yes', '--json');
    expect([again.code, proxy.writes()]).toEqual([0, []]);
    const facts = again.json.steps.flatMap((step: { facts: { id: string }[] }) => step.facts);
    const mails = facts.filter(({ id }: { id: string }) => id.startsWith('budgets/aws-baseline-monthly/'));
    expect(mails).toHaveLength(2);
    for (const mail of mails)
      expect(mail).toMatchObject({ state: 'unknown', why: expect.stringContaining('does not support budgets') });

    const undone = await go('undo', '--region', 'ap-southeast-2', '--confirm', '111122223333', '--no-input');
    expect([undone.code, await limit()]).toEqual([0, []]);
  });

  it('apply makes everything, a second one writes nothing, status agrees', async () => {
    const first = await go('apply', ...ALL, '--yes', '--json');
    expect(first.code, first.err).toBe(0);
    expect(first.json).toMatchObject({
      schema: 1,
      command: 'apply',
      account: '111122223333',
      region: 'ap-southeast-2',
      result: 'done',
      exitCode: 0,
    });
    // Five guardrails that moto does not have.
    expect(first.json.summary).toMatchObject({ todo: 0, unknown: 5, failed: 0, waiting: 0 });

    const state = await snapshot(moto.endpoint);
    expectComplete(state);

    proxy.forget();
    const second = await go('apply', ...ALL, '--yes', '--json');
    expect(second.code).toBe(0);
    expect(proxy.writes()).toEqual([]);
    expect(second.json.summary).toMatchObject({ created: 0, changed: 0, todo: 0 });

    const status = await go('status', '--exit-code', '--json');
    expect(status.code).toBe(0);
    expect(status.json.summary.todo).toBe(0);
  });

  it('one setting changed by hand is exactly one change', async () => {
    await go('apply', ...ALL, '--yes');
    const ask = otherClient(moto.endpoint);
    await ask('s3', 'PutBucketVersioning', {
      Bucket: 'acme-analysis',
      VersioningConfiguration: { Status: 'Suspended' },
    });
    const plan = await go('plan', ...ALL, '--json', '--exit-code');
    expect(plan.code).toBe(5);
    const todo = plan.json.steps
      .flatMap(({ facts }: { facts: { state: string; id: string }[] }) => facts)
      .filter(({ state }: { state: string }) => state === 'todo');
    expect(todo.map(({ id }: { id: string }) => id)).toEqual(['s3/acme-analysis/versioning']);
    proxy.forget();
    const mended = await go('apply', ...ALL, '--yes', '--json');
    expect(mended.json.summary.changed).toBe(1);
    expect(proxy.writes()).toEqual([expect.stringMatching(/^PUT \/acme-analysis\/?\?versioning/)]);
  });

  it('the printed plan, run as a shell script with the AWS CLI, leaves nothing to do', async () => {
    // The AWS CLI puts the account before the host of S3 Control, which an IP address does not take.
    const some = [
      ...ALL,
      '--guardrails',
      'password-policy,ebs-encryption,default-security-group,support-role,audit-role',
    ];
    const { out } = await go('plan', ...some);
    const PATH = await pathOfAws();
    const shell = () =>
      run('sh', ['-s'], {
        env: { ...environment(home, moto.endpoint), PATH, AWS_CONFIG_FILE: join(home, 'none') },
        cwd: home,
        input: out,
      });
    expect(await shell()).toMatchObject({ err: '', code: 0 });
    const once = await snapshot(moto.endpoint);
    // The second run passes over what is there: nothing is made twice.
    expect(await shell()).toMatchObject({ err: '', code: 0 });
    expect(await snapshot(moto.endpoint)).toEqual(once);
    const after = await go('plan', ...some, '--exit-code', '--json');
    expect(after.json.summary.todo).toBe(0);
    expect(after.code).toBe(0);
  }, 600_000);

  it('undo leaves an empty account as it was, with the journal and from tags alone', async () => {
    const before = await snapshot(moto.endpoint);
    await go('apply', ...ALL, '--yes');
    expect(await snapshot(moto.endpoint)).not.toEqual(before);
    const undone = await go('undo', '--confirm', '111122223333', '--json');
    expect(undone.code, undone.out).toBe(0);
    expect(await snapshot(moto.endpoint)).toEqual(before);

    await go('apply', ...ALL, '--yes');
    const elsewhere = newHome();
    const byTags = await baseline(['undo', '--confirm', '111122223333', '--json'], {
      env: environment(elsewhere.home, moto.endpoint),
      cwd: elsewhere.home,
    });
    elsewhere.remove();
    // Without the journal, the settings of the account stay and are named.
    expect(byTags.code, byTags.out).toBe(6);
    expect(await snapshot(moto.endpoint)).toEqual(before);
  });

  it('undo gives back what was there before', async () => {
    const ask = otherClient(moto.endpoint);
    const document = (Action: string) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
    await ask('iam', 'CreateGroup', { GroupName: 'admin' });
    await ask('iam', 'CreateGroup', { GroupName: 'analyst' });
    await ask('iam', 'CreateUser', { UserName: 'admin_acme' });
    await ask('iam', 'CreateUser', { UserName: 'analyst_kim' });
    await ask('iam', 'CreateLoginProfile', { UserName: 'analyst_kim', Password: 'Correct-Horse-9' });
    await ask('iam', 'AddUserToGroup', { GroupName: 'analyst', UserName: 'analyst_kim' });
    const PolicyArn = 'arn:aws:iam::111122223333:policy/admin_access';
    await ask('iam', 'CreatePolicy', { PolicyName: 'admin_access', PolicyDocument: document('s3:GetObject') });
    for (const action of ['s3:PutObject', 's3:ListBucket', 'ec2:Describe*', 'glue:*']) {
      await ask('iam', 'CreatePolicyVersion', {
        PolicyArn,
        PolicyDocument: document(action),
        SetAsDefault: action === 's3:ListBucket',
      });
    }
    await ask('iam', 'AttachGroupPolicy', { GroupName: 'admin', PolicyArn });
    const Bucket = 'acme-analysis';
    await ask('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-southeast-2' } });
    await ask('s3', 'PutBucketPolicy', {
      Bucket,
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Theirs',
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111122223333:root' },
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::${Bucket}/*`,
          },
        ],
      }),
    });
    await ask('s3', 'PutBucketLifecycleConfiguration', {
      Bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: 'theirs', Status: 'Enabled', Filter: { Prefix: 'tmp/' }, Expiration: { Days: 3 } }],
      },
    });
    await ask('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } });
    const before = await snapshot(moto.endpoint);

    const unasked = await go('apply', ...ALL, '--yes', '--json');
    // Whoever runs it has to agree first, with --adopt.
    expect(unasked.code, unasked.err).toBe(6);
    expect((await snapshot(moto.endpoint)).policies).toEqual(expect.arrayContaining(before.policies));
    const applied = await go('apply', ...ALL, '--yes', '--json', '--adopt');
    expect(applied.code, applied.err).toBe(0);
    expect((await snapshot(moto.endpoint)).policies).not.toEqual(expect.arrayContaining(before.policies));
    expect((await go('status', '--exit-code', '--name', 'acme')).code).toBe(0);
    const undone = await go('undo', '--confirm', '111122223333', '--json');
    // Theirs stay, and are named.
    expect(undone.code, undone.out).toBe(6);
    expect(undone.json.summary).toMatchObject({ byHand: 2, failed: 0 });
    expect(await snapshot(moto.endpoint)).toEqual(before);
  });

  it('a bucket that holds objects is kept with its protections, and goes with --delete-data', async () => {
    await go('apply', ...ALL, '--yes');
    await upload(moto.endpoint, 'acme-analysis', 'kept.csv');
    const kept = await go('undo', '--confirm', '111122223333', '--json');
    expect(kept.code, kept.out).toBe(6);
    expect(kept.json.summary.byHand).toBe(1);
    const { buckets } = await snapshot(moto.endpoint);
    expect(buckets).toMatchObject([
      { Bucket: 'acme-analysis', versioning: 'Enabled', blocks: { BlockPublicAcls: true } },
    ]);
    expect((await go('undo', '--confirm', '111122223333', '--delete-data')).code).toBe(0);
    expect((await snapshot(moto.endpoint)).buckets).toEqual([]);
  });

  it('no first password is anywhere but in its file, which only its owner can read', async () => {
    const { out, err } = await go(
      'apply',
      ...ALL,
      '--yes',
      '--json',
      '--debug',
      '--admin-password-out',
      'admin.pw',
      '--users-password-out',
      'users.pw',
    );
    const passwords = ['admin.pw', 'users.pw'].flatMap((file) => {
      expect(statSync(join(home, file)).mode & 0o777).toBe(0o600);
      return readFileSync(join(home, file), 'utf8')
        .split('\n')
        .flatMap((line) => line.split('\t')[1] ?? []);
    });
    expect(passwords.length).toBe(4);
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter(
      (file) => file.isFile() && !file.name.endsWith('.pw'),
    );
    const texts = [out, err, ...files.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))];
    for (const password of passwords) for (const text of texts) expect(text).not.toContain(password);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: the answers of many operations
function expectComplete(state: any): void {
  const members = state.users.map(
    ({ UserName, groups, signIn }: { UserName: string; groups: string[]; signIn: boolean }) => [
      UserName,
      groups,
      signIn,
    ],
  );
  expect(members.sort()).toEqual([
    ['admin_acme', ['admin'], true],
    ['analyst_kim', ['analyst'], true],
    ['analyst_lee', ['analyst'], true],
    ['engineer_jo', ['engineer'], true],
  ]);
  for (const group of ['admin', 'analyst', 'engineer']) {
    expect(state.groups.join()).toContain(`policy/${group}_access`);
    expect(state.policies.join()).toContain(`policy/${group}_access`);
  }
  expect(state.roles.join()).toContain('AmazonSSMManagedInstanceCore');
  expect(state.profile).toBe(1);
  expect(state.subscriptions).toEqual(['"you@example.com"']);
  expect(state.alarms.map((alarm: string) => JSON.parse(alarm).Threshold)).toEqual([10, 50]);
  expect(state.topic).toContain('"aws:SourceAccount":"111122223333"');
  for (const bucket of state.buckets) {
    expect(bucket).toMatchObject({
      region: 'ap-southeast-2',
      blocks: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
      ownership: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      versioning: 'Enabled',
      encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      policy: expect.stringContaining('"aws:SecureTransport":"false"'),
      lifecycle: [
        { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        { Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 365 } },
      ],
      tags: expect.arrayContaining([
        { Key: 'managed-by', Value: 'aws-baseline' },
        { Key: 'aws-baseline:name', Value: 'acme' },
      ]),
    });
  }
  expect(state.buckets.map(({ Bucket }: { Bucket: string }) => Bucket)).toEqual(['acme-analysis', 'acme-landing-zone']);
  expect(state.instances.map((one: string) => JSON.parse(one))).toMatchObject([
    {
      InstanceType: 't3.micro',
      tokens: 'required',
      profile: 'arn:aws:iam::111122223333:instance-profile/aws-baseline/analyst/aws-baseline-ec2',
    },
  ]);
  expect(state.instances[0]).not.toContain('KeyName');
  expect(state.securityGroups).toContain('{"GroupName":"aws-baseline-ec2","IpPermissions":[]}');
}
