import { beforeEach, describe, expect, it, vi } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { Fact } from '../../src/engine/fact.ts';
import { iamAccount } from '../../src/facts/iam/account.ts';
import { rootStep } from '../../src/steps/root/step.ts';
import { type Script, stage } from './stage.ts';

// No setting of the account is made by any step yet, so that groups play two: on where the group is there.
const setting = (GroupName: string, more: Partial<Fact<true>> = {}): Fact<true> => ({
  id: `account/${GroupName}`,
  title: `${GroupName} is on`,
  want: true,
  wholeAccount: true,
  read: async (account) => ((await iamAccount(account)).groups.has(GroupName) ? true : null),
  calls: (to) => [call('iam', to ? 'CreateGroup' : 'DeleteGroup', { GroupName })],
  ...more,
});

const HOME = ['--region', 'ap-southeast-2', '--name', 'acme', '--steps', 'root'];
const ID = '111122223333';
const APPLY = ['apply', '--yes', '--no-alarm'];

function shared() {
  const account = rehearsalAccount({ homeRegion: 'ap-southeast-2' });
  const on = (home = stage()) => ({
    go: (argv: string[], script?: Script) => home.play([...argv, ...HOME], script, { connect: async () => account }),
  });
  return { account, here: on(), elsewhere: on() };
}

const settings = (account: RehearsalAccount) => account.state().iam.groups.map(({ name }) => name);

describe('what belongs to the whole account', () => {
  beforeEach(() => {
    vi.spyOn(rootStep, 'facts').mockImplementation(() => [setting('logging'), setting('blocking', { protects: true })]);
    return () => vi.restoreAllMocks();
  });

  it('is listed together, asked about once, and goes back when the person agrees', async () => {
    const { account, here } = shared();
    expect((await here.go(APPLY)).code).toBe(0);
    expect(settings(account)).toEqual(['logging', 'blocking']);
    const back: Script = [['Type the account ID', ID]];
    const kept = await here.go(['undo'], [...back, ['Undo these too?', false]]);
    expect(kept.code).toBe(6);
    expect(kept.err).toContain('the whole account\n    - logging is on: delete\n    - blocking is on: delete');
    expect(kept.err).toContain('~ blocking is on (reduces security)');
    expect(settings(account)).toEqual(['logging', 'blocking']);
    const gone = await here.go(['undo'], [...back, ['Undo these too?', true]]);
    expect(gone.code).toBe(0);
    expect(gone.err).toMatch(/ok +logging is on: as it was before/);
    expect(settings(account)).toEqual([]);
  });

  it('goes back by --confirm, which agrees to the list', async () => {
    const { account, here } = shared();
    await here.go(APPLY);
    expect((await here.go(['undo', '--confirm', ID])).code).toBe(0);
    expect(settings(account)).toEqual([]);
  });

  it('stays without a journal, is named, and is exit 6', async () => {
    const { account, here, elsewhere } = shared();
    await here.go(APPLY);
    const { code, err } = await elsewhere.go(['undo', '--confirm', ID]);
    expect(code).toBe(6);
    expect(err.split('Not undone')[1]).toContain('logging is on');
    expect(err.replace(/\s+/g, ' ')).toContain('this computer has no journal with its earlier value');
    expect(settings(account)).toEqual(['logging', 'blocking']);
  });

  it('that was so before us stays without a word', async () => {
    const { account, here } = shared();
    await account.send(call('iam', 'CreateGroup', { GroupName: 'logging' }));
    await here.go(APPLY);
    expect((await here.go(['undo', '--confirm', ID])).code).toBe(0);
    expect(settings(account)).toEqual(['logging']);
  });
});
