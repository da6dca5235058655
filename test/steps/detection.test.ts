import { describe, expect, test } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { newRegion } from '../../src/aws/rehearsal/region.ts';
import { costText } from '../../src/cli/commands/apply/cost.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import { markedGuardrails } from '../../src/steps/discovery/marked-guardrails.ts';
import { factsOf } from '../../src/steps/index.ts';
import { STEP_IDS } from '../../src/steps/settings/step-ids.ts';
import { answersTo, HOME } from './given.ts';
import { byHand, lasting, makeAll, rehearsal, undoAll, unfinished } from './rehearsed.ts';

const factsOn = (...guardrails: string[]) =>
  factsOf(answersTo({ guardrails, steps: ['root'], 'account-alias': 'x' })).facts.filter(
    ({ id }) => /^guardrails\/|^s3\//.test(id) && !/\/(contacts|account-alias)/.test(id),
  );
const stateIn = (account: RehearsalAccount) => lasting(account.state(), [HOME, 'us-east-1']);
const settingsIn = (account: RehearsalAccount) => account.state().regions[HOME]!.settings!;

const acl = `acl-${newRegion(HOME).vpcs[0]!.id.slice(4)}`;
const entry = (RuleNumber: number, RuleAction: 'allow' | 'deny', CidrBlock: string) =>
  call('ec2', 'CreateNetworkAclEntry', {
    ...{ NetworkAclId: acl, RuleNumber, RuleAction, CidrBlock, Protocol: '6', Egress: false },
    PortRange: { From: 22, To: 22 },
  });
const THEIR_MONITOR = call('ce', 'CreateAnomalyMonitor', {
  AnomalyMonitor: { MonitorName: 'Default', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' },
});
const detector = (Enable: boolean) => call('guardduty', 'CreateDetector', { Enable });

/** What somebody else has, and what undo gives back exactly; `met`: nothing is made beside it. */
const THEIRS: [what: string, guardrail: string, theirs: AnyCall[], met: boolean][] = [
  ['an enabled detector', 'guardduty', [detector(true)], true],
  ['a suspended detector', 'guardduty', [detector(false)], false],
  ['Macie, paused', 'macie', [call('macie2', 'EnableMacie', { status: 'PAUSED' })], false],
  ['Macie', 'macie', [call('macie2', 'EnableMacie', {})], true],
  ['a network ACL that allows an address', 'network-acl', [entry(98, 'allow', '203.0.113.7/32')], false],
  ['a network ACL that denies SSH', 'network-acl', [entry(50, 'deny', '0.0.0.0/0')], false],
  ['a monitor that tells nobody', 'cost-anomaly', [THEIR_MONITOR], false],
];

describe('what somebody else made', () => {
  test.each(THEIRS)('%s (%s)', async (_what, guardrail, theirs, met) => {
    const account = rehearsal();
    await byHand(account, theirs);
    const before = stateIn(account);
    const journal = journalInMemory([{ at: '2026-11-24T10:00:00Z', answers: {} }]);
    const facts = factsOn(guardrail);
    expect(unfinished(await makeAll(facts, account, journal))).toEqual([]);
    expect((await look(facts, account)).filter(({ state }) => state !== 'ok')).toEqual([]);
    if (met) expect(stateIn(account)).toEqual(before);
    const undone = await undoAll(facts, account, journal);
    expect(undone.filter(({ state }) => !/^(ok|changed|removed)$/.test(state))).toEqual([]);
    expect(stateIn(account)).toEqual(before);
  });

  test('flow logs of one VPC: the others get ours, and undo deletes those only', async () => {
    const state = rehearsal().state();
    state.regions[HOME] = newRegion(HOME);
    const [vpc] = state.regions[HOME]!.vpcs;
    state.regions[HOME]!.vpcs.push({ id: 'vpc-0123456789abcdef0', cidr: '10.0.0.0/16', isDefault: false });
    const theirs = { id: 'fl-1', vpc: vpc!.id, traffic: 'ALL', bucket: 'arn:aws:s3:::theirs', tags: [] };
    state.regions[HOME]!.settings = { 'flow-logs': [theirs] };
    const account = rehearsal(state);
    const before = stateIn(account);
    const journal = journalInMemory();
    expect(unfinished(await makeAll(factsOn('flow-logs'), account, journal))).toEqual([]);
    expect((settingsIn(account)['flow-logs'] as { vpc: string }[]).map((one) => one.vpc)).toEqual([
      vpc!.id,
      'vpc-0123456789abcdef0',
    ]);
    await undoAll(factsOn('flow-logs'), account, journal);
    expect(stateIn(account)).toEqual(before);
  });
});

test('SSH stays allowed from where it is allowed before the rest of the world', async () => {
  const account = rehearsal();
  await byHand(account, [entry(98, 'allow', '203.0.113.7/32')]);
  await makeAll(factsOn('network-acl'), account);
  const entries = (settingsIn(account)['network-acls'] as Record<string, { RuleNumber: number; RuleAction: string }[]>)[
    acl
  ]!;
  expect(entries.filter(({ RuleAction }) => RuleAction === 'deny').map(({ RuleNumber }) => RuleNumber)).toEqual([
    99, 97, 96, 95,
  ]);
});

test('Cost Explorer that was never opened is left to a person, with the link', async () => {
  const state = rehearsal().state();
  state.settings = { 'cost-explorer': false };
  const found = await look(factsOn('cost-anomaly'), rehearsal(state));
  expect(found.map(({ state, how }) => [state, how?.includes('https://')])).toEqual([
    ['by-hand', true],
    ['by-hand', true],
  ]);
});

test('on another computer, undo finds by their marks the guardrails that are off by default', async () => {
  const account = rehearsal();
  const facts = factsOf(answersTo({ guardrails: ['flow-logs', 'guardduty'], steps: ['root'] })).facts;
  await makeAll(facts, account);
  const [found] = (await discover(account)).values();
  expect(found?.get('buckets.further')).toBeUndefined();
  expect(await markedGuardrails(found!, account, 'standalone', [...STEP_IDS], { account, isFar: true })).toEqual({
    values: [['guardrails', ['free', 'flow-logs', 'guardduty']]],
    unread: [],
  });
});

test('the cost of what AWS charges for by use is named before it is made', async () => {
  const facts = factsOf(answersTo({ guardrails: ['network-acl', 'guardduty', 'macie'], steps: ['root'] })).facts;
  const todo = (await look(facts, rehearsal())).filter(({ state }) => state === 'todo');
  expect(costText(todo, undefined)).toContain('charges by use for guardduty, macie;');
  expect(facts.find(({ id }) => id.includes('/guardduty/'))?.note).toContain('AWS charges for the events');
});
