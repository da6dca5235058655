import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Account, somebody } from '../../src/aws/account.ts';
import { SELECTED_REGIONS } from '../../src/aws/account-kind.ts';
import type { Connection } from '../../src/aws/clients.ts';
import { isDenied } from '../../src/aws/errors.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { RehearsedKind } from '../../src/aws/rehearsal/organizations/organization.ts';
import { inRegion, through } from '../../src/aws/views.ts';
import { type Script, stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const FLAGS = ['--name', 'acme', '--alarm-email', 'you@example.com', '--region', HOME];
const PROJECT: Script = [
  ['What do you want to set up?', 'all'],
  ['Your short name', 'acme'],
  ['E-mail address', 'you@example.com'],
  ['Mail me when', ''],
  ['Guardrails', ''],
  ['Bucket names', 'plain'],
  ['What is the instance for', 'general'],
  ['Instance type', ''],
  ['Private', false],
  ['What next?', 'apply'],
];

/** An account of AWS of a kind, with everything that was sent to it and what of it was denied. */
function aws(kind: RehearsedKind, more: { denies?: string[]; homeRegion?: string } = {}) {
  const on = rehearsalAccount({ homeRegion: HOME, kind, now: () => new Date('2026-11-24T10:00:00Z'), ...more });
  const sent: string[] = [];
  const denied: string[] = [];
  const account = through({ ...on, kind: 'aws' } as Account, async (given) => {
    sent.push(`${given.service} ${given.operation}`);
    try {
      return await on.send(given as never);
    } catch (error) {
      if (isDenied(error)) denied.push(`${given.service} ${given.operation}`);
      throw error;
    }
  });
  return { world: { connect: async () => account }, sent, denied, on };
}

describe('a project', () => {
  it('is walked from prompts alone; a second run finds nothing to do', async () => {
    const { folder, play } = stage();
    const where = ['--rehearse=account.json'];
    const first = await play(['init', ...where, '--rehearse-as', 'project'], PROJECT);
    expect(first.code).toBe(0);
    expect(first.both).toContain("ok  kind        project of AWS's new experience");
    expect(first.both).toContain(`The Region of this project is ${HOME}.`);
    expect(first.both).toContain('so step admin is skipped');
    expect(first.both).toContain('https://settings.aws.com');
    expect(first.both).not.toMatch(/root user|#\/security_credentials|billing\/home/);
    const state = JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8'));
    expect(state.budgets).toMatchObject([{ name: 'aws-baseline-monthly' }]);
    expect(
      Object.values<{ alarms: []; topics: [] }>(state.regions).flatMap((one) => [...one.alarms, ...one.topics]),
    ).toEqual([]);

    const again = await play(['apply', ...where, ...FLAGS, '--yes', '--json']);
    expect(again.json).toMatchObject({
      exitCode: 0,
      accountKind: 'project',
      summary: { todo: 0, created: 0, failed: 0 },
    });
    const status = await play(['status', ...where, '--json', '--exit-code']);
    expect(status.json).toMatchObject({ exitCode: 0, accountKind: 'project', summary: { todo: 0 } });
  });

  it('is sent nothing that its policies deny', async () => {
    const { play } = stage();
    const { world, denied, sent, on } = aws('project');
    const first = await play(['apply', ...FLAGS, '--yes', '--json'], undefined, world);
    expect(first.json).toMatchObject({ exitCode: 0, accountKind: 'project' });
    for (const command of [['plan'], ['status'], ['doctor'], ['apply', '--yes', '--expect-account', '111122223333']])
      expect((await play([...command, ...FLAGS.slice(command[0] === 'doctor' ? 4 : 0)], undefined, world)).code).toBe(
        0,
      );
    expect(denied).toEqual([]);
    expect(sent.filter((one) => /^sns |PutMetricAlarm/.test(one))).toEqual([]);
    expect(on.state().iam.users).toEqual([]);
    expect((await play(['undo', '--region', HOME, '--confirm', '111122223333'], undefined, world)).code).toBe(0);
    expect(on.state().budgets).toBeUndefined();
    expect(denied).toEqual([]);
  });

  it('makes users and the admin only where they are asked for', async () => {
    const { world, denied, on } = aws('project');
    const argv = ['apply', ...FLAGS, '--steps', 'admin,groups', '--engineer-user', 'jo', '--yes', '--json'];
    const { json } = await stage().play(argv, undefined, world);
    expect(json.exitCode).toBe(0);
    expect(
      on
        .state()
        .iam.users.map(({ name }) => name)
        .sort(),
    ).toEqual(['admin_acme', 'engineer_jo']);
    expect(JSON.stringify(json)).not.toContain('billing/iam-access');
    expect(denied).toEqual([]);
    // Taking back asks for no step, and forgets none.
    await stage().play(['undo', '--region', HOME, '--confirm', '111122223333'], undefined, world);
    expect(on.state().iam.users).toEqual([]);
  });

  test.each<[string, string[], Record<string, string>, number, RegExp]>([
    [
      'said',
      ['--region', 'us-east-2'],
      {},
      2,
      /us-east-2 \(from --region\) is not available in this project: AWS selected ap-southeast-2/,
    ],
    [
      'where the caller happens to be',
      [],
      { AWS_REGION: 'us-east-1' },
      0,
      /Region of this project is ap-southeast-2; us-east-1 \(from AWS_REGION\) is not available/,
    ],
  ])('another Region, %s', async (_what, flags, env, code, words) => {
    const { world, on } = aws('project');
    const argv = ['apply', '--name', 'acme', '--alarm-email', 'you@example.com', '--skip', 'ec2', ...flags, '--yes'];
    const shown = await stage().play(argv, undefined, { ...world, env: { TERM: 'dumb', ...env } });
    expect(shown.err.replace(/\s+/g, ' ')).toMatch(words);
    expect(shown.code).toBe(code);
    expect(on.state().s3.buckets.map(({ region }) => region)).toEqual(code === 0 ? [HOME, HOME] : []);
  });

  it('has a budget of the limit that is said, or none', async () => {
    const limitOf = async (...flags: string[]) => {
      const { world, on } = aws('project');
      await stage().play(['apply', ...FLAGS, '--steps', 'root', '--yes', ...flags], undefined, world);
      return on.state().budgets?.map(({ budget }) => (budget.BudgetLimit as { Amount: string }).Amount);
    };
    expect(await limitOf('--alarm-limit', '30')).toEqual(['30.0']);
    expect(await limitOf('--budget', '55')).toEqual(['55.0']);
    expect(await limitOf('--no-alarm')).toBeUndefined();
  });
});

describe('several limits in a project', () => {
  const LIMITS = [5, 20, 100].flatMap((limit) => ['--alarm-limit', String(limit)]);

  it('are one budget with a mail for each, which any machine finds again', async () => {
    const { world, on } = aws('project');
    await stage().play(['apply', ...FLAGS, ...LIMITS, '--steps', 'root', '--yes'], undefined, world);
    expect(on.state().budgets?.[0]?.notifications.map(({ notification: one }) => one.Threshold)).toEqual([
      100, 100, 20, 100,
    ]);
    const { json } = await stage().play(
      ['status', '--json', '--exit-code', '--steps', 'root', '--region', HOME],
      undefined,
      world,
    );
    expect(json).toMatchObject({ exitCode: 0, summary: { todo: 0 } });
    expect(JSON.stringify(json)).toContain('budgets/aws-baseline-monthly/actual-20');
  });

  it('are as many as a budget has room for', async () => {
    const { world, on } = aws('project');
    const many = Array.from({ length: 10 }, (_, i) => ['--alarm-limit', String(i + 1)]).flat();
    const { code, err } = await stage().play(['apply', ...FLAGS, ...many, '--yes'], undefined, world);
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain('10 limits are too many: the budget of a project');
    expect(on.state().budgets).toBeUndefined();
  });
});

describe('the Region of a project in the wizard', () => {
  it.each<[string, Record<string, string>]>([
    ['nobody has said one', {}],
    ['the CloudShell tab is in it', { AWS_EXECUTION_ENV: 'CloudShell', AWS_REGION: HOME }],
    ['the CloudShell tab is elsewhere', { AWS_EXECUTION_ENV: 'CloudShell', AWS_REGION: 'us-east-1' }],
  ])('is told and not asked: %s', async (_what, env) => {
    const { world, on } = aws('project');
    const { both, asked } = await stage().play(['init'], PROJECT, { ...world, env: { TERM: 'dumb', ...env } });
    expect(both).toContain(`The Region of this project is ${HOME}`);
    expect(asked.join()).not.toContain('Home Region');
    expect(on.state().s3.buckets.map(({ region }) => region)).toEqual([HOME, HOME]);
    expect(both).toContain("Kind of account: project of AWS's new experience. Details");
  });
});

test('a project that the profile of aws login names is asked ahead for nothing that it denies', async () => {
  const { folder, play } = stage();
  const role = 'arn:aws:sts::111122223333:assumed-role/AccountFullAccessRole/ann';
  mkdirSync(join(folder, '.aws'), { recursive: true });
  writeFileSync(join(folder, '.aws', 'config'), `[default]\nlogin_session = ${role}\n`);
  const { world, denied, sent } = aws('project');
  const connect = async (_connection: unknown, meanwhile?: (account: Account) => unknown) => {
    const account = await world.connect();
    meanwhile?.({ ...account, identity: somebody(HOME) });
    return account;
  };
  const { code } = await play(['apply', ...FLAGS, '--yes'], undefined, { connect, home: folder });
  expect(code).toBe(0);
  expect(sent).toContain('budgets CreateBudget');
  expect(denied).toEqual([]);
});

describe('a script that names no Region, with a profile of aws login to a project', () => {
  const FLAGS_ELSEWHERE = FLAGS.filter((flag) => flag !== '--region' && flag !== HOME);
  const signedIn = () => {
    const { folder, play } = stage();
    mkdirSync(join(folder, '.aws'), { recursive: true });
    const session = 'arn:aws:sts::111122223333:assumed-role/AccountFullAccessRole/ann';
    writeFileSync(join(folder, '.aws', 'config'), `[default]\nlogin_session = ${session}\n`);
    return { folder, play };
  };

  it.each(SELECTED_REGIONS)('is told the Region that AWS selected: %s', async (region) => {
    const { folder, play } = signedIn();
    const { world, on } = aws('project', { homeRegion: region });
    const connect = async ({ homeRegion }: Connection) => inRegion(await world.connect(), homeRegion);
    const { code, both } = await play(['apply', ...FLAGS_ELSEWHERE, '--yes'], undefined, { connect, home: folder });
    expect([code, both.includes(`The Region of this project is ${region}.`)]).toEqual([0, true]);
    expect(on.state().s3.buckets.map((bucket) => bucket.region)).toEqual([region, region]);
  });

  it('is told to name one if the account is no project after all, and nothing is written', async () => {
    const { folder, play } = signedIn();
    const { world, sent } = aws('standalone');
    const shown = await play(['apply', ...FLAGS_ELSEWHERE, '--yes'], undefined, { ...world, home: folder });
    expect([shown.code, shown.err.replace(/\s+/g, ' ')]).toEqual([3, expect.stringContaining('add --region')]);
    expect(sent.filter((one) => !/ (Get|List|Describe)/.test(one))).toEqual([]);
  });
});

describe('a member account', () => {
  it('whose organization denies users gets the rest, and is told why', async () => {
    const { world, on, sent } = aws('member', { denies: ['iam:CreateUser'] });
    const shown = await stage().play(['apply', ...FLAGS, '--skip', 'ec2', '--yes', '--json'], undefined, world);
    expect(shown.json).toMatchObject({ exitCode: 4, accountKind: 'member' });
    expect(
      on
        .state()
        .iam.groups.map(({ name }) => name)
        .sort(),
    ).toEqual(['admin', 'analyst', 'engineer']);
    expect(on.state().s3.buckets).toHaveLength(2);
    expect(on.state().iam.users).toEqual([]);
    const facts = shown.json.steps.flatMap(({ facts }: { facts: { id: string; state: string }[] }) => facts);
    expect(facts.find(({ id }: { id: string }) => id === 'iam/user/admin_acme')).toMatchObject({
      state: 'denied',
      why: expect.stringMatching(/^a service control policy of your organization .*denies it$/),
      next: expect.stringContaining('only an administrator of the organization can change this'),
    });
    expect(facts.filter(({ state }: { state: string }) => state === 'failed')).toEqual([]);
    expect(JSON.stringify(shown.json) + shown.err).not.toContain('run this as root');
    // Told, not tried again.
    expect(sent.filter((one) => one === 'iam CreateUser')).toHaveLength(1);
  });
});

describe('every kind', () => {
  test.each<[RehearsedKind, string]>([
    ['standalone', 'standalone, not in an organization'],
    ['management', 'management account of an organization'],
    ['member', 'member account of an organization'],
    ['project', "project of AWS's new experience"],
  ])('%s is told by status, doctor and JSON', async (kind, words) => {
    const { play } = stage();
    const as = ['--rehearse', '--rehearse-as', kind, '--region', HOME];
    expect((await play(['status', ...as, '--name', 'acme'])).err).toContain(`Kind of account: ${words}`);
    expect((await play(['doctor', ...as])).out).toContain(`kind of account: ${words}`);
    expect((await play(['doctor', ...as, '--json'])).json).toMatchObject({ exitCode: 0, accountKind: kind });
    expect(
      (await play(['plan', ...as, '--name', 'acme', '--alarm-email', 'a@example.com', '--json'])).json.accountKind,
    ).toBe(kind);
  });

  it('is one that there is, and stays what its file says', async () => {
    const { folder, play } = stage();
    expect((await play(['status', '--rehearse-as', 'colony'])).err).toContain(
      '--rehearse-as: "colony" is not one of standalone,',
    );
    await play(['apply', '--rehearse=a.json', ...FLAGS, '--steps', 'root', '--yes']);
    const other = await play(['status', '--rehearse=a.json', '--rehearse-as', 'project']);
    expect(other.code).toBe(2);
    expect(other.err.replace(/\s+/g, ' ')).toContain('the file contains a standalone account, not project');
    expect(existsSync(join(folder, 'a.json'))).toBe(true);
  });

  it('near the spend limit of a project nothing that costs is started', async () => {
    const { folder, play } = stage();
    await play(['apply', '--rehearse=a.json', '--rehearse-as', 'project', ...FLAGS, '--skip', 'ec2', '--yes']);
    const state = JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8'));
    state.organization.nearSpendLimit = true;
    writeFileSync(join(folder, 'a.json'), JSON.stringify(state));
    const { json } = await play(['apply', '--rehearse=a.json', ...FLAGS, '--yes', '--json']);
    expect(json.exitCode).toBe(4);
    const { facts } = json.steps.find(({ id }: { id: string }) => id === 'ec2');
    const instance = facts.find(({ state }: { state: string }) => state === 'denied');
    expect(instance.next).toMatch(/near the spend limit of a project: .*settings\.aws\.com/);
  });
});

test.each(['kinds', 'identity'])('explain %s is one screen', async (topic) => {
  const { out, code } = await stage().play(['explain', topic]);
  expect(code).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});
