import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshot } from './end-state.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { baseline, environment, newHome } from './program.ts';
import { type CountingProxy, countingProxy } from './proxy.ts';

const PEOPLE = Array.from({ length: 25 }, (_, i) => `person-${i}`);
const ANSWERS = ['--name', 'acme', '--alarm-email', 'you@example.com', '--no-config', '--yes', '--json'];

describe.skipIf(motoMissing)('a run finishes in an account whose IAM answers Throttling', () => {
  let moto: Moto;
  let proxy: CountingProxy;

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await countingProxy(moto.endpoint);
  });
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
  });

  it('20 requests a second, 15 at once: nothing fails, and little is sent in vain', async () => {
    proxy.breaks([{ service: 'iam', do: 'throttle', message: 'Rate exceeded', bucket: { rate: 20, burst: 15 } }]);
    const { home, remove } = newHome();
    const users = PEOPLE.flatMap((person) => ['--analyst-user', person]);
    const { code, err, json } = await baseline(['apply', ...ANSWERS, ...users], {
      env: environment(home, proxy.endpoint),
      cwd: home,
    });
    remove();
    expect(code, err).toBe(0);
    // moto lacks what five guardrails read.
    expect(json.summary).toMatchObject({ todo: 0, unknown: 5, failed: 0 });
    // Three writes and a look for each user: the bucket is empty for seconds, also on a slow machine. The 16 requests that
    // may be in flight when it runs empty are refused together, and then hardly any; without our pace it was 30 to 90.
    expect(proxy.broken()).toBeGreaterThan(0);
    expect(proxy.broken()).toBeLessThan(26);
    const state = await snapshot(moto.endpoint);
    expect(
      state.users.map(({ UserName, groups, signIn }: Record<string, unknown>) => [UserName, groups, signIn]),
    ).toEqual(
      [['admin_acme', ['admin'], true], ...PEOPLE.map((person) => [`analyst_${person}`, ['analyst'], true])].sort(),
    );
  });
});
