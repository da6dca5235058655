import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Account, identityOf } from '../../src/aws/account.ts';
import type { AnyCall } from '../../src/aws/call.ts';
import { credentialSource } from '../../src/cli/account/credential-source.ts';
import type { Check } from '../../src/cli/commands/doctor/check.ts';
import { nodeCheck, placeCheck } from '../../src/cli/commands/doctor/environment.ts';
import type { World } from '../../src/cli/world.ts';
import { stage } from './stage.ts';

const NOON = Date.parse('2026-11-24T10:00:00Z');
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG' };
const REGION = { AWS_REGION: 'eu-west-1' };

const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });
const failing = (error: Error) => async (): Promise<Account> => {
  throw error;
};
const signedOut = failing(named('CredentialsProviderError', 'Could not load credentials from any providers'));

/** An account that answers everything with nothing, or as `answer` says. */
function account(answer: (call: AnyCall) => unknown = () => ({}), sent: AnyCall[] = []): World['connect'] {
  return async ({ homeRegion }) => ({
    kind: 'aws',
    identity: identityOf('arn:aws:iam::111122223333:user/admin_acme', '111122223333'),
    homeRegion,
    send: (async (given: AnyCall) => {
      sent.push(given);
      return answer(given);
    }) as never,
  });
}

const telling =
  (ms: number): typeof fetch =>
  async () =>
    new Response(null, { headers: { date: new Date(ms).toUTCString() } });

async function doctor(argv: string[], world: Partial<World>, script?: []) {
  const shown = await stage().play(['doctor', '--json', ...argv], script, world);
  const checks = shown.json.checks as Check[];
  return { ...shown, checks, check: (id: string) => checks.find((one) => one.id === id) };
}

describe('doctor', () => {
  it('works with nothing at all, and says what to type', async () => {
    const { code, out, err } = await stage().play(['doctor'], undefined, { connect: signedOut });
    expect(code).toBe(3);
    expect(err).toBe('Checking your environment (read-only)\n');
    const said = out.replace(/\s+/g, ' ');
    expect(said).toContain('XX no Region');
    expect(said).toContain('export AWS_REGION=ap-southeast-2');
    expect(said).toContain(
      'XX credentials: none (no environment variables, no profile, no CloudShell) open AWS CloudShell',
    );
    expect(said).toContain('? clock not checked');
    expect(said).toContain('! no terminal, no colors; no prompts, because stdin is not a terminal');
    expect(said).toContain('2 problems to fix, 1 warning (!). Exit code 3.');
  });

  it('names a profile that is in no file, once, with the command that lists those that are', async () => {
    const { checks } = await doctor(['--profile', 'nobody'], { env: { ...REGION, ...KEYS }, connect: account() });
    expect(checks.filter(({ id }) => id === 'credentials' || id === 'identity')).toEqual([
      expect.objectContaining({
        id: 'credentials',
        title: expect.stringContaining('profile "nobody" (--profile) does not exist in'),
        fix: expect.stringContaining('aws configure list-profiles'),
      }),
    ]);
  });

  it('finds nothing wrong where nothing is, and sends only reads', async () => {
    const sent: AnyCall[] = [];
    const world = { env: { ...REGION, ...KEYS }, connect: account(undefined, sent), fetch: telling(NOON - 20_000) };
    const { code, checks } = await doctor(['--expect-account', '111122223333'], world, []);
    expect(code).toBe(0);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(checks.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'Region eu-west-1, from AWS_REGION',
        'credentials from the environment: AWS_ACCESS_KEY_ID ending in MPLE',
        'account 111122223333, signed in as user admin_acme',
        'clock is correct (within 20 s of AWS)',
        'can read: s3:ListAllMyBuckets',
        '80 columns, colors; can prompt',
      ]),
    );
    // Two of them tell the kind of account, and one its plan.
    expect(sent).toHaveLength(11);
    expect(sent.filter(({ operation }) => !/^(Get|List|Describe)/.test(operation))).toEqual([]);
  });

  it('writes nothing, not even the folder of the journals', async () => {
    const { folder, play } = stage();
    await play(['doctor'], undefined, { connect: account(), env: REGION });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('rehearses', async () => {
    const { code, out } = await stage().play(['doctor', '--rehearse'], []);
    expect(code).toBe(0);
    expect(out).toContain('can read iam, s3, cloudwatch, sns, ec2, ssm (8 actions allowed)');
    expect(out).toContain('No problems found.');
  });

  it('says words instead of marks, and one event a line', async () => {
    const words = await stage().play(['doctor', '--rehearse', '--accessible'], []);
    expect(words.out).toMatch(/^ {2}ok: {2}Node/);
    const { out } = await stage().play(['doctor', '--rehearse', '--output', 'ndjson']);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string });
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['check', 'run.end']));
  });

  const denied = ({ operation }: AnyCall) => {
    if (operation === 'ListBuckets') throw named('AccessDenied');
    if (operation === 'ListSubscriptionsByTopic') throw named('NotFoundException');
    return {};
  };
  const cases: [what: string, argv: string[], world: Partial<World>, code: number, id: string, says: RegExp][] = [
    ['a denied look', [], { connect: account(denied) }, 4, 'look/s3:ListAllMyBuckets', /allow s3:ListAllMyBuckets/],
    [
      'another account',
      ['--expect-account', '999988887777'],
      {},
      3,
      'expected-account',
      /111122223333, not to 999988887777/,
    ],
    ['a wrong Region', [], { env: { AWS_REGION: 'sydneyy' } }, 3, 'region', /invalid value "sydneyy".*ap-southeast-2/],
    [
      'a wrong variable',
      [],
      { env: { ...REGION, AWS_BASELINE_NAME: 'A' } },
      2,
      'variable/AWS_BASELINE_NAME',
      /unset AWS_BASELINE_NAME/,
    ],
    ['a missing config file', ['--config', 'none.yaml'], {}, 2, 'config', /none\.yaml does not exist/],
    ['a clock ahead', [], { fetch: telling(NOON - 7 * 60_000) }, 1, 'clock', /7 minutes ahead of AWS/],
    ['a clock behind', [], { fetch: telling(NOON + 3_600_000) }, 1, 'clock', /60 minutes behind AWS.*timedatectl/],
    [
      'no network',
      [],
      { connect: failing(Object.assign(new Error('x'), { code: 'ECONNREFUSED' })) },
      1,
      'identity',
      /cannot reach AWS \(ECONNREFUSED\).*HTTPS_PROXY/,
    ],
    [
      'keys that ran out',
      [],
      { env: { ...REGION, ...KEYS }, connect: failing(named('ExpiredToken', 'old')) },
      3,
      'identity',
      /old.*sign in/,
    ],
    [
      'CloudShell that idled',
      [],
      {
        env: {
          ...REGION,
          AWS_EXECUTION_ENV: 'CloudShell',
          AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost:1338/x',
        },
        connect: signedOut,
      },
      3,
      'identity',
      /reload the CloudShell tab/,
    ],
  ];
  it.each(cases)('%s', async (_what, argv, changes, exitCode, id, says) => {
    const { code, check, json } = await doctor(argv, { env: REGION, connect: account(), ...changes });
    expect(`${check(id)?.title} ${check(id)?.fix}`).toMatch(says);
    expect(check(id)).toMatchObject({ state: 'broken', exitCode });
    expect(code).toBe(exitCode);
    expect(json.exitCode).toBe(exitCode);
  });

  it('names the missing permission, and what is not there counts as seen', async () => {
    const { check } = await doctor([], { env: REGION, connect: account(denied) });
    expect(check('look/s3:ListAllMyBuckets')?.permission).toBe('s3:ListAllMyBuckets');
    expect(check('look/sns:ListSubscriptionsByTopic')?.state).toBe('ok');
  });

  it('shows the line of a config file that is wrong, and goes on with the rest', async () => {
    const { folder, play } = stage();
    writeFileSync(join(folder, 'aws-baseline.yaml'), 'name: acme\nregoin: eu-west-1\n');
    const { code, json } = await play(['doctor', '--json'], undefined, { env: REGION, connect: account() });
    expect(code).toBe(2);
    expect(json.checks.find(({ id }: Check) => id === 'config').title).toMatch(/line 2.*did you mean "region"/);
    expect(json.account).toBe('111122223333');
    expect((await play(['doctor', '--no-config'], undefined, { env: REGION, connect: account() })).code).toBe(0);
  });

  it('says plainly where requests go, without what is secret in it', async () => {
    const env = { ...REGION, AWS_ENDPOINT_URL: 'http://me:hush@localhost:5000/?token=hush' };
    const asked: string[] = [];
    const fetched: typeof fetch = async (url) => {
      asked.push(String(url));
      throw new Error('refused');
    };
    const { out, check } = await doctor([], { env, connect: account(), fetch: fetched });
    expect(check('endpoint')).toMatchObject({
      state: 'warning',
      fix: expect.stringContaining('unset AWS_ENDPOINT_URL'),
    });
    expect(check('endpoint')?.title).toContain('http://localhost:5000/, not to AWS');
    expect(check('clock')?.state).toBe('unknown');
    expect(asked).toEqual([env.AWS_ENDPOINT_URL]);
    expect(out).not.toContain('hush');
  });

  it('shows no secret and no whole key id, whatever AWS says', async () => {
    const env = { ...REGION, ...KEYS, AWS_SESSION_TOKEN: 'FwoGZXIvYXdzEB' };
    const error = named('InvalidClientTokenId', `key ${KEYS.AWS_ACCESS_KEY_ID} is not known`);
    for (const form of ['--json', '--debug']) {
      const { out, err } = await stage().play(['doctor', form], undefined, { env, connect: failing(error) });
      for (const secret of [KEYS.AWS_SECRET_ACCESS_KEY, KEYS.AWS_ACCESS_KEY_ID, env.AWS_SESSION_TOKEN])
        expect(out + err).not.toContain(secret);
      expect(out.replace(/\s+/g, ' ')).toContain('key ...MPLE is not known');
    }
  });

  it('gives up what never answers', async () => {
    const every: World['every'] = (_ms, tick) => {
      const soon = setTimeout(tick, 5);
      return () => clearTimeout(soon);
    };
    const { code, check } = await doctor([], {
      env: { ...REGION, ...KEYS },
      connect: () => new Promise(() => {}),
      every,
    });
    expect(code).toBe(1);
    expect(check('identity')?.title).toContain('no answer within 15 seconds');
  });

  it('says why nobody can be asked, and that a window is narrow', async () => {
    const world = { env: REGION, connect: account() };
    const terminal = { input: true, output: true, links: false, errors: true, columns: 40, rows: 20 };
    const titles = await Promise.all([
      doctor(['--no-input'], world, []),
      doctor([], { ...world, env: { ...REGION, CI: 'true' } }, []),
      doctor([], { ...world, terminal }, []),
    ]);
    expect(titles.map(({ check }) => check('terminal')?.title)).toEqual([
      expect.stringContaining('because --no-input'),
      expect.stringContaining('because CI is set'),
      expect.stringContaining('40 columns'),
    ]);
    expect(titles.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it('a folder of journals that cannot be written is broken', async () => {
    const { folder, play } = stage();
    // A file in its place: not even root can make anything in it.
    writeFileSync(join(folder, '.aws-baseline'), '');
    const { code, out } = await play(['doctor'], undefined, { env: REGION, connect: account() });
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toContain('XX ~/.aws-baseline is not writable');
  });
});

describe('surroundings', () => {
  const world = (env: World['env']) => ({ env, home: '/nowhere' }) as World;
  it.each([
    ['18.20.1', 'broken'],
    ['20.0.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('Node %s is %s', (version, state) => expect(nodeCheck(version)).toMatchObject({ state }));

  it('room matters in CloudShell, and everywhere when there is hardly any', () => {
    const shell = world({ AWS_EXECUTION_ENV: 'CloudShell' });
    expect(placeCheck(shell, 700 * 1024 * 1024)).toMatchObject({
      state: 'ok',
      title: 'AWS CloudShell; 700 MB free in the home folder',
    });
    expect(placeCheck(shell, 1024 * 1024)).toMatchObject({
      state: 'warning',
      fix: expect.stringContaining('rm -rf ~/.npm'),
    });
    expect(placeCheck(world({}), 700 * 1024 * 1024).title).toBe('not AWS CloudShell');
    expect(placeCheck(world({}), 0).state).toBe('warning');
    expect(placeCheck(shell).state).toBe('unknown');
  });
});

describe('where credentials come from', () => {
  const FILE = `[default]
region = eu-west-1
[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = hush
[profile company]
sso_session = company
[profile signed-in]
login_session = x
[profile tool]
credential_process = hush-tool --password hush
[profile other]
role_arn = arn:aws:iam::111122223333:role/other
source_profile = keys
`;
  const cases: [env: World['env'], profile: string | undefined, says: string | RegExp][] = [
    [KEYS, undefined, 'the environment: AWS_ACCESS_KEY_ID ending in MPLE'],
    [{ ...KEYS, AWS_SESSION_TOKEN: 'x' }, undefined, /temporary/],
    [
      KEYS,
      'keys',
      'profile keys in ~/.aws/config: access key ending in MPLE; the profile takes precedence over AWS_ACCESS_KEY_ID, which is also set',
    ],
    [{ AWS_PROFILE: 'company' }, undefined, 'IAM Identity Center, profile company in ~/.aws/config'],
    [{}, 'signed-in', 'aws login, profile signed-in in ~/.aws/config'],
    [{}, 'tool', 'the credential_process of profile tool in ~/.aws/config'],
    [{}, 'other', 'role arn:aws:iam::111122223333:role/other, assumed by profile other in ~/.aws/config'],
    [{}, 'nobody', "none: profile nobody is not in the AWS CLI's config or credentials file"],
    [{}, 'default', 'none: profile default contains no credentials'],
    [{ AWS_ACCESS_KEY_ID: 'AKIA' }, undefined, /AWS_SECRET_ACCESS_KEY is not set/],
    [
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://localhost/hush', AWS_EXECUTION_ENV: 'CloudShell' },
      undefined,
      "CloudShell's own endpoint",
    ],
    [{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/hush' }, undefined, "the container's endpoint"],
    [{ AWS_WEB_IDENTITY_TOKEN_FILE: 'f', AWS_ROLE_ARN: 'arn' }, undefined, /^web identity for arn/],
    [{ AWS_EC2_METADATA_DISABLED: 'true' }, undefined, 'none (no environment variables, no profile, no CloudShell)'],
    [{}, undefined, /^the EC2 instance's role/],
  ];
  it.each(cases)('%j and profile %s', (env, profile, says) => {
    const { folder } = stage();
    mkdirSync(join(folder, '.aws'));
    writeFileSync(join(folder, '.aws', 'config'), FILE);
    const { words, warning } = credentialSource({ env, home: folder }, profile);
    const said = warning ? `${words}; ${warning}` : words;
    if (typeof says === 'string') expect(said).toBe(says);
    else expect(said).toMatch(says);
    expect(said).not.toMatch(/hush\b(?!-)|AKIAIOSF/);
  });
});
