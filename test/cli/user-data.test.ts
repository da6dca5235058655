import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { look } from '../../src/engine/look.ts';
import { CONTENT_KEY } from '../../src/steps/ec2/user-script.ts';
import { factsOf } from '../../src/steps/index.ts';
import { type Answers, answersKept } from '../../src/steps/settings/all.ts';
import { inMemory, worldOf } from '../robust/program.ts';
import { answersTo } from '../steps/given.ts';
import { type Stage, stage } from './stage.ts';

const EC2 = ['--steps', 'ec2', '--name', 'acme', '--region', 'ap-southeast-2'];
const SCRIPT = '#!/bin/bash\nexport DB_PASSWORD=hunter22222\n';
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** Puts the script beside the program, and answers with the calls that are sent. */
function withScript(on: Stage, content: string | Buffer = SCRIPT) {
  writeFileSync(join(on.folder, 'setup.sh'), content);
  const sent: AnyCall[] = [];
  const account = inMemory();
  const world = worldOf(account, (given, send) => {
    sent.push(given);
    return send();
  });
  const launched = () => sent.filter(({ operation, input }) => operation === 'RunInstances' && !input.DryRun);
  return { world, sent, launched };
}

describe('a file that EC2 would not take ends with exit code 2 before any call', () => {
  it.each<[string, string | Buffer, string, string]>([
    ['none', SCRIPT, 'other.sh', '--user-data: other.sh does not exist'],
    ['a folder', SCRIPT, '.', '--user-data: '],
    ['a byte too many', Buffer.alloc(16 * 1024 + 1, 'a'), 'setup.sh', 'is larger than 16 KB'],
    ['nothing in it', '', 'setup.sh', 'setup.sh is empty'],
    ['a terminal escape in its name', SCRIPT, 'a\u001b[31m.sh', 'a path without control characters'],
  ])('%s', async (_name, content, file, says) => {
    const on = stage();
    const { world, sent } = withScript(on, content);
    for (const command of ['plan', 'apply']) {
      const flags = ['--no-config', '--user-data', file, ...(command === 'apply' ? ['--yes'] : [])];
      const { code, err } = await on.play([command, ...EC2, ...flags], undefined, world);
      expect(code, err).toBe(2);
      expect(flat(err)).toContain(says);
    }
    expect(sent).toEqual([]);
  });
});

it('is sent as it is, by a relative path of the config file; a command that launches nothing does not read it', async () => {
  const on = stage();
  const whole = Buffer.concat([Buffer.from('#!/bin/sh\n'), Buffer.alloc(16 * 1024 - 10, 0xff)]);
  const { world, launched } = withScript(on, whole);
  writeFileSync(join(on.folder, 'aws-baseline.yaml'), 'name: acme\nec2:\n  user-data: setup.sh\n');
  const applied = await on.play(['apply', ...EC2, '--yes'], undefined, world);
  expect(applied.code, applied.err).toBe(0);
  expect(launched().map(({ input }) => input.UserData)).toEqual([whole.toString('base64')]);
  writeFileSync(join(on.folder, 'aws-baseline.yaml'), 'name: acme\nec2:\n  user-data: gone.sh\n');
  const status = await on.play(['status', ...EC2], undefined, world);
  expect(status.code, status.err).toBe(0);
  const again = await on.play(['apply', ...EC2, '--yes'], undefined, world);
  expect(again.code, again.err).toBe(2);
  expect(flat(again.err)).toMatch(/aws-baseline\.yaml.*gone\.sh does not exist/);
  const undone = await on.play(['undo', '--confirm', '111122223333', '--steps', 'ec2'], undefined, world);
  expect(undone.code, undone.err).toBe(0);
});

it('its content is in no plan, JSON, output or file, and the user is warned of secrets in it', async () => {
  const on = stage();
  const { world, launched } = withScript(on);
  const flags = ['--no-config', '--user-data', 'setup.sh'];
  const shown = [
    await on.play(['plan', ...EC2, ...flags], undefined, world),
    await on.play(['plan', ...EC2, ...flags, '--json'], undefined, world),
    await on.play(['apply', ...EC2, ...flags, '--yes', '--verbose'], undefined, world),
  ];
  expect(launched()).toHaveLength(1);
  const [plan, json, applied] = shown.map(({ out, err }) => flat(out + err));
  expect(plan).toContain('--user-data file://setup.sh');
  for (const text of [plan, applied]) expect(text).toContain('line 2 looks like a password or a token');
  expect(json).toContain('--user-data file://setup.sh');
  const files = readdirSync(on.folder, { recursive: true, withFileTypes: true }).filter(
    (one) => one.isFile() && one.name !== 'setup.sh',
  );
  const texts = [
    ...shown.flatMap(({ out, err }) => [out, err]),
    ...files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')),
  ];
  expect(files.length).toBeGreaterThan(0);
  for (const text of texts) {
    expect(text).not.toContain('hunter22222');
    expect(text).not.toContain(Buffer.from(SCRIPT).toString('base64').slice(0, 20));
  }
});

it.each([
  ['#!/bin/sh\ndnf install -y git\n', []],
  ['#cloud-config\npassword: "$SECRET"\n', []],
  ['echo hello\n', ['cloud-init ignores setup.sh']],
  ['#!/bin/sh\naws configure set key AKIAIOSFODNN7EXAMPLE\n', ['line 2 looks like an AWS access key']],
  ['#!/bin/sh\ncat > k <<E\n-----BEGIN OPENSSH PRIVATE KEY-----\n', ['line 3 looks like a private key']],
])('%j is warned of as it deserves', async (content, says) => {
  const on = stage();
  const { world } = withScript(on, content);
  const { out } = await on.play(['plan', ...EC2, '--no-config', '--user-data', 'setup.sh'], undefined, world);
  const text = flat(out);
  expect(text).toContain(`setup.sh (${content.length} bytes) runs as root at the first start`);
  for (const one of says) expect(text).toContain(one);
  if (says.length === 0) expect(text).not.toMatch(/line \d looks like|ignores setup/);
});

it('in a group of instances, another file is a new version of the launch template, and no file changes nothing', async () => {
  const on = stage();
  const { world, sent } = withScript(on, '#!/bin/sh\n');
  const scaled = ['apply', ...EC2, '--no-config', '--scale', '2..3', '--load-balancer', 'http', '--yes'];
  const apply = async (...flags: string[]) => {
    const from = sent.length;
    const shown = await on.play([...scaled, ...flags], undefined, world);
    expect(shown.code, shown.err).toBe(0);
    const made = sent.slice(from).filter(({ operation }) => /LaunchTemplate(Version)?$/.test(operation));
    return { ...shown, made: made.map(({ input }) => input.LaunchTemplateData?.UserData).filter(Boolean) };
  };
  const data = (text: string) => Buffer.from(text).toString('base64');
  const first = await apply('--user-data', 'setup.sh');
  expect(first.made).toEqual([data('#!/bin/sh\n')]);
  expect(flat(first.err)).toContain('must answer HTTP requests for / on port 80');
  expect((await apply('--user-data', 'setup.sh')).made).toEqual([]);
  writeFileSync(join(on.folder, 'setup.sh'), '#!/bin/bash\n');
  expect((await apply('--user-data', 'setup.sh')).made).toEqual([data('#!/bin/bash\n')]);
  expect((await apply()).made).toEqual([]);
});

it('a template that drifted keeps its user data, which no plan and no JSON shows', async () => {
  const on = stage();
  const { world, sent } = withScript(on);
  const scaled = ['--no-config', '--scale', '2..3'];
  await on.play(['apply', ...EC2, ...scaled, '--user-data', 'setup.sh', '--yes'], undefined, world);
  const first = sent.find(({ operation }) => operation === 'CreateLaunchTemplate')?.input.LaunchTemplateData;
  const drifted = { ...first, MetadataOptions: { HttpTokens: 'optional' } };
  const LaunchTemplateName = 'aws-baseline';
  const account = (await world.connect?.({} as never)) ?? undefined;
  await account?.send(call('ec2', 'CreateLaunchTemplateVersion', { LaunchTemplateName, LaunchTemplateData: drifted }));
  await account?.send(call('ec2', 'ModifyLaunchTemplate', { LaunchTemplateName, DefaultVersion: '2' }));
  const base64 = Buffer.from(SCRIPT).toString('base64');
  for (const argv of [
    ['plan', ...EC2, ...scaled],
    ['plan', ...EC2, ...scaled, '--json'],
    ['status', ...EC2, '--json'],
  ]) {
    const { out, err } = await on.play(argv, undefined, world);
    expect(out).toContain('create-launch-template-version');
    expect(out + err).not.toContain(base64.slice(0, 20));
  }
  const from = sent.length;
  const mended = await on.play(['apply', ...EC2, ...scaled, '--yes', '--verbose'], undefined, world);
  expect(mended.code, mended.err).toBe(0);
  expect(mended.err).not.toContain(base64.slice(0, 20));
  const made = sent.slice(from).find(({ operation }) => operation === 'CreateLaunchTemplateVersion');
  expect(made?.input.LaunchTemplateData).toMatchObject({
    UserData: base64,
    MetadataOptions: { HttpTokens: 'required' },
  });
});

it('the same script by another path is the same request, and a long path hides no warning', async () => {
  const on = stage();
  const { world } = withScript(on);
  const deep = join('d'.repeat(40), 'e'.repeat(40));
  mkdirSync(join(on.folder, 'd'.repeat(40)));
  writeFileSync(join(on.folder, deep), SCRIPT);
  const tokens = new Set<string>();
  for (const file of ['setup.sh', './setup.sh', join(on.folder, 'setup.sh'), deep]) {
    const { out } = await on.play(['plan', ...EC2, '--no-config', '--user-data', file], undefined, world);
    tokens.add(/--client-token (\S+)/.exec(out)?.[1] ?? 'none');
  }
  expect([...tokens]).toEqual([expect.stringMatching(/^aws-baseline-acme-[0-9a-f]+$/)]);
  const { err } = await on.play(['apply', ...EC2, '--no-config', '--yes', '--user-data', deep], undefined, world);
  expect(flat(err)).toContain('line 2 looks like a password or a token');
});

it('answers that a journal kept have no script, and launch without one', async () => {
  const answers = answersTo({ 'ec2.user-data': 'setup.sh', [CONTENT_KEY]: Buffer.from(SCRIPT).toString('base64') });
  const launchOf = async (given: Answers) => {
    const findings = await look(factsOf({ ...given, steps: ['ec2'] }, Date.now).facts, inMemory());
    return findings.flatMap(({ calls = [] }) => calls).find(({ operation }) => operation === 'RunInstances')?.input;
  };
  expect(JSON.stringify(await launchOf(answers))).toContain('sha256');
  const kept = await launchOf(answersKept(JSON.parse(JSON.stringify(answers))));
  expect(kept).toMatchObject({ InstanceType: 't3.micro' });
  expect(kept).not.toHaveProperty('UserData');
});

it('what the plan says of a launch is also said by a run without a review', async () => {
  const on = stage();
  const { world } = withScript(on);
  const flags = ['--no-config', '--no-public-ip'];
  const said = 'has no route to a NAT gateway';
  expect(flat((await on.play(['plan', ...EC2, ...flags], undefined, world)).out)).toContain(said);
  const applied = await on.play(['apply', ...EC2, ...flags, '--yes', '--json'], undefined, world);
  expect(flat(applied.err)).toContain(said);
  const [instance] = applied.json.steps[0].facts.filter(({ id }: { id: string }) => id.startsWith('ec2/instance/'));
  expect(instance).toMatchObject({ state: 'created', why: expect.stringContaining(said) });
});
