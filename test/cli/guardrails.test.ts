import { describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { withoutAccountHost } from '../../src/aws/network/account-host.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const FLAGS = ['--name', 'acme', '--region', HOME, '--alarm-email', 'a@example.com', '--steps', 'root', '--no-config'];
const idsIn = (json: { steps: { facts: { id: string; state: string }[] }[] }) =>
  json.steps.flatMap(({ facts }) => facts).filter(({ id }) => id.startsWith('guardrails/'));

/** The account, which refuses some operations with this code. */
function refusing(operations: RegExp, name: string) {
  const account = rehearsalAccount({ homeRegion: HOME });
  const send = (given: AnyCall) =>
    operations.test(given.operation)
      ? Promise.reject(Object.assign(new Error(`${name} said AWS`), { name }))
      : account.send(given as never);
  return { connect: async () => ({ ...through(account, send), kind: 'aws' as const }) };
}

describe('a guardrail that cannot be read', () => {
  test.each([
    ['NotImplemented', 0],
    ['AccessDenied', 0],
    // May be read the next time: the same command again.
    ['InternalError', 1],
  ])('%s: unknown, and the exit code is %i', async (name, exitCode) => {
    const world = refusing(/MetadataDefaults|ListAnalyzers/, name);
    const { code, json, err } = await stage().play(['apply', '--yes', '--json', ...FLAGS], undefined, world);
    expect(code, err).toBe(exitCode);
    const unknown = idsIn(json).filter(({ state }) => state === 'unknown');
    expect(unknown.map(({ id }) => id)).toEqual([
      `guardrails/imdsv2-default/${HOME}`,
      `guardrails/access-analyzer/${HOME}`,
    ]);
  });

  test('a write that is denied is 4', async () => {
    const world = refusing(/ModifyInstanceMetadataDefaults/, 'AccessDenied');
    expect((await stage().play(['apply', '--yes', '--json', ...FLAGS], undefined, world)).code).toBe(4);
  });
});

test("somebody else's role of the name, on another path, is left to a person; undo leaves it as it is", async () => {
  const account = rehearsalAccount({ homeRegion: HOME });
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  await account.send(call('iam', 'CreateRole', { RoleName: 'aws-baseline-audit', AssumeRolePolicyDocument }));
  const theirs = account.state().iam.roles;
  const world = { connect: async () => ({ ...account, kind: 'aws' as const }) };
  const { play } = stage();
  const { code, json, err } = await play(['apply', '--yes', '--json', ...FLAGS], undefined, world);
  expect(code, err).toBe(0);
  expect(idsIn(json).find(({ id }) => id === 'guardrails/audit-role')).toMatchObject({
    state: 'by-hand',
    how: expect.stringContaining('delete it, or leave this guardrail out'),
  });
  const undone = await play(['undo', '--confirm', '111122223333', '--region', HOME, '--no-config'], undefined, world);
  expect(undone.code, undone.err).toBe(0);
  expect(account.state().iam.roles).toEqual(theirs);
});

describe('--guardrails', () => {
  const planned = async (...flags: string[]) =>
    idsIn((await stage().play(['plan', '--rehearse', '--json', ...FLAGS, ...flags])).json).map(({ id }) => id);

  test('none, and some by name', async () => {
    expect(await planned('--guardrails', 'none')).toEqual([]);
    expect(await planned('--guardrails', 'ssm-documents,password-policy')).toEqual([
      'guardrails/password-policy',
      `guardrails/ssm-documents/${HOME}`,
    ]);
  });

  test('a flag that names what to set needs no name', async () => {
    expect(await planned('--guardrails', 'none', '--account-alias', 'acme-x')).toEqual(['guardrails/account-alias']);
  });

  test.each([
    ['none,free', 'none excludes all other names'],
    ['contacts', 'needs --security-contact'],
    ['account-alias', 'needs --account-alias'],
    ['security-hub', 'needs guardrail config too'],
    ['cent', '"cent" is not one of free, cents, all, none'],
  ])('%s is a usage error', async (list, said) => {
    const { code, err } = await stage().play(['plan', '--rehearse', ...FLAGS, '--guardrails', list]);
    expect([code, err.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(said)]);
  });

  test.each([
    ['ebs-encryption', `ok  new EBS volumes in ${HOME} are encrypted`],
    ['ebs-encryption,ami-block', 'ok  2 guardrails'],
  ])('%s is told as "%s" once it is set', async (list, told) => {
    const { both } = await stage().play(['apply', '--rehearse', '--yes', ...FLAGS, '--guardrails', list]);
    expect(both).toContain(told);
    expect(both).not.toContain('ok  1 guardrail');
  });

  test('in every enabled Region, and undone in all of them', async () => {
    const account = rehearsalAccount({ homeRegion: HOME });
    account.person.enablesRegion('ap-southeast-4');
    const world = {
      connect: async () => ({ ...through(account, (given) => account.send(given as never)), kind: 'aws' as const }),
    };
    const { play } = stage();
    const chosen = ['--guardrails', 'ebs-encryption', '--guardrail-regions', 'all'];
    const { json, code } = await play(['apply', '--yes', '--json', ...FLAGS, ...chosen], undefined, world);
    expect([code, idsIn(json).map(({ id }) => id)]).toEqual([
      0,
      [`guardrails/ebs-encryption/${HOME}`, 'guardrails/ebs-encryption/ap-southeast-4'],
    ]);
    const isOn = () => [HOME, 'ap-southeast-4'].map((region) => account.state().regions[region]?.settings);
    expect(isOn()).toEqual([{ 'ebs-encryption': true }, { 'ebs-encryption': true }]);
    const undone = await play(['undo', '--confirm', '111122223333', '--region', HOME, '--no-config'], undefined, world);
    expect([undone.code, isOn()]).toEqual([0, [undefined, undefined]]);
  });

  test('a project is told what is not planned, and why', async () => {
    const { err } = await stage().play(['apply', '--yes', '--rehearse', '--rehearse-as', 'project', '--name', 'acme']);
    expect(err.replace(/\s+/g, ' ')).toContain(
      'Not planned: support-role, audit-role, because a project has no IAM users',
    );
  });
});

test('S3 Control reaches an endpoint by its own name, and AWS by the one with the account', () => {
  expect(withoutAccountHost('https://s3-control.eu-west-1.amazonaws.com')).toBeUndefined();
  const host = withoutAccountHost('http://127.0.0.1:5000/base');
  expect(host?.endpoint).toBe('http://localhost:5000/base');
  const request = { hostname: '111122223333.localhost' };
  host?.middleware(async () => ({}), {})({ request });
  expect(request.hostname).toBe('127.0.0.1');
});
