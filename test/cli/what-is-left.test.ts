import { beforeAll, describe, expect, test } from 'vitest';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { newRegion } from '../../src/aws/rehearsal/region.ts';
import { through } from '../../src/aws/views.ts';
import { isThing } from '../../src/engine/owner.ts';
import { answersTo } from '../steps/given.ts';
import { ANSWERS, factsFor, HOME, makeAll, rehearsal, unfinished } from '../steps/rehearsed.ts';
import { CHANGES, INSTANCE, thingsIn } from '../steps/undo-states.ts';
import { stage } from './stage.ts';

const UNDO = ['undo', '--confirm', '111122223333', '--region', HOME, '--json'];
const facts = factsFor();
const ALL = facts.filter(isThing).map(({ id }) => id);
// All alarms of the CIS benchmark are found by one of them.
const isOneOfMany = (id: string) => /^guardrails\/cis-alarms\/5\.(?!1$)/.test(id);
const ours = (state: RehearsalState) => [...thingsIn(state).keys()].filter((id) => ALL.includes(id));
const THINGS = ALL.filter((id) => !isOneOfMany(id));

let made: RehearsalState;
beforeAll(async () => {
  const account = rehearsal();
  expect(unfinished(await makeAll(facts, account))).toEqual([]);
  account.person.confirmsEmail();
  made = account.state();
});

// It uses its group, which AWS deletes only after it.
const USES: Record<string, string> = {
  'ec2/instance-connect-endpoint': 'ec2/security-group/aws-baseline-ec2-connect',
};

function alone(id: string): RehearsalState {
  const state = structuredClone(made);
  for (const other of ours(state).filter((one) => one !== id && one !== USES[id])) {
    const thing = thingsIn(state).get(other);
    // Deleting what these need would end them.
    if (/^ec2\/instance/.test(id) && other !== INSTANCE && other.startsWith('ec2/'))
      thing?.all.splice(thing.all.indexOf(thing.it), 1);
    else if (thing) CHANGES.deleted?.act(state, other);
  }
  expect(ours(state).filter((one) => one !== USES[id])).toEqual([id]);
  return state;
}

/** Somebody at another computer, without the journal. */
async function undone(state: RehearsalState, ...more: string[]) {
  const account = rehearsal(state);
  const { code, json, err } = await stage().play([...UNDO, ...more], undefined, { connect: async () => account });
  const told: { id: string; state: string }[] = json.steps.flatMap((step: { facts: object[] }) => step.facts);
  return { code, err, told, left: ours(account.state()) };
}

describe('undo without a journal deletes the one thing that is left, or names it', () => {
  test.each(THINGS)('%s', async (id) => {
    for (const more of [[], ['--name', ANSWERS.name]]) {
      const { code, err, told, left } = await undone(alone(id), ...more);
      const stays = told.filter(({ state }) => state === 'by-hand').map((one) => one.id);
      expect({ more, left, code }, err).toEqual({
        more,
        left: stays.filter((one) => one === id),
        code: stays.length > 0 ? 6 : 0,
      });
    }
  });
});

describe('guardrails in other Regions', () => {
  const FAR = 'us-west-2';
  const farFacts = factsFor(
    answersTo({ 'guardrails.regions': 'all', 'guardrails.enabled-regions': [HOME, FAR], guardrails: ['all'] }),
  );
  const DETECTION = ['analyzers', 'guardduty', 'config-recorder', 'security-hub', 'flow-logs'];
  const isThere = (state: RehearsalState) =>
    DETECTION.filter((name) => ([state.regions[FAR]?.settings?.[name] ?? []].flat() as unknown[]).length > 0);
  const inBoth = async () => {
    const account = rehearsal();
    account.person.enablesRegion(FAR);
    expect(unfinished(await makeAll(farFacts, account))).toEqual([]);
    expect(isThere(account.state())).toEqual(DETECTION);
    return account.state();
  };
  const alsoGone = (state: RehearsalState) => {
    for (const id of ours(state)) if (thingsIn(state).has(id)) CHANGES.deleted?.act(state, id);
    expect(ours(state)).toEqual([]);
    return state;
  };

  test.each([
    ['beside those of the home Region', (state: RehearsalState) => state],
    ['alone', alsoGone],
  ])('%s: found by their marks, and deleted', async (_what, act) => {
    const state = act(await inBoth());
    const account = rehearsal(state);
    const { code, err } = await stage().play([...UNDO, '--delete-data'], undefined, { connect: async () => account });
    expect(isThere(account.state()), err).toEqual([]);
    expect(code).toBe(6);
  });

  test('a Region that the caller may not read is named, and costs no exit code', async () => {
    const account = rehearsal(await inBoth());
    const denied = Object.assign(new Error('not authorized'), {
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
    const closed = through(account, (given) =>
      given.region === FAR ? Promise.reject(denied) : account.send(given as never),
    );
    const { code, err } = await stage().play([...UNDO, '--delete-data'], undefined, { connect: async () => closed });
    expect([code, err]).toEqual([6, expect.stringMatching(/Not searched for guardrails.*us-west-2/s)]);
  });
});

describe('parts of an Auto Scaling group', () => {
  const KINDS = ['launchTemplates', 'targetGroups', 'loadBalancers'] as const;
  test.each(KINDS)('%s alone: found by its marks, and deleted', async (kind) => {
    const scaled = { 'ec2.scale': '1..2', 'ec2.load-balancer': 'http', 'ec2.private': false };
    const account = rehearsal();
    await makeAll(factsFor({ ...answersTo(scaled), steps: ['ec2'] }), account);
    const { scale } = account.state().regions[HOME]!;
    const fresh = rehearsal().state();
    fresh.regions[HOME] = {
      ...newRegion(HOME),
      scale: {
        launchTemplates: [],
        groups: [],
        loadBalancers: [],
        targetGroups: [],
        leaving: [],
        [kind]: scale![kind],
      },
    };
    for (const more of [[], ['--name', ANSWERS.name]]) {
      const on = rehearsal(fresh);
      const { code, err } = await stage().play([...UNDO, ...more], undefined, { connect: async () => on });
      expect([code, on.state().regions[HOME]?.scale?.[kind] ?? []], err).toEqual([0, []]);
    }
  });
});
