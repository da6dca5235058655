import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stage } from '../cli/stage.ts';
import { launchTokens, otherClient, snapshot } from '../contract/end-state.ts';
import type { Fault } from '../contract/faults.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { baseline, environment, newHome } from '../contract/program.ts';
import { type CountingProxy, countingProxy } from '../contract/proxy.ts';
import { policyArn, says } from './dirty-account.ts';
import { APPLY, listening, passwordLines, UNDO, worldAt } from './program.ts';

const SHORT = { connect: 2_000, request: 1_000 };

describe.skipIf(motoMissing)('faults on the way are waited out, or end the run with a sentence', () => {
  let moto: Moto;
  let proxy: CountingProxy;
  let end: unknown;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await countingProxy(moto.endpoint);
    const { home, remove } = newHome();
    const { code, err } = await baseline(APPLY, { env: environment(home, moto.endpoint), cwd: home });
    expect(code, err).toBe(0);
    remove();
    end = await snapshot(moto.endpoint);
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    proxy.breaks([]);
    proxy.forget();
  });

  // What is lost after the work was done is a write, or the fault would show nothing.
  const WRITES: Fault[] = [
    { service: 'iam', operation: 'CreateUser', nth: 1, do: 'reset', when: 'response' },
    { service: 'iam', operation: 'CreateLoginProfile', nth: 1, do: 'reset', when: 'response' },
    { service: 'iam', operation: 'CreatePolicy', nth: 2, do: 'reset', when: 'response' },
    { service: 'iam', operation: 'CreateGroup', nth: 1, do: 'reset', when: 'response' },
    { service: 'iam', operation: 'CreateRole', nth: 1, do: 'reset', when: 'response' },
    { service: 'iam', operation: 'CreateInstanceProfile', nth: 1, do: 'reset', when: 'response' },
    { service: 'iam', operation: 'AddRoleToInstanceProfile', nth: 1, do: 'reset', when: 'response' },
    { service: 's3', operation: 'PUT /acme-analysis', nth: 1, do: 'reset', when: 'response' },
    { service: 'sns', operation: 'CreateTopic', nth: 1, do: 'reset', when: 'response' },
    { service: 'sns', operation: 'Subscribe', nth: 1, do: 'reset', when: 'response' },
    { service: 'ec2', operation: 'CreateSecurityGroup', nth: 1, do: 'reset', when: 'response' },
  ];

  it.each<[string, Fault[], number]>([
    ['every third request throttled', [{ every: 3, do: 'throttle' }], 30],
    ['S3 answers 503 SlowDown to every third request', [{ service: 's3', every: 3, do: 'slowdown' }], 6],
    ['every seventh request answered with 500', [{ every: 7, do: 'error' }], 10],
    ['every ninth connection reset before the work', [{ every: 9, do: 'reset' }], 8],
    ['every kind of creation reset after the work was done', WRITES, WRITES.length - 1],
    ['four hangs, which the time-out ends', [{ every: 18, times: 4, do: 'hang' }], 3],
    [
      'hangs after the work was done',
      [{ service: 'iam', operation: 'CreateUser', do: 'hang', when: 'response', times: 2 }],
      2,
    ],
  ])('%s: ends 0 with the same end state and the passwords told', async (_what, faults, atLeast) => {
    proxy.breaks(faults);
    const accepted = new Map<string, string>();
    const { play, folder } = stage();
    const { code, err, out } = await play(APPLY, undefined, worldAt(proxy.endpoint, listening(accepted), SHORT));
    expect(code, `${err}${out.match(/"error".*/g)}`).toBe(0);
    expect(proxy.broken()).toBeGreaterThanOrEqual(atLeast);
    // On a busy machine a slow launch is taken for a hang, and moto starts an instance for each try.
    const state = await snapshot(moto.endpoint);
    expect({ ...state, instances: [...new Set(state.instances)] }).toEqual(end);
    expect(await launchTokens(moto.endpoint)).toHaveLength(1);
    expect(passwordLines(folder, proxy.endpoint)).toHaveLength(2);
  });

  it.each(['reset', 'hang', 'error'] as const)(
    'a new version of a policy, its answer lost (%s): no second one, and undo gives back what was there',
    async (how) => {
      const ask = otherClient(moto.endpoint);
      await ask('iam', 'CreatePolicy', { PolicyName: 'admin_access', PolicyDocument: says('s3:GetObject') });
      const versionsNow = async () => {
        const { Policies } = await ask('iam', 'GetAccountAuthorizationDetails', { Filter: ['LocalManagedPolicy'] });
        const its = Policies.find(({ Arn }: { Arn: string }) => Arn === policyArn('admin_access'));
        return its.PolicyVersionList.map(({ Document }: { Document: string }) => decodeURIComponent(Document));
      };
      const before = await versionsNow();
      proxy.breaks([{ service: 'iam', operation: 'CreatePolicyVersion', nth: 1, do: how, when: 'response' }]);
      const { play } = stage();
      const world = worldAt(proxy.endpoint, undefined, SHORT);
      const { code, err } = await play([...APPLY, '--steps', 'admin', '--adopt'], undefined, world);
      expect(code, err).toBe(0);
      expect(proxy.broken()).toBe(1);
      expect(proxy.writes().filter((name) => name === 'CreatePolicyVersion')).toHaveLength(1);
      expect(await versionsNow()).toHaveLength(2);
      expect((await play(UNDO, undefined, world)).code).toBe(0);
      expect(await versionsNow()).toEqual(before);
    },
  );

  it('a service that is down is an error with its sentence, not a hang', async () => {
    proxy.breaks([{ service: 'sns', do: 'error', status: 503, code: 'ServiceUnavailable' }]);
    const { home, remove } = newHome();
    const run = await baseline(['status', '--name', 'acme', '--no-config', '--json'], {
      env: environment(home, proxy.endpoint),
      cwd: home,
    });
    remove();
    expect(run.code).toBe(1);
    const topic = JSON.stringify(run.json);
    expect(topic).toContain('ServiceUnavailable, said the proxy');
    expect(run.err).not.toMatch(/\bat \S+:\d+:\d+/);
  });

  it('a clock that is an hour behind: the SDK asks again with the time that AWS told', async () => {
    const ahead = new Date(Date.now() + 3_600_000).toUTCString();
    const skew = { status: 403, code: 'RequestTimeTooSkewed', headers: { date: ahead } };
    proxy.breaks([{ service: 's3', nth: 1, do: 'error', ...skew }]);
    const { home, remove } = newHome();
    const run = await baseline(['status', '--name', 'acme', '--no-config', '--steps', 'buckets', '--json'], {
      env: environment(home, proxy.endpoint),
      cwd: home,
    });
    remove();
    expect(run.code, run.err).toBe(0);
    expect(proxy.broken()).toBe(1);
    const hours = proxy.headers().map(({ 'x-amz-date': date = '' }) => String(date).slice(0, 11));
    expect(hours).toContain(new Date(Date.now() + 3_600_000).toISOString().replace(/[-:]/g, '').slice(0, 11));
  });

  it.each([
    ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
    ['SignatureDoesNotMatch', 'Signature expired: 20261124T100000Z is now earlier than 20261124T110000Z'],
    ['InvalidSignatureException', 'Signature not yet current: 20261124T120000Z is still later than 20261124T110000Z'],
  ])('a clock that stays wrong (%s) is exit 3 and a sentence about the clock', async (code, message) => {
    proxy.breaks([{ do: 'error', status: 403, code, message }]);
    const { home, remove } = newHome();
    const run = await baseline(APPLY, { env: environment(home, proxy.endpoint), cwd: home });
    remove();
    expect(run.code).toBe(3);
    expect(run.err).toContain('clock');
    expect(run.json).toMatchObject({ exitCode: 3, result: 'signed_out' });
  });

  it('credentials that run out in mid-run: exit 3 as a process, and the same command finishes', async () => {
    proxy.breaks([
      { after: 60, do: 'error', status: 403, code: 'ExpiredToken', message: 'The security token expired' },
    ]);
    const { home, remove } = newHome();
    const options = { env: environment(home, proxy.endpoint), cwd: home };
    const first = await baseline(APPLY, options);
    expect(first.code, first.err).toBe(3);
    expect(first.err).toContain('Next:');
    expect(proxy.writes().length).toBeGreaterThan(5);
    proxy.breaks([]);
    const second = await baseline(APPLY, options);
    remove();
    expect(second.code, second.err).toBe(0);
    expect(await snapshot(moto.endpoint)).toEqual(end);
  });
});
