import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { asTyped } from '../../src/cli/terminal/typed-commands.ts';
import { stage } from './stage.ts';

const NPX = { npm_command: 'exec', npm_lifecycle_script: "'aws-baseline' init" };
const BIN = new URL('../../bin/aws-baseline.js', import.meta.url).pathname;
const commandsIn = (text: string) =>
  text.match(/(?:npx )?aws-baseline (?:init|status|apply|plan|undo|explain|COMMAND)\b/g) ?? [];

describe('commands printed to a user of npx', () => {
  it.each([
    ['aws-baseline status --name acme', 'npx aws-baseline status --name acme'],
    ['More: aws-baseline COMMAND --help', 'More: npx aws-baseline COMMAND --help'],
    ['add it with aws-baseline explain guardrails.', 'add it with npx aws-baseline explain guardrails.'],
    ['npx aws-baseline init', 'npx aws-baseline init'],
    ['aws-baseline 0.1.0 status', 'aws-baseline 0.1.0 status'],
    ['topic aws-baseline-alarms exists', 'topic aws-baseline-alarms exists'],
    ['role /aws-baseline/engineer/x, trail aws-baseline', 'role /aws-baseline/engineer/x, trail aws-baseline'],
  ])('%s', (text, typed) => {
    expect(asTyped(text, NPX)).toBe(typed);
    expect(asTyped(text, { npm_command: 'run-script', npm_lifecycle_script: 'aws-baseline plan' })).toBe(text);
    expect(asTyped(text, { npm_command: 'exec', npm_lifecycle_script: "'vitest' run" })).toBe(text);
  });

  it.each([
    [['help', 'init'], 0],
    [['status', '--jsn'], 2],
    [['undo', '--rehearse', '--name', 'acme', '--region', 'eu-west-1', '--profile', 'work'], 2],
    [['apply', '--rehearse', '--yes', '--steps', 'root'], 0],
  ] as const)('%j: each can be pasted, and none is too wide', async (argv, expected) => {
    const { code, out, err } = await stage().play([...argv], undefined, { env: { TERM: 'dumb', ...NPX } });
    expect(code).toBe(expected);
    const said = `${out}${err}`;
    const commands = commandsIn(said);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((command) => !command.startsWith('npx '))).toEqual([]);
    expect(said.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('the JSON names the program alone', async () => {
    const { json } = await stage().play(['apply', '--rehearse', '--yes', '--json'], undefined, {
      env: { TERM: 'dumb', ...NPX },
    });
    expect(JSON.stringify(json.next)).not.toContain('npx');
  });

  it('the help that is printed without loading the program', () => {
    const env = { PATH: process.env.PATH ?? '' };
    const help = (more: Record<string, string>) =>
      spawnSync(process.execPath, [BIN, '--help'], { encoding: 'utf8', env: { ...env, ...more } }).stdout;
    expect(help({})).toContain('\n  aws-baseline status ');
    expect(help(NPX)).toContain('\n  npx aws-baseline status ');
  });
});

describe('the next command', () => {
  it('breaks only at a line continuation, and keeps the profile', async () => {
    const argv = ['undo', '--name', 'acme', '--region', 'ap-southeast-2', '--profile', 'a-profile-with-a-long-name'];
    const { err } = await stage().play([...argv]);
    expect(err).toContain(`Next:
  aws-baseline undo --profile a-profile-with-a-long-name --name acme \\
    --region ap-southeast-2 --confirm ACCOUNT_ID
`);
  });

  it('of a command that needs --yes repeats its answers', async () => {
    const argv = ['apply', '--name', 'acme', '--region', 'eu-west-1', '--alarm-email', 'you@example.com', '--no-roles'];
    const { code, err } = await stage().play([...argv]);
    expect(code).toBe(2);
    expect(err).toContain(`Next:
  aws-baseline apply --name acme --region eu-west-1 \\
    --alarm-email you@example.com --no-roles --yes
`);
  });

  it.each([
    [['help'], 0, 'Start here:'],
    [['help', 'policy', 'show'], 0, 'Usage: aws-baseline policy show'],
    [['status', '--jsn'], 2, 'Next: aws-baseline status --help'],
    [['statsu'], 2, 'Next: aws-baseline --help'],
  ] as const)('%j', async (argv, expected, says) => {
    const { code, out, err } = await stage().play([...argv]);
    expect(code).toBe(expected);
    expect(`${out}${err}`).toContain(says);
  });
});
