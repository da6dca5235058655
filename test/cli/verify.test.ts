import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Account, identityOf } from '../../src/aws/account.ts';
import { stage } from './stage.ts';

const signedOut = async (): Promise<Account> => {
  throw Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' });
};

describe('verify', () => {
  it('proves the documents when nobody is signed in', async () => {
    const { code, out, err } = await stage().play(['verify', '--region', 'eu-west-2', '--name', 'beta'], undefined, {
      connect: signedOut,
    });
    expect(code).toBe(0);
    expect(err).toContain('offline');
    expect(out).toMatch(/engineer may\n {2}ok {2}yes put objects into beta-landing-zone/);
    expect(out).toContain('114 of 114 policy tests pass');
    const said = out.replace(/\s+/g, ' ');
    expect(said).toContain('An analyst can open any existing SageMaker notebook');
    expect(said).toContain('An analyst can open a shell on any instance');
    expect(said).toMatch(/ok yes An analyst launches the smallest instance .*, connects to it, and stops it/);
    expect(said).toContain('ok no An analyst reads the landing zone, or creates a presigned URL for it');
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(said).toMatch(/114 of 114 policy tests pass; (\d+) of \1 tasks/);
  });

  it('needs no answer at all', async () => {
    const { code, json } = await stage().play(['verify', '--json']);
    expect(code).toBe(0);
    expect(json.capabilities).toHaveLength(114);
    const daysOf = (expected: boolean) => json.days.filter((day: { expected: boolean }) => day.expected === expected);
    expect([daysOf(true).length, daysOf(false).length].every((count) => count >= 24)).toBe(true);
    expect(json.days.every((day: { expected: boolean; offline: boolean }) => day.offline === day.expected)).toBe(true);
    expect(json.capabilities[0]).toEqual(
      expect.objectContaining({ group: 'admin', expected: true, offline: true, aws: 'unknown', why: 'not signed in' }),
    );
  });

  it('looks at an account, too, and writes nothing', async () => {
    const { play } = stage();
    await play(['apply', '--rehearse=a.json', '--yes']);
    const { code, json } = await play(['verify', '--rehearse=a.json', '--json']);
    expect(code).toBe(0);
    expect(json.summary.todo).toBe(0);
    expect(json.borrowedRoles).toEqual({ found: [], unseen: [] });
  });

  it('promises nothing to a user whom the policies do not know', async () => {
    const { play, folder } = stage();
    const file = join(folder, 'a.json');
    await play(['apply', '--rehearse=a.json', '--yes', '--engineer-user', 'jo', '--engineer-user', 'kim']);
    const state = JSON.parse(readFileSync(file, 'utf8'));
    state.iam.users.find(({ name }: { name: string }) => name === 'engineer_jo').path = '/staff/';
    writeFileSync(file, JSON.stringify(state));
    const { code, out } = await play(['verify', '--rehearse=a.json']);
    expect(code).toBe(1);
    const said = out.replace(/\s+/g, ' ');
    expect(said).toContain('yes change their own password, but not engineer_jo, on path /staff/');
    expect(said.match(/but not engineer_jo/g)).toHaveLength(2);
    const { json } = await play(['verify', '--rehearse=a.json', '--json']);
    const excepted = json.capabilities.filter(({ except }: { except?: string[] }) => except);
    expect(excepted.map(({ group, except }: { group: string; except: string[] }) => [group, except])).toEqual([
      ['engineer', ['engineer_jo']],
      ['engineer', ['engineer_jo']],
    ]);
  });

  it('lists what runs as a role outside its group’s path, and what could not be checked', async () => {
    const refused = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    const answers: Record<string, unknown> = {
      'sagemaker ListNotebookInstances': {
        NotebookInstances: [{ NotebookInstanceName: 'lab' }, { NotebookInstanceName: 'own' }],
      },
      'glue GetJobs': { Jobs: [{ Name: 'etl\u001b[31m', Role: 'arn:aws:iam::111122223333:role/acme-admin' }] },
      'ec2 DescribeInstances': { Reservations: [] },
      'eks ListClusters': { clusters: [] },
      'iam GetAccountAuthorizationDetails': {},
    };
    const connect = async (): Promise<Account> => ({
      kind: 'aws',
      identity: identityOf('arn:aws:iam::111122223333:root', '111122223333'),
      homeRegion: 'ap-southeast-2',
      send: (async ({
        service,
        operation,
        input,
      }: {
        service: string;
        operation: string;
        input: { NotebookInstanceName?: string };
      }) => {
        if (operation === 'DescribeNotebookInstance') {
          const path = input.NotebookInstanceName === 'own' ? '/aws-baseline/analyst/' : '/';
          return { RoleArn: `arn:aws:iam::111122223333:role${path}notebook` };
        }
        const answer = answers[`${service} ${operation}`];
        if (answer) return answer;
        throw refused;
      }) as never,
    });
    const argv = ['verify', '--name', 'acme', '--region', 'ap-southeast-2'];
    const { out } = await stage().play(argv, undefined, { connect });
    expect(out).toContain('SageMaker notebook lab runs as arn:aws:iam::111122223333:role/notebook');
    expect(out).not.toContain('notebook own');
    expect(out).toContain('Glue job etl runs as arn:aws:iam::111122223333:role/acme-admin');
    expect(out).toContain('ECS task definitions could not be checked: ecs:ListTaskDefinitionFamilies');
    expect(out).not.toContain('\u001b');
  });

  it('another account than expected is still 3', async () => {
    const { code } = await stage().play(['verify', '--rehearse', '--expect-account', '999988887777']);
    expect(code).toBe(3);
  });
});

describe('policy show --explain', () => {
  it.each(['admin', 'engineer', 'analyst', 'require-mfa'])('says what each statement of %s is for', async (topic) => {
    const { code, out } = await stage().play([
      'policy',
      'show',
      topic,
      '--explain',
      '--name',
      'acme',
      '--account-id',
      '111122223333',
      '--region',
      'eu-west-1',
    ]);
    expect(code).toBe(0);
    const shown = JSON.parse(
      (
        await stage().play([
          'policy',
          'show',
          topic,
          '--name',
          'acme',
          '--account-id',
          '111122223333',
          '--region',
          'eu-west-1',
        ])
      ).out,
    );
    for (const { Sid } of [shown].flat().flatMap(({ Statement }) => Statement))
      expect(out).toMatch(new RegExp(`^${Sid}\\n {2}[A-Z].*\\.$`, 'm'));
  });
});
