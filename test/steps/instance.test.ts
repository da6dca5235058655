import { beforeAll, describe, expect, test } from 'vitest';
import type { Account } from '../../src/aws/account.ts';
import { call } from '../../src/aws/call.ts';
import { type RehearsalAccount, type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { Instance } from '../../src/aws/rehearsal/state-region.ts';
import { through } from '../../src/aws/views.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { factsOf } from '../../src/steps/index.ts';
import type { Answers } from '../../src/steps/settings/all.ts';
import { ANSWERS, counted, HOME, makeAll, NOW, rehearsal, undoAll, workOn } from './rehearsed.ts';

const ID = 'ec2/instance/acme-analysis';
const EC2: Answers = { ...ANSWERS, steps: ['ec2'] };
let now = NOW.getTime();
const factsFor = (ec2: Partial<Answers['ec2']> = {}) =>
  factsOf({ ...EC2, ec2: { ...EC2.ec2, ...ec2 } }, () => now).facts;
const facts = factsFor();
const around = facts.filter(({ id }) => id !== ID && id !== 'ec2/instance-connect-endpoint');
const clocked = (state?: RehearsalState) =>
  rehearsalAccount({ homeRegion: HOME, now: () => new Date(now), ...(state ? { state } : {}) });
const later = (hours: number) => {
  now += hours * 3_600_000;
};

const instancesOf = (account: RehearsalAccount): Instance[] => account.state().regions[HOME]?.instances ?? [];
const liveOf = (account: RehearsalAccount) => instancesOf(account).filter(({ ended }) => !ended);
const of = (findings: Finding[], id = ID) => findings.find(({ fact }) => fact.id === id);

/** The account after somebody has changed each instance. */
function changed(state: RehearsalState, change: (instance: Instance) => void): RehearsalAccount {
  const next = structuredClone(state);
  for (const region of Object.values(next.regions)) region.tokens = {};
  for (const instance of next.regions[HOME]?.instances ?? []) change(instance);
  return rehearsal(next);
}

let made: RehearsalState;
beforeAll(async () => {
  const account = rehearsal();
  await makeAll(facts, account);
  made = account.state();
});

describe('found again', () => {
  test.each<[string, (instance: Instance) => void]>([
    [
      'renamed',
      ({ tags }) => {
        tags.instance = tags.instance.map((tag) => (tag.Key === 'Name' ? { ...tag, Value: 'web server' } : tag));
      },
    ],
    ['without a Name', ({ tags }) => (tags.instance = tags.instance.filter(({ Key }) => Key !== 'Name'))],
    ['without any tag', ({ tags }) => (tags.instance = [])],
    ['without its profile', (instance) => delete instance.profile],
  ])('%s: launched once, and ended by undo', async (_what, change) => {
    const account = changed(made, change);
    const { account: watched, writes } = counted(account);
    await makeAll(facts, watched);
    expect(writes.filter((what) => what === 'ec2 RunInstances')).toEqual([]);
    const journal = journalInMemory([{ at: '', fact: ID, step: 'ec2', was: null }]);
    await undoAll(facts, account, journal);
    expect(liveOf(account)).toEqual([]);
  });

  test('another wanted Name finds the same instance and leaves its name', async () => {
    const account = rehearsal(made);
    const findings = await makeAll(factsFor({ instanceName: 'other' }), account);
    expect(of(findings, 'ec2/instance/other')?.state).toBe('ok');
    expect(account.state()).toEqual(made);
  });

  test.each<[Partial<Answers['ec2']>, RegExp]>([
    [{ type: 't3.small' }, /stays the t3.micro.*--instance-type t3.small/],
    [{ family: 'compute' }, /--family compute/],
  ])('a changed wish %j is said, and replaces nothing', async (ec2, why) => {
    const account = rehearsal(made);
    const found = of(await makeAll(factsFor(ec2), account));
    expect([found?.state, found?.why]).toEqual(['ok', expect.stringMatching(why)]);
    expect(instancesOf(account)).toHaveLength(1);
  });

  test('one that only has our profile stops the launch until somebody says --launch-again', async () => {
    const account = changed(made, (instance) => {
      instance.tags.instance = [];
      instance.token = 'theirs';
    });
    const [{ id = '' } = {}] = instancesOf(account);
    const found = of(await makeAll(facts, account));
    expect([found?.state, found?.consent, found?.how]).toEqual(['by-hand', true, expect.stringContaining(id)]);
    expect(instancesOf(account)).toHaveLength(1);
    expect(of(await makeAll(factsFor({ launchAgain: true }), account))?.state).toBe('created');
    expect(instancesOf(account)).toHaveLength(2);
    expect(of(await look(facts, account))?.state).toBe('ok');
  });

  test('two of ours that cannot be told apart stop with their ids', async () => {
    const state = structuredClone(made);
    const there = state.regions[HOME]?.instances ?? [];
    there.push({ ...structuredClone(there[0]!), id: 'i-0000000000000beef', token: 'theirs' });
    there[0]!.token = 'lost';
    const account = rehearsal(state);
    const found = of(await makeAll(facts, account));
    expect([found?.state, found?.why]).toEqual(['unknown', expect.stringContaining('i-0000000000000beef')]);
    expect(liveOf(account)).toHaveLength(2);
  });
});

describe('a launch that ends at once', () => {
  const REASON = {
    code: 'Client.InvalidKMSKey.InvalidState',
    message: 'The KMS key provided is in an incorrect state',
  };
  async function ended(reason = REASON): Promise<RehearsalAccount> {
    const account = rehearsal();
    await makeAll(around, account);
    const state = account.state();
    state.regions[HOME]!.launchesEnd = reason;
    return rehearsal(state);
  }
  const mended = (account: RehearsalAccount): RehearsalAccount => {
    const state = account.state();
    delete state.regions[HOME]?.launchesEnd;
    return rehearsal(state);
  };

  test.each([
    [REASON, /KMS key/],
    [{ code: 'Client.VolumeLimitExceeded', message: 'Volume limit exceeded' }, /quota/],
    [{ code: 'Server.InternalError', message: 'Internal error on launch' }, /wait/],
    [{ code: 'Client.InstanceInitiatedShutdown', message: 'Instance initiated shutdown' }, /from inside/],
    [{ code: 'Client.Something.New', message: 'new' }, /fix what AWS names/],
  ])("is told at once with AWS's reason: %j", async (reason, next) => {
    const account = await ended(reason);
    const work = workOn(account);
    const began = work.clock.now();
    const found = of(await make(await look(facts, account), work));
    expect(found).toMatchObject({ state: 'failed', code: reason.code, error: expect.stringContaining(reason.message) });
    expect(found?.next).toMatch(next);
    expect(found?.next).toContain('--launch-again');
    expect(work.clock.now() - began).toBeLessThan(2_000);
  });

  test('is not launched again before somebody says so', async () => {
    const account = await ended();
    await makeAll(facts, account);
    const again = of(await makeAll(facts, account));
    expect([again?.state, again?.consent, again?.how]).toEqual(['by-hand', true, expect.stringContaining('KMS key')]);
    expect(instancesOf(account)).toHaveLength(1);
    const whole = mended(account);
    expect(of(await makeAll(factsFor({ launchAgain: true }), whole))?.state).toBe('created');
    expect(liveOf(whole)).toHaveLength(1);
  });

  test('is launched again without a word once it is no longer listed', async () => {
    const account = await ended();
    await makeAll(facts, account);
    now += 61 * 60_000;
    const whole = clocked(mended(account).state());
    expect(of(await makeAll(facts, whole))?.state).toBe('created');
    now = NOW.getTime();
  });

  test('one that a person ended is launched again', async () => {
    const account = rehearsal(made);
    await account.send(call('ec2', 'TerminateInstances', { InstanceIds: instancesOf(account).map(({ id }) => id) }));
    expect(of(await makeAll(facts, account))?.state).toBe('created');
    expect(liveOf(account)).toHaveLength(1);
  });

  test('one that ran for hours before AWS ended it is launched again', async () => {
    const account = changed(made, (instance) => {
      instance.launched = new Date(NOW.getTime() - 5 * 3_600_000).toISOString();
      instance.ended = NOW.toISOString();
      instance.state = 'terminated';
      instance.reason = { code: 'Server.ScheduledStop', message: 'Stopped due to a scheduled retirement' };
    });
    expect(of(await makeAll(facts, account))?.state).toBe('created');
  });
});

describe('the client token', () => {
  const runs = (account: Account) => {
    const tokens: string[] = [];
    const watched = through(account, (given) => {
      if (given.operation === 'RunInstances') tokens.push(given.input.ClientToken);
      return account.send(given as never);
    });
    return { watched, tokens };
  };

  test.each([
    [0, 1],
    [2, 2],
    [25, 1],
  ])('undone, and launched again %i hours later: sent %i times', async (hours, times) => {
    now = NOW.getTime();
    const account = clocked();
    const journal = journalInMemory();
    await makeAll(facts, account, journal);
    await undoAll(facts, account, journal);
    later(hours);
    const { watched, tokens } = runs(account);
    expect(of(await makeAll(facts, watched, journal))?.state).toBe('created');
    expect([tokens.length, new Set(tokens).size]).toEqual([times, times]);
    expect(liveOf(account)).toHaveLength(1);
    expect(of(await look(facts, account))?.state).toBe('ok');
    now = NOW.getTime();
  });

  test('three times in a day, and two runs at once launch one instance', async () => {
    now = NOW.getTime();
    const account = clocked();
    for (let time = 0; time < 3; time++) {
      await makeAll(facts, account);
      await undoAll(facts, account);
      later(2);
    }
    // What is around it is there, so that both runs come to the launch at the same time.
    await makeAll(around, account);
    const looks = await Promise.all([look(facts, account), look(facts, account)]);
    const both = await Promise.all(looks.map((found) => make(found, workOn(account))));
    expect(both.map((found) => of(found)?.state)).toEqual(['created', 'created']);
    expect(liveOf(account)).toHaveLength(1);
    now = NOW.getTime();
  });

  test('what AWS never takes is given up', async () => {
    const account = rehearsal();
    let sent = 0;
    const refusing = through(account, (given) => {
      if (given.operation !== 'RunInstances') return account.send(given as never);
      sent += 1;
      return Promise.reject(Object.assign(new Error('no'), { name: 'IdempotentInstanceTerminated' }));
    });
    expect(of(await makeAll(facts, refusing))).toMatchObject({ state: 'failed', code: 'IdempotentInstanceTerminated' });
    expect(sent).toBe(5);
  });
});

test.each(['Invalid IAM Instance Profile name', 'IAM Instance Profile "x" has no associated IAM Roles'])(
  'a launch waits for a profile that EC2 does not know yet: %s',
  async (said) => {
    const account = rehearsal();
    let left = 3;
    const early = through(account, (given) => {
      if (given.operation !== 'RunInstances' || left-- <= 0) return account.send(given as never);
      return Promise.reject(
        Object.assign(new Error(`Value (x) is invalid. ${said}`), { name: 'InvalidParameterValue' }),
      );
    });
    expect(of(await makeAll(facts, early))?.state).toBe('created');
  },
);

describe('a zone without capacity', () => {
  const refusing = (account: Account, code: string, zones: number) => {
    const subnets: string[] = [];
    const watched = through(account, (given) => {
      if (given.operation !== 'RunInstances') return account.send(given as never);
      const subnet: string = given.input.NetworkInterfaces[0].SubnetId;
      if (!subnets.includes(subnet)) subnets.push(subnet);
      return subnets.indexOf(subnet) < zones
        ? Promise.reject(Object.assign(new Error('no'), { name: code }))
        : account.send(given as never);
    });
    return { watched, subnets };
  };

  test.each(['InsufficientInstanceCapacity', 'Unsupported', 'InsufficientFreeAddressesInSubnet'])(
    '%s: the next zones are tried, with another token, and that is said',
    async (code) => {
      const account = rehearsal();
      const { watched, subnets } = refusing(account, code, 2);
      const said: string[] = [];
      const work = workOn(watched);
      const tell = (event: { event: string; why?: string }) => said.push(event.why ?? '');
      const found = of(await make(await look(facts, watched), { ...work, tell }));
      expect([found?.state, new Set(subnets).size]).toEqual(['created', 3]);
      expect(found?.why).toMatch(
        /in ap-southeast-2a, so it is launched in ap-southeast-2b; .*2b, so .* ap-southeast-2c/,
      );
      expect(said.filter((why) => why.includes('so it is launched in'))).toHaveLength(2);
      expect(liveOf(account)).toHaveLength(1);
      // The same launch by another run ends in the same zone with the same tokens.
      const again = refusing(rehearsal(), code, 2);
      await makeAll(facts, again.watched);
      expect(again.subnets).toEqual(subnets);
    },
  );

  test.each([
    ['InsufficientInstanceCapacity', 'waiting'],
    ['Unsupported', 'failed'],
  ])('%s everywhere: %s', async (code, state) => {
    const account = rehearsal();
    const { watched } = refusing(account, code, 9);
    expect(of(await makeAll(facts, watched))).toMatchObject({ state, code });
    expect(instancesOf(account)).toEqual([]);
  });

  test('a subnet that the user named is the only one', async () => {
    const account = rehearsal();
    const { Subnets } = await account.send(call('ec2', 'DescribeSubnets', {}));
    const subnet = Subnets?.[1]?.SubnetId ?? '';
    const { watched, subnets } = refusing(account, 'Unsupported', 9);
    expect(of(await makeAll(factsFor({ subnet }), watched))?.state).toBe('failed');
    expect(subnets).toEqual([subnet]);
  });
});

describe('there, and dead or open', () => {
  test.each<[string, (instance: Instance) => void, RegExp]>([
    ['its profile taken away', (instance) => delete instance.profile, /Session Manager cannot reach it/],
    ['IMDSv1 allowed', ({ metadata }) => (metadata.tokens = 'optional'), /IMDSv1/],
    ['no metadata', ({ metadata }) => (metadata.endpoint = 'disabled'), /Session Manager cannot reach it/],
    ['another security group', (instance) => (instance.groups = ['sg-0000000000000beef']), /other groups control/],
  ])('%s', async (_what, change, how) => {
    const found = of(await look(facts, changed(made, change)));
    expect([found?.state, found?.broken, found?.how]).toEqual(['by-hand', true, expect.stringMatching(how)]);
  });
});

describe("a copy of the instance's tags", () => {
  const COPY = 'i-0000000000000c0b1';
  const copied = (change: (copy: Instance) => void = () => {}) => {
    const state = structuredClone(made);
    const { instances } = state.regions[HOME]!;
    const copy = { ...structuredClone(instances[0]!), id: COPY, token: 'of-a-launch-template' };
    change(copy);
    instances.push(copy);
    return rehearsal(state);
  };

  test('is not ours: status names it, undo ends ours only, and names it', async () => {
    const account = copied();
    expect(of(await look(facts, account))).toMatchObject({ state: 'ok', why: expect.stringContaining(COPY) });
    const results = await undoAll(facts, account);
    expect(of(results, `ec2/instance/${COPY}`)).toMatchObject({
      state: 'by-hand',
      why: expect.stringContaining('not launched by aws-baseline'),
    });
    expect(liveOf(account).map(({ id }) => id)).toEqual([COPY]);
  });

  test('that is left alone, with another profile, is not ended', async () => {
    const account = copied((copy) => (copy.profile = 'other'));
    const state = account.state();
    state.iam.instanceProfiles.push({ ...structuredClone(state.iam.instanceProfiles[0]!), name: 'other', roles: [] });
    for (const one of state.regions[HOME]!.instances)
      if (one.id !== COPY) Object.assign(one, { state: 'terminated', ended: 'then' });
    const left = rehearsal(state);
    const results = await undoAll(facts, left);
    expect(of(results)).toMatchObject({ state: 'by-hand', how: expect.stringContaining(COPY) });
    expect(liveOf(left).map(({ id }) => id)).toEqual([COPY]);
  });
});

test('a launch that is pending at the first look and ends right after is told in the same run, and looked at once more only then', async () => {
  const account = clocked();
  let looks = 0;
  const ending = through(account, async (given) => {
    const answer = (await account.send(given as never)) as { Reservations?: { Instances?: object[] }[] };
    const launched = answer.Reservations?.flatMap(({ Instances }) => Instances ?? []) ?? [];
    if (given.operation !== 'DescribeInstances' || launched.length === 0) return answer;
    looks += 1;
    const end = {
      State: { Name: 'terminated' },
      StateReason: { Code: 'Client.InvalidKMSKey.InvalidState', Message: 'The KMS key is disabled' },
    };
    const Instances = launched.map((one) => ({ ...one, ...(looks > 1 ? end : { State: { Name: 'pending' } }) }));
    return { Reservations: [{ Instances }] };
  });
  expect(of(await makeAll(facts, ending))).toMatchObject({ state: 'failed', error: 'The KMS key is disabled' });
  expect(looks).toBe(2);

  const fine = counting(rehearsal(made));
  await makeAll(facts, fine.account);
  expect(fine.looks()).toBe(1);
});

function counting(account: Account) {
  let looks = 0;
  const watched = through(account, (given) => {
    if (given.operation === 'DescribeInstances') looks += 1;
    return account.send(given as never);
  });
  return { account: watched, looks: () => looks };
}
