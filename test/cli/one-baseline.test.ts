import { describe, expect, it } from 'vitest';
import { type AnyCall, isRead } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { RehearsalState } from '../../src/aws/rehearsal/state.ts';
import type { Tag } from '../../src/aws/rehearsal/tags.ts';
import type { World } from '../../src/cli/world.ts';
import { between, worldOf } from '../robust/program.ts';
import { type Script, type Shown, stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const OTHER = 'eu-west-1';
const ACCOUNT = '111122223333';
const now = () => new Date('2026-11-24T10:00:00Z');
const MORE = ['--alarm-email', 'you@example.com', '--engineer-user', 'jo', '--no-config'];
const ACME = ['--name', 'acme', '--region', HOME, ...MORE];

/** An account with all of acme, once made for all tests. */
let whole: Promise<RehearsalState> | undefined;
async function withAcme(): Promise<RehearsalState> {
  whole ??= applied();
  return structuredClone(await whole);
}

async function applied(...flags: string[]): Promise<RehearsalState> {
  const account = rehearsalAccount({ homeRegion: HOME, now });
  const { code, err } = await stage().play(['apply', '--yes', ...ACME, ...flags], undefined, worldOf(account));
  expect(code, err).toBe(0);
  return account.state();
}

interface Run extends Shown {
  writes: string[];
  account: RehearsalAccount;
  calls: AnyCall[];
}

/** A run on an account as it is, opened in the Region that the run asks for, as AWS is. */
async function run(state: RehearsalState, argv: string[], script?: Script, world: Partial<World> = {}): Promise<Run> {
  const account = rehearsalAccount({ homeRegion: HOME, now, state });
  const calls: AnyCall[] = [];
  const writes: string[] = [];
  const shown = await stage().play(argv, script, {
    ...world,
    async connect({ homeRegion }, meanwhile) {
      const there = { ...account, homeRegion };
      const sent = between(there, (given) => {
        calls.push(given);
        if (!isRead(given)) writes.push(`${given.service} ${given.operation}`);
        const isGlobal = /^(iam|sts|budgets)$/.test(given.service);
        return account.send({ ...(isGlobal ? {} : { region: homeRegion }), ...given } as never);
      });
      return (await worldOf(sent).connect?.({ homeRegion, version: '' }, meanwhile)) ?? sent;
    },
  });
  return { ...shown, err: shown.err.replace(/\s+/g, ' '), writes, account, calls };
}

const WRITERS = [
  ['apply', '--yes'],
  ['init', '--yes'],
  ['plan'],
  ['apply', '--yes', '--json'],
  ['plan', '--steps', 'root'],
  ['apply', '--yes', '--steps', 'buckets'],
  ['apply', '--yes', '--steps', 'ec2'],
];

describe('a second baseline in an account that has one', () => {
  it.each(WRITERS)('%s %s %s: exit 2, nothing written, the first and the ways out are named', async (...argv) => {
    const { code, err, writes, json } = await run(await withAcme(), [
      ...argv.filter(Boolean),
      ...['--name', 'beta', '--region', HOME],
      ...MORE,
    ]);
    expect(code, err).toBe(2);
    expect(writes).toEqual([]);
    expect(err).toMatch(/this account already has baseline acme \(from the tags of (user|role) \S+\)/);
    expect(err).toContain('--name acme with --bucket, --engineer-user or --analyst-user');
    expect(err).toContain(`aws-baseline undo --name acme --region ${HOME}`);
    if (argv.includes('--json')) expect(json).toMatchObject({ result: 'usage', exitCode: 2, steps: [] });
  });

  it.each(['status', 'verify'])('%s of it: exit 2, and the first is named', async (command) => {
    const { code, err } = await run(await withAcme(), [command, '--name', 'beta', '--region', HOME, '--no-config']);
    expect(code, err).toBe(2);
    expect(err).toContain('this account already has baseline acme');
  });

  it('the wizard refuses it before it asks anything', async () => {
    const { code, asked, writes } = await run(await withAcme(), ['init', '--name', 'beta', '--region', HOME], []);
    expect([code, asked, writes]).toEqual([2, [], []]);
  });

  it('undo of a name that is not there takes nothing from the one that is', async () => {
    const state = await withAcme();
    const { code, writes, err } = await run(state, ['undo', '--name', 'beta', '--region', HOME, '--confirm', ACCOUNT]);
    expect([code, writes], err).toEqual([2, []]);
  });

  it('more of the same is no second one', async () => {
    const state = await withAcme();
    const { code, err, account } = await run(state, ['apply', '--yes', ...ACME, '--engineer-user', 'max']);
    expect(code, err).toBe(0);
    expect(account.state().iam.users.map(({ name }) => name)).toContain('engineer_max');
  });
});

/** Takes our tags from everything but what `keeps` says. */
function onlyTagged(state: RehearsalState, keeps: (kind: string, name: string) => boolean): RehearsalState {
  const strip = (kind: string) => (thing: { name: string; tags: Tag[] }) => {
    if (!keeps(kind, thing.name)) thing.tags = [];
  };
  state.iam.users.forEach(strip('user'));
  state.iam.roles.forEach(strip('role'));
  state.iam.policies.forEach(strip('policy'));
  state.s3.buckets.forEach(strip('bucket'));
  for (const region of Object.values(state.regions)) {
    region.topics.forEach(strip('topic'));
    region.alarms.forEach(strip('alarm'));
    region.securityGroups.forEach(strip('security group'));
    for (const instance of region.instances) if (!keeps('instance', 'acme-analysis')) instance.tags.instance = [];
  }
  return state;
}

describe('a baseline is seen by any one of its things', () => {
  it.each([
    ['user', 'admin_acme'],
    ['user', 'engineer_jo'],
    ['role', 'aws-baseline-ec2'],
    ['policy', 'admin_access'],
    ['policy', 'engineer_access'],
    ['policy', 'analyst_access'],
    ['topic', 'aws-baseline-alarms'],
    ['alarm', 'aws-baseline-billing-10-usd'],
    ['security group', 'aws-baseline-ec2'],
    ['instance', 'acme-analysis'],
    ['bucket', 'acme-landing-zone'],
    ['bucket', 'acme-analysis'],
  ])('%s %s', async (kind, name) => {
    const state = onlyTagged(await withAcme(), (is, called) => is === kind && called === name);
    const beta = ['--name', 'beta', '--region', HOME, '--no-alarm', '--no-config'];
    const { code, err, writes } = await run(state, ['apply', '--yes', '--steps', 'groups', ...beta]);
    expect(code, err).toBe(2);
    expect(err).toContain(`(from the tags of ${kind} ${name})`);
    expect(writes).toEqual([]);
  });

  it('none is seen where tags say that somebody else made it', async () => {
    const state = await withAcme();
    const others = onlyTagged(state, () => false);
    for (const user of others.iam.users) {
      user.tags = [
        { Key: 'managed-by', Value: 'terraform' },
        { Key: 'aws-baseline:name', Value: 'acme' },
      ];
    }
    const { err } = await run(others, ['plan', '--name', 'beta', '--region', HOME, ...MORE]);
    expect(err).not.toContain('already');
  });

  it('a thousand buckets of other people are not asked for their tags', async () => {
    const state = await withAcme();
    const [one] = state.s3.buckets;
    for (let i = 0; i < 1000; i++) state.s3.buckets.push({ ...one!, name: `other-${i}`, tags: [] });
    const { code, err, calls } = await run(state, ['apply', '--yes', ...ACME]);
    expect(code, err).toBe(0);
    expect(JSON.stringify(calls)).not.toContain('other-');
  });
});

/** Every way to say a Region. */
const SOURCES: [string, string[], Partial<World>][] = [
  ['a flag', ['--region', OTHER], {}],
  ['our variable', [], { env: { AWS_BASELINE_REGION: OTHER } }],
  ['AWS_REGION', [], { env: { AWS_REGION: OTHER } }],
  ['AWS_DEFAULT_REGION', [], { env: { AWS_DEFAULT_REGION: OTHER } }],
  ['a CloudShell tab', [], { env: { AWS_EXECUTION_ENV: 'CloudShell', AWS_REGION: OTHER } }],
];
const said = ['--name', 'acme', ...MORE];

describe.each(SOURCES)('another Region than home, said by %s', (_source, flags, world) => {
  it.each(WRITERS)('%s %s %s: exit 2 before any write', async (...argv) => {
    const { code, err, writes } = await run(
      await withAcme(),
      [...argv.filter(Boolean), ...said, ...flags],
      undefined,
      world,
    );
    expect(code, err).toBe(2);
    expect(writes).toEqual([]);
    expect(err).toContain(`is not the home Region of this account: it is ${HOME}`);
    expect(err).toContain(`add --region ${HOME}`);
    expect(err).toContain(`aws-baseline undo --name acme --region ${HOME}`);
  });

  it('the wizard: exit 2, and nothing is asked', async () => {
    const { code, asked, writes } = await run(await withAcme(), ['init', ...flags], [], world);
    expect([code, asked, writes]).toEqual([2, [], []]);
  });

  it.each([['status'], ['verify']])('%s looks at home, and says so', async (command) => {
    const { code, err, json } = await run(
      await withAcme(),
      [command, '--no-config', '--json', ...flags],
      undefined,
      world,
    );
    expect(code, err).toBe(0);
    expect(err).toContain(`The home Region of this account is ${HOME}`);
    expect(err).toContain(`; ${OTHER} (from`);
    expect(json.region).toBe(HOME);
    expect(json.summary).toMatchObject({ todo: 0, unknown: 0, failed: 0 });
  });

  it('undo takes back what is at home', async () => {
    const state = await withAcme();
    const argv = ['undo', '--confirm', ACCOUNT, '--no-config', '--json', '--steps', 'buckets,ec2', ...flags];
    const { err, json, account } = await run(state, argv, undefined, world);
    expect(json.region, err).toBe(HOME);
    expect(account.state().s3.buckets).toEqual([]);
    const { instances = [] } = account.state().regions[HOME] ?? {};
    expect(instances.every((one) => /terminated|shutting-down/.test(one.state))).toBe(true);
  });
});

describe('what remembers the home Region', () => {
  const drop = (state: RehearsalState, ...policies: string[]) => {
    for (const policy of state.iam.policies)
      policy.tags = policy.tags.filter(({ Key }) => Key !== 'aws-baseline:region');
    for (const role of state.iam.roles) role.tags = role.tags.filter(({ Key }) => Key !== 'aws-baseline:region');
    state.iam.policies = state.iam.policies.filter(({ name }) => !policies.includes(name));
    return state;
  };
  it.each<[string, () => Promise<RehearsalState>, string]>([
    ['the tag of admin_access', withAcme, 'a tag of policy admin_access'],
    ['its document, when the tag is lost', async () => drop(await withAcme()), 'policy admin_access'],
    ['the document of engineer_access', async () => drop(await withAcme(), 'admin_access'), 'policy engineer_access'],
    [
      'the document of analyst_access',
      async () => drop(await withAcme(), 'admin_access', 'engineer_access'),
      'policy analyst_access',
    ],
    ['the role, where there is only an instance', () => applied('--steps', 'ec2'), 'a tag of role aws-baseline-ec2'],
    ['a bucket, where there are only buckets', () => applied('--steps', 'buckets'), 'bucket acme-'],
    ...['trail', 'config', 'flow-logs'].map((id): [string, () => Promise<RehearsalState>, string] => [
      `the bucket of guardrail ${id}, where only the root step is done`,
      () => applied('--steps', 'root', '--guardrails', id),
      `bucket acme-${id}-${ACCOUNT}`,
    ]),
  ])('%s', async (_what, state, by) => {
    const { code, err, writes } = await run(await state(), ['apply', '--yes', ...said, '--region', OTHER]);
    expect([code, writes], err).toEqual([2, []]);
    expect(err).toContain(`it is ${HOME} (from ${by}`);
  });

  it('nothing, where only the root step is done, without a bucket: it has no home', async () => {
    const state = await applied('--steps', 'root');
    expect((await run(state, ['plan', ...said, '--region', OTHER])).code).toBe(0);
  });

  it('undo needs no Region', async () => {
    const argv = ['undo', '--confirm', ACCOUNT, '--no-config', '--json', '--steps', 'buckets'];
    const { code, err, json, account } = await run(await withAcme(), argv);
    expect([code, json?.region], err).toEqual([0, HOME]);
    expect(account.state().s3.buckets).toEqual([]);
  });
});

describe('buckets with other names, which an answer on another computer gave', () => {
  const regional = `acme-landing-zone-${ACCOUNT}-${HOME}-an`;
  it.each<[string, string[], string]>([
    ['regional names', ['--bucket-names', 'regional'], `--landing-bucket ${regional} --analysis-bucket acme-analysis-`],
    ['the landing zone', ['--landing-bucket', 'acme-raw'], 'add --landing-bucket acme-raw'],
    ['the analysis bucket', ['--analysis-bucket', 'acme-lab'], 'add --analysis-bucket acme-lab'],
  ])('%s: exit 2, nothing written, and the flag is named', async (_what, flags, next) => {
    const state = await applied(...flags);
    for (const argv of WRITERS.filter((argv) => !argv.includes('root'))) {
      const { code, err, writes } = await run(state, [...argv, ...ACME]);
      expect([code, writes], err).toEqual([2, []]);
      expect(err).toContain(next);
    }
    for (const more of [flags, ['--steps', 'root']]) {
      const { code, writes } = await run(state, ['apply', '--yes', ...ACME, ...more]);
      expect([code, writes]).toEqual([0, []]);
    }
  });

  it('a bucket that a person deleted is created again', async () => {
    const state = await withAcme();
    state.s3.buckets = state.s3.buckets.filter(({ name }) => name !== 'acme-landing-zone');
    const { code, err, account } = await run(state, ['apply', '--yes', ...ACME]);
    expect(code, err).toBe(0);
    expect(account.state().s3.buckets.map(({ name }) => name)).toContain('acme-landing-zone');
  });
});

describe('buckets in other Regions', () => {
  it.each([['status'], ['plan', ...MORE], ['apply', '--yes', ...MORE], ['undo', '--confirm', ACCOUNT]])(
    '%s asks none of them where it is not',
    async (...argv) => {
      const state = await withAcme();
      const [one] = state.s3.buckets;
      state.s3.buckets.push({ ...one!, name: 'theirs-analysis', region: 'ap-southeast-3', tags: [] });
      const { err, calls } = await run(state, [...argv, '--name', 'acme', '--region', HOME]);
      expect(
        calls.filter(({ input }) => input.Bucket === 'theirs-analysis').map(({ region }) => region),
        err,
      ).toEqual([]);
    },
  );
});

describe('Regions of parts of AWS that are not supported', () => {
  const REGIONS = [
    'eusc-de-east-1',
    'us-iso-east-1',
    'us-iso-west-1',
    'us-isob-east-1',
    'us-isof-south-1',
    'eu-isoe-west-1',
    'US-ISO-EAST-1',
  ];
  it.each(REGIONS)('%s: exit 2 and a sentence, before any call', async (region) => {
    for (const command of ['init', 'apply', 'plan', 'status', 'verify', 'undo']) {
      for (const env of [{ AWS_REGION: region }, undefined]) {
        const flags = [...(env ? [] : ['--region', region]), ...(command === 'undo' ? ['--confirm', ACCOUNT] : [])];
        // The stage's own connect throws: nobody is asked anything.
        const { code, err } = await stage().play([command, '--no-config', ...flags], undefined, env ? { env } : {});
        expect([command, code]).toEqual([command, 2]);
        expect(err.replace(/\s+/g, ' ')).toContain('which is not supported');
      }
    }
  });

  it.each(['ap-southeast-9', 'eu-west-4'])('%s, which may be new, is as good as any', async (region) => {
    const { err } = await stage().play(['status', '--region', region, '--no-config']);
    expect(err).toContain('a test reached for AWS');
  });
});

describe('the wizard in CloudShell', () => {
  const tab = (region: string): Partial<World> => ({ env: { AWS_EXECUTION_ENV: 'CloudShell', AWS_REGION: region } });
  const fresh = () => rehearsalAccount({ homeRegion: HOME, now }).state();
  const GO: Script = [
    ['Give the admin user', true],
    ['What next?', 'apply'],
    ['First password', 'screen'],
    ['Set up MFA', false],
  ];
  const admin = ['init', '--steps', 'admin', '--name', 'acme', '--no-config'];

  it('asks for the Region, offers that of the tab, and goes where the answer says', async () => {
    const first = await run(fresh(), admin, [['Home Region', HOME], ...GO], tab(OTHER));
    expect(first.code, first.err).toBe(0);
    expect(first.err).toContain('Default from AWS_REGION');
    const policy = first.account.state().iam.policies.find(({ name }) => name === 'admin_access');
    expect(policy?.tags).toContainEqual({ Key: 'aws-baseline:region', Value: HOME });
    expect(first.err).toContain(`npx aws-baseline init --name acme --region ${HOME}`);
  });

  it('does not ask where the account remembers it', async () => {
    const first = await run(fresh(), admin, [['Home Region', ''], ...GO], tab(HOME));
    const again: Script = [
      ['Give the admin user', true],
      ['Set up MFA', false],
    ];
    const { code, err, asked } = await run(first.account.state(), admin, again, tab(HOME));
    expect(code, err).toBe(0);
    expect(asked).not.toContain('Home Region');
  });

  it('scripts take that of the tab for the first apply', async () => {
    const { code, err, account } = await run(
      fresh(),
      ['apply', '--yes', '--steps', 'admin', ...said],
      undefined,
      tab(OTHER),
    );
    expect(code, err).toBe(0);
    expect(JSON.stringify(account.state().iam.policies)).toContain(`"Value":"${OTHER}"`);
  });
});

// A command of ours or of the AWS CLI for a regional service, wherever it is in the text, to its end or the line's.
const COMMAND =
  /(?:aws-baseline (?:init|apply|plan|status|verify|undo)|aws (?:ec2|ssm|s3api|sns|cloudwatch) [a-z-]+)(?= --| \.\.\.|$)[^\n;]*/gm;

/** The commands in what was shown: a line that was wrapped, or broken for a shell, is one line again. */
function commandsIn(both: string): string[] {
  const broken = both.replace(/ \\\n\s+/g, ' ');
  const wrapped = broken.replace(/^Next: .*(?:\n(?!\n).*)*/gm, (text) => text.replaceAll('\n', ' '));
  return [...wrapped.matchAll(COMMAND)].map(([command]) => command);
}

describe('every printed command names its Region', () => {
  const WIZARD: Script = [
    ['What is the instance', 'general'],
    ['Instance type', ''],
    ['Private', false],
    ['What next?', 'show'],
    ['What next?', 'apply'],
  ];
  const blank = async () => rehearsalAccount({ homeRegion: HOME, now }).state();
  const closed = ['--region', HOME, '--no-config'];
  it.each<[string, () => Promise<RehearsalState>, string[], Script | undefined]>([
    ['apply', withAcme, ['apply', '--yes', ...ACME], undefined],
    ['apply, with what it does', blank, ['apply', '--yes', '--verbose', ...ACME], undefined],
    ['the wizard with its hand-over', blank, ['init', '--steps', 'ec2', '--name', 'acme', ...closed], WIZARD],
    ['status of what has changed', blank, ['status', '--name', 'acme', ...closed], undefined],
    ['a wrong name', withAcme, ['apply', '--yes', '--name', 'beta', '--region', HOME, ...MORE], undefined],
    ['a wrong Region', withAcme, ['apply', '--yes', ...said, '--region', OTHER], undefined],
    ['nobody to agree', withAcme, ['apply', ...ACME], undefined],
    ['nobody to confirm', withAcme, ['undo', ...closed], undefined],
    ['a plan', blank, ['plan', ...ACME, '--json'], undefined],
    ['a rehearsal', blank, ['apply', '--rehearse', '--yes', ...ACME], undefined],
  ])('%s', async (_what, state, argv, script) => {
    const { both, json } = await run(await state(), argv, script);
    const calls = (json?.steps ?? []).flatMap(({ facts }: { facts: { calls?: string[] }[] }) =>
      facts.flatMap((fact) => fact.calls ?? []),
    );
    const commands = commandsIn(
      json ? [...calls, ...json.next.map(({ command }: { command: string }) => command)].join('\n') : both,
    );
    expect(commands.length, both).toBeGreaterThan(0);
    expect(commands.filter((command) => !/--region [a-z]{2}-/.test(command))).toEqual([]);
  });

  it('and so does what a call looks up', async () => {
    const { json } = await run(await blank(), ['plan', ...ACME, '--json']);
    const launch = JSON.stringify(json).match(/aws ec2 run-instances.*?describe-security-groups[^)]*/)?.[0];
    expect(launch?.match(new RegExp(`--region ${HOME}`, 'g'))?.length).toBe(2);
  });
});
