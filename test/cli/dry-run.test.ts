import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const FLAGS = ['--name', 'acme', '--region', HOME, '--steps', 'ec2', '--no-config'];

const refusal = (name: string, message = 'no', status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });

interface Run {
  code: number;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the finding as JSON
  instance: any;
  dryRuns: { SecurityGroups: boolean; profile: boolean; token: boolean }[];
  launches: number;
}

/** A command on an account that answers each DryRun with `answer`, if there is one. */
async function run(command: string[], answer?: Error, before?: string[]): Promise<Run> {
  const rehearsal = rehearsalAccount({ homeRegion: HOME, now: () => new Date('2026-11-24T10:00:00Z') });
  const dryRuns: Run['dryRuns'] = [];
  let launches = 0;
  const account: Account = through(rehearsal, (given) => {
    if (given.operation !== 'RunInstances') return rehearsal.send(given as never);
    if (!given.input.DryRun) {
      launches += 1;
      return answer ? Promise.reject(answer) : rehearsal.send(given as never);
    }
    dryRuns.push({
      SecurityGroups: given.input.NetworkInterfaces[0].Groups !== undefined,
      profile: given.input.IamInstanceProfile !== undefined,
      token: given.input.ClientToken !== undefined,
    });
    return answer ? Promise.reject(answer) : rehearsal.send(given as never);
  });
  const connect = async () => account;
  if (before) await stage().play([...before, ...FLAGS, '--json'], undefined, { connect });
  dryRuns.length = 0;
  const { code, json, both } = await stage().play([...command, ...FLAGS, '--json'], undefined, { connect });
  const facts = json.steps.flatMap((step: { facts: object[] }) => step.facts);
  const instance = facts.find(({ id }: { id: string }) => id === 'ec2/instance/acme-analysis');
  return { code, instance, dryRuns, launches, text: both };
}

describe('plan asks with DryRun whether AWS would launch the instance', () => {
  test('it would, before and after its group and profile exist', async () => {
    const cold = await run(['plan']);
    expect([cold.code, cold.instance.state, cold.launches]).toEqual([0, 'todo', 0]);
    expect(cold.dryRuns.at(-1)).toEqual({ SecurityGroups: false, profile: false, token: false });
    const warm = await run(['plan'], refusal('PendingVerification'), ['apply', '--yes']);
    expect(warm.dryRuns).toEqual([{ SecurityGroups: true, profile: true, token: false }]);
  });

  test.each<[string, Error, number, string, RegExp]>([
    [
      'UnauthorizedOperation',
      refusal('UnauthorizedOperation', 'You are not authorized', 403),
      4,
      'unknown',
      /ec2:RunInstances/,
    ],
    [
      'a service control policy',
      refusal('UnauthorizedOperation', 'with an explicit deny in a service control policy', 403),
      4,
      'denied',
      /service control policy/,
    ],
    ['PendingVerification', refusal('PendingVerification'), 6, 'waiting', /verifying the new account/],
    ['OptInRequired', refusal('OptInRequired'), 6, 'waiting', /has not activated the account/],
    ['Blocked', refusal('Blocked'), 1, 'unknown', /blocked the account/],
    ['VcpuLimitExceeded', refusal('VcpuLimitExceeded'), 1, 'unknown', /quota does not allow/],
    ['InstanceLimitExceeded', refusal('InstanceLimitExceeded'), 1, 'unknown', /as many instances as its quota/],
    [
      'the Free plan',
      refusal('InvalidParameterCombination', 'The specified instance type is not eligible for Free Tier.'),
      1,
      'unknown',
      /Free plan allows only/,
    ],
  ])('%s', async (_what, answer, code, state, why) => {
    const { instance, launches, ...found } = await run(['plan'], answer);
    expect([found.code, instance.state, launches]).toEqual([code, state, 0]);
    expect(`${instance.why} ${instance.permission ?? ''}`).toMatch(why);
    expect(instance.next).toBeTruthy();
  });

  test.each([
    ['InsufficientInstanceCapacity', refusal('InsufficientInstanceCapacity')],
    ['RequestLimitExceeded', refusal('RequestLimitExceeded')],
    ['no such operation', refusal('NotImplemented', 'no', 501)],
    ['a broken answer', refusal('SyntaxError', 'Deserialization error', 500)],
  ])('%s says nothing about the launch', async (_what, answer) => {
    const { code, instance } = await run(['plan'], answer);
    expect([code, instance.state]).toEqual([0, 'todo']);
  });

  test.each([['apply', '--yes'], ['status'], ['verify']])('%s does not ask', async (...command) => {
    expect((await run(command)).dryRuns).toEqual([]);
  });

  test('an instance that exists is not asked for', async () => {
    expect((await run(['plan'], undefined, ['apply', '--yes'])).dryRuns).toEqual([]);
  });
});

test.each([
  [['plan'], 'L-1216C47A?region=ap-southeast-2'],
  [['apply', '--yes'], 'L-1216C47A (in the Region of the launch)'],
])('%s: the quota that a launch exceeds is named, with its page', async (command, end) => {
  const { instance } = await run(command, refusal('VcpuLimitExceeded'));
  expect(instance.why).toBe(
    "the account's quota does not allow the vCPUs of another t3.micro: Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances (L-1216C47A)",
  );
  expect(instance.next).toContain(
    `request an increase at https://console.aws.amazon.com/servicequotas/home/services/ec2/quotas/${end}`,
  );
});

test.each<[string, Error, number, string]>([
  ['UnauthorizedOperation', refusal('UnauthorizedOperation', 'You are not authorized', 403), 4, 'failed'],
  ['PendingVerification', refusal('PendingVerification'), 6, 'waiting'],
  ['OptInRequired', refusal('OptInRequired'), 6, 'waiting'],
  ['Blocked', refusal('Blocked'), 1, 'failed'],
  ['VcpuLimitExceeded', refusal('VcpuLimitExceeded'), 1, 'failed'],
  ['InstanceLimitExceeded', refusal('InstanceLimitExceeded'), 1, 'failed'],
  ['not eligible', refusal('InvalidParameterCombination', 'not eligible for Free Tier'), 1, 'failed'],
  ['InsufficientInstanceCapacity', refusal('InsufficientInstanceCapacity'), 6, 'waiting'],
  ['Unsupported', refusal('Unsupported'), 1, 'failed'],
])('apply: %s has its own sentence and exit code', async (_what, answer, code, state) => {
  const { instance, ...found } = await run(['apply', '--yes'], answer);
  expect([found.code, instance.state]).toEqual([code, state]);
  expect(instance.next).toBeTruthy();
});
