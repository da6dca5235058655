import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { stage } from '../cli/stage.ts';
import { launchTokens, snapshot } from '../contract/end-state.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { baseline, environment, newHome } from '../contract/program.ts';
import { countingProxy } from '../contract/proxy.ts';
import { ACCOUNT, APPLY, inMemory, listening, passwordLines, sorted, worldAt, worldOf } from './program.ts';

type State = Record<string, unknown>;

// A disk that takes its time, so that one run finds what the other has written and not yet used.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fsync: (_file: number, done: (error: null) => void) => void setTimeout(done, 20, null),
}));

describe.skipIf(motoMissing)('issue 5, item 3: two runs at once on moto', () => {
  let moto: Moto;
  let end: State;

  beforeAll(async () => {
    moto = await startMoto();
    const { home, remove } = newHome();
    expect((await baseline(APPLY, { env: environment(home, moto.endpoint), cwd: home })).code).toBe(0);
    remove();
    end = await snapshot(moto.endpoint);
  });
  afterAll(async () => moto?.stop());
  beforeEach(async () => moto.reset());

  // moto starts an instance for each request, whatever its ClientToken; AWS one for each token. So tokens are counted.
  async function expectOneEnd() {
    const { instances, ...rest } = await snapshot(moto.endpoint);
    const { instances: one, ...others } = end;
    expect(rest).toEqual(others);
    expect([...new Set(instances as string[])]).toEqual(one);
    expect(await launchTokens(moto.endpoint)).toEqual([expect.stringMatching(/./)]);
  }

  it.each(['one home folder', 'two home folders'])('%s: both end 0 with one end state', async (which) => {
    const [one, two] = [newHome(), newHome()];
    const homes = which === 'one home folder' ? [one.home, one.home] : [one.home, two.home];
    const runs = await Promise.all(
      homes.map((home) => baseline(APPLY, { env: environment(home, moto.endpoint), cwd: home })),
    );
    expect(
      runs.map(({ code }) => code),
      runs.map(({ out }) => out.match(/"error".*/g)).join('\n'),
    ).toEqual([0, 0]);
    await expectOneEnd();
    if (which === 'one home folder') {
      const users = passwordLines(one.home, moto.endpoint).map(([user]) => user);
      expect(users.toSorted()).toEqual(['admin_acme', 'analyst_kim']);
    }
    one.remove();
    two.remove();
  });

  it('a launch whose answer was lost is asked for again with the same token', async () => {
    const proxy = await countingProxy(moto.endpoint);
    proxy.breaks([{ service: 'ec2', operation: 'RunInstances', times: 2, do: 'reset', when: 'response' }]);
    const { code } = await stage().play(APPLY, undefined, worldAt(proxy.endpoint));
    await proxy.stop();
    expect(code).toBe(0);
    expect(proxy.broken()).toBe(2);
    await expectOneEnd();
  });
});

describe('issue 5, item 3: two runs at once in memory', () => {
  it('every write of one falls between those of the other: both end 0, the told passwords are those in force', async () => {
    const account = inMemory();
    const inForce = new Map<string, string>();
    const { play, folder } = stage();
    const runs = await Promise.all([1, 2].map(() => play(APPLY, undefined, worldOf(account, listening(inForce)))));
    expect(runs.map(({ code, err }) => [code, code === 0 ? '' : err])).toEqual([0, 0].map((code) => [code, '']));
    const alone = inMemory();
    await stage().play(APPLY, undefined, worldOf(alone));
    const namesOf = ({ iam, s3 }: ReturnType<typeof alone.state>) => sorted([iam.users, iam.groups, s3.buckets]);
    expect(namesOf(account.state())).toEqual(namesOf(alone.state()));
    expect(passwordLines(folder).toSorted()).toEqual([...inForce].toSorted());
  });

  it('from two home folders: each password that counts is told by the run whose it is, and no other is', async () => {
    const account = inMemory();
    const inForce = new Map<string, string>();
    const homes = [stage(), stage()];
    const runs = await Promise.all(
      homes.map(({ play }) => play(APPLY, undefined, worldOf(account, listening(inForce)))),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const told = homes.flatMap(({ folder }) =>
      existsSync(join(folder, '.aws-baseline', ACCOUNT, 'first-passwords.txt')) ? passwordLines(folder) : [],
    );
    expect(told.toSorted()).toEqual([...inForce].toSorted());
    expect(runs.map(({ err }) => err).join('')).toMatch(
      /Another run gave admin_acme a first password at the same time/,
    );
  });
});
