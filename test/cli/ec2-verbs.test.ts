import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { inMemory, worldOf } from '../robust/program.ts';
import { type Stage, stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const PLACE = ['--region', HOME, '--no-config'];
const EC2 = ['apply', '--steps', 'ec2', '--name', 'acme', ...PLACE, '--yes'];
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** An account with what `flags` make, somebody else's instance, and the writes from then on. */
async function withInstance(flags: string[] = []) {
  const account = inMemory();
  const writes: string[] = [];
  const world = worldOf(account, (given, send) => {
    if (!isRead(given)) writes.push(given.operation);
    return send();
  });
  await stage().play([...EC2, ...flags], undefined, world);
  const state = () => account.state().regions[HOME]!.instances;
  const [{ image = '', type = '' } = {}] = state();
  const theirs = { ImageId: image, InstanceType: type as 't3.micro', MinCount: 1, MaxCount: 1 };
  await account.send({ service: 'ec2', operation: 'RunInstances', input: theirs });
  for (let i = 0; i < 2; i++) await account.send({ service: 'ec2', operation: 'DescribeInstances', input: {} });
  writes.length = 0;
  const play = (...argv: string[]) => stage().play(['ec2', ...argv, ...PLACE], undefined, world);
  const [ours, stranger] = [state()[0]!.id, state().at(-1)!.id];
  return { account, world, writes, play, state, ours, stranger };
}

describe('ec2 list', () => {
  it('shows ours only, in 80 columns and as JSON, and writes nothing', async () => {
    const { play, writes, ours, stranger } = await withInstance();
    const shown = await play('list');
    expect(shown.code, shown.err).toBe(0);
    expect(shown.out).toMatch(new RegExp(`${ours} +running +t3\\.micro +ap-southeast-2a +acme-analysis`));
    expect(shown.out).not.toContain(stranger);
    expect(shown.out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const { json } = await play('list', '--json');
    expect(json).toMatchObject({ command: 'ec2 list', exitCode: 0 });
    expect(json.instances).toEqual([
      expect.objectContaining({ id: ours, name: 'acme-analysis', state: 'running', type: 't3.micro', inGroup: false }),
    ]);
    expect(writes).toEqual([]);
  });

  it('of an account without one says so', async () => {
    const shown = await stage().play(['ec2', 'list', ...PLACE], undefined, worldOf(inMemory()));
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('no instance of aws-baseline')]);
  });
});

describe('ec2 stop and start', () => {
  it('do it once; a second time there is nothing to do', async () => {
    const { play, writes, state } = await withInstance();
    expect((await play('stop')).code).toBe(0);
    expect(state()[0]?.state).toMatch(/^stop/);
    const again = await play('stop');
    expect([again.code, flat(again.out)]).toEqual([0, expect.stringContaining('Nothing to do')]);
    expect(writes).toEqual(['StopInstances']);
    expect((await play('start')).code).toBe(0);
    const twice = await play('start', '--json');
    expect(twice.json).toMatchObject({ result: 'done', summary: { ok: 1 } });
    expect(writes).toEqual(['StopInstances', 'StartInstances']);
  });

  it('an instance that has been stopped is still the one of the baseline', async () => {
    const { play, world, writes } = await withInstance();
    await play('stop');
    writes.length = 0;
    expect((await stage().play(EC2, undefined, world)).code).toBe(0);
    expect(writes).toEqual([]);
  });
});

describe('ec2 terminate', () => {
  it('without a terminal needs --yes', async () => {
    const { play, writes } = await withInstance();
    expect((await play('terminate')).code).toBe(2);
    expect(writes).toEqual([]);
  });

  it.each([
    [true, ['TerminateInstances']],
    [false, []],
  ])('asks a person, who agrees: %s', async (agrees, sent) => {
    const { world, writes, ours } = await withInstance();
    const shown = await stage().play(['ec2', 'terminate', ...PLACE], [[`Terminate ${ours}?`, agrees]], world);
    expect([shown.code, writes]).toEqual([0, sent]);
    expect(flat(shown.err)).toContain('all data on it are deleted');
  });

  it('ends the named one only, and once', async () => {
    const { play, writes, ours, state } = await withInstance();
    expect((await play('terminate', ours, '--yes')).code).toBe(0);
    expect(state().map(({ ended }) => Boolean(ended))).toEqual([true, false]);
    expect((await play('terminate', '--yes')).code).toBe(2);
    expect(writes).toEqual(['TerminateInstances']);
  });
});

describe('what is not ours stays', () => {
  it.each(['start', 'stop', 'terminate', 'connect'])('%s of a stranger, or of none, is exit 2', async (verb) => {
    const { play, writes, stranger } = await withInstance();
    const shown = await play(verb, stranger, ...(verb === 'terminate' ? ['--yes'] : []));
    expect([shown.code, flat(shown.err)]).toEqual([2, expect.stringContaining('is not one of your instances')]);
    const none = await stage().play(
      ['ec2', verb, ...PLACE, ...(verb === 'terminate' ? ['--yes'] : [])],
      undefined,
      worldOf(inMemory()),
    );
    expect([none.code, flat(none.err)]).toEqual([2, expect.stringContaining('there is no instance')]);
    expect(writes).toEqual([]);
  });

  it('instances of a group are listed, but neither stopped nor terminated', async () => {
    const { play, writes, ours } = await withInstance(['--scale', '2..4']);
    expect((await play('list')).out.match(/\(group\)/g)).toHaveLength(2);
    expect(flat((await play('stop')).err)).toContain('there are several instances, name one of them');
    for (const verb of ['stop', 'terminate']) {
      const shown = await play(verb, ours, ...(verb === 'terminate' ? ['--yes'] : []));
      expect([shown.code, flat(shown.err)]).toEqual([2, expect.stringContaining('belongs to the Auto Scaling group')]);
    }
    expect(writes).toEqual([]);
  });
});

describe('ec2 connect', () => {
  const programs = ({ folder }: Stage, ...names: string[]) => {
    mkdirSync(join(folder, 'bin'));
    for (const name of names) {
      writeFileSync(join(folder, 'bin', name), '');
      chmodSync(join(folder, 'bin', name), 0o755);
    }
    return { PATH: join(folder, 'bin'), TERM: 'dumb' };
  };
  const run = (ran: string[]) => async (program: string, words: string[]) => {
    ran.push([program, ...words].join(' '));
    return 0;
  };

  it.each([
    ['both', ['aws', 'session-manager-plugin'], true, 1],
    ['no plugin', ['aws'], true, 0],
    ['nothing', [], true, 0],
    ['both, but no terminal', ['aws', 'session-manager-plugin'], false, 0],
  ])('with %s installed', async (_name, names, atTerminal, times) => {
    const { world, ours, writes } = await withInstance();
    const on = stage();
    const ran: string[] = [];
    const more = { ...world, env: programs(on, ...names), run: run(ran) };
    const shown = await on.play(['ec2', 'connect', ...PLACE], atTerminal ? [] : undefined, more);
    const line = `aws ssm start-session --target ${ours} --region ${HOME}`;
    expect(shown.code, shown.err).toBe(0);
    expect(ran).toEqual(Array(times).fill(line));
    if (times === 0) expect(flat(shown.out)).toContain(line);
    if (names.length < 2) expect(flat(shown.err)).toContain('Not installed here:');
    expect(writes).toEqual([]);
  });

  it('to a stopped one says how to start it', async () => {
    const { play } = await withInstance();
    await play('stop');
    const shown = await play('connect');
    expect([shown.code, flat(shown.err)]).toEqual([2, expect.stringContaining('aws-baseline ec2 start')]);
  });
});

it('plain ec2 stays the wizard of the step', async () => {
  const { world, writes } = await withInstance();
  const shown = await stage().play(
    ['ec2', '--name', 'acme', ...PLACE],
    [
      ['What is the instance for', 'general'],
      ['Private', false],
    ],
    world,
  );
  expect([shown.code, writes]).toEqual([0, []]);
});
