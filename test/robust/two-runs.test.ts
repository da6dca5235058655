import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { stage } from '../cli/stage.ts';
import { launchTokens, snapshot } from '../contract/end-state.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { baseline, environment, newHome } from '../contract/program.ts';
import { countingProxy } from '../contract/proxy.ts';
import { APPLY, folderOf, inMemory, listening, passwordLines, sorted, worldAt, worldOf } from './program.ts';

type State = Record<string, unknown>;
type Stage = ReturnType<typeof stage>;

const fileIn = (folder: string) => join(folderOf(folder), 'first-passwords.txt');

// A disk that takes its time, so that one run finds what the other has written and not yet used.
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  fsync: (_file: number, done: (error: null) => void) => void setTimeout(done, 20, null),
}));

describe.skipIf(motoMissing)('two runs at once end like one, on moto', () => {
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

describe('two runs at once end like one, in memory', () => {
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

  const tellingOf = async (homes: Stage[], argvs: string[][], account = inMemory()) => {
    const inForce = new Map<string, string>();
    const runs = await Promise.all(
      homes.map(({ play }, i) => play(argvs[i] ?? APPLY, undefined, worldOf(account, listening(inForce)))),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    return { inForce, said: runs.map(({ err }) => err) };
  };

  const toldIn = (homes: Stage[]) =>
    homes.flatMap(({ folder }) => (existsSync(fileIn(folder)) ? passwordLines(folder) : [])).toSorted();

  it('from two home folders: each password that counts is told by the run whose it is, and no other is', async () => {
    const homes = [stage(), stage()];
    const { inForce, said } = await tellingOf(homes, []);
    expect(toldIn(homes)).toEqual([...inForce].toSorted());
    expect(said.join('')).toMatch(/Another run set a first password for admin_acme at the same time/);
  });

  it('in one home folder: a password that the second run found in the file and gave first stays there', async () => {
    const account = inMemory();
    const inForce = new Map<string, string>();
    const { play, folder } = stage();
    let second: Promise<unknown> | undefined;
    const letsTheOtherGoFirst = listening(inForce, async ({ operation }, send) => {
      if (operation === 'CreateLoginProfile') second ??= play(APPLY, undefined, worldOf(account, listening(inForce)));
      if (operation === 'CreateLoginProfile') await second;
      return send();
    });
    const { code, err } = await play(APPLY, undefined, worldOf(account, letsTheOtherGoFirst));
    expect(code, err).toBe(0);
    expect(passwordLines(folder).toSorted()).toEqual([...inForce].toSorted());
    expect(inForce.size).toBe(2);
  });

  it('in one home folder with two files: the file of the run whose password it is has it, the other is gone', async () => {
    const home = stage();
    const argvs = [1, 2].map((i) => [...APPLY, '--admin-password-out', `admin${i}.pw`]);
    const { inForce, said } = await tellingOf([home, home], argvs);
    const files = [1, 2].map((i) => join(home.folder, `admin${i}.pw`)).filter((file) => existsSync(file));
    expect(files).toHaveLength(1);
    expect(readFileSync(files[0] ?? '', 'utf8')).toContain(inForce.get('admin_acme'));
    expect(said.join('')).toContain('Another run set a first password for admin_acme at the same time');
  });

  it('from two home folders, one of which has set the account up before', async () => {
    const account = inMemory();
    const [one, two] = [stage(), stage()];
    await one.play(APPLY, undefined, worldOf(account));
    rmSync(fileIn(one.folder));
    for (const UserName of ['admin_acme', 'analyst_kim'])
      await account.send(call('iam', 'DeleteLoginProfile', { UserName }));
    const { inForce } = await tellingOf([two, one], [], account);
    expect(toldIn([one, two])).toEqual([...inForce].toSorted());
  });

  it('a password that was said to exist, and then was given by us, is told', async () => {
    const account = inMemory();
    const inForce = new Map<string, string>();
    const { play, folder } = stage();
    let asked = 0;
    const exists = Object.assign(new Error('Login Profile for user exists'), {
      name: 'EntityAlreadyExistsException',
      $metadata: { httpStatusCode: 409, attempts: 1 },
    });
    const once = listening(inForce, (given, send) =>
      given.operation === 'CreateLoginProfile' && asked++ === 0 ? Promise.reject(exists) : send(),
    );
    const { code, err } = await play(APPLY, undefined, worldOf(account, once));
    expect(code, err).toBe(0);
    expect(passwordLines(folder).toSorted()).toEqual([...inForce].toSorted());
    expect(inForce.size).toBe(2);
  });

  it('in us-east-1 S3 says yes to whoever has the bucket already: its ownership is looked at all the same', async () => {
    const account = rehearsalAccount({ homeRegion: 'us-east-1', now: () => new Date('2026-11-24T10:00:00Z') });
    const Bucket = 'acme-landing-zone';
    const somebodyElse = call('s3', 'CreateBucket', { Bucket, ObjectOwnership: 'ObjectWriter' });
    let isFirst = true;
    const world = worldOf(account, async ({ operation, input }, send) => {
      if (operation === 'CreateBucket' && input.Bucket === Bucket && isFirst) await account.send(somebodyElse);
      if (operation === 'CreateBucket') isFirst = false;
      return send();
    });
    const flags = ['--name', 'acme', '--region', 'us-east-1', '--bucket-names', 'plain', '--no-config'];
    const { code, err } = await stage().play(['apply', '--steps', 'buckets', '--yes', ...flags], undefined, world);
    expect(code, err).toBe(0);
    const { OwnershipControls } = await account.send(call('s3', 'GetBucketOwnershipControls', { Bucket }));
    expect(OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  });
});
