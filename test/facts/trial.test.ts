import { describe, expect, test } from 'vitest';
import { cliLine } from '../../src/aws/cli-line.ts';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { newRegion } from '../../src/aws/rehearsal/region.ts';
import { through } from '../../src/aws/views.ts';
import { look } from '../../src/engine/look.ts';
import { clusterNetwork } from '../../src/facts/eks/cluster-network.ts';
import { factsOf } from '../../src/steps/index.ts';
import type { Trial } from '../../src/steps/try/trials.ts';
import {
  ANSWERS,
  counted,
  factsFor,
  HOME,
  idsOf,
  makeAll,
  NOW,
  rehearsal,
  undoAll,
  unfinished,
} from '../steps/rehearsed.ts';

const factsTo = (trial: Trial, more: object = {}, now = NOW.getTime()) =>
  factsOf({ ...ANSWERS, steps: ['try'], trials: [trial], try: more }, () => now).facts;

/** An account with the roles that trials use. */
async function withRoles() {
  const account = rehearsal();
  await makeAll(factsFor({ ...ANSWERS, steps: ['groups'] }), account);
  return account;
}

/** What a person changes, and the facts that are then to do. */
const DRIFT: [Trial, string, (state: RehearsalState) => unknown, string[]][] = [
  ['container', 'the retention is gone', (state) => delete group(state).retention, ['/retention']],
  [
    'container',
    'another image',
    (state) => (definition(state).image = 'other'),
    ['ecs/task-definition/aws-baseline-try'],
  ],
  [
    'container',
    'the cluster is deleted',
    (state) => (ecs(state).clusters[0]!.status = 'INACTIVE'),
    ['ecs/cluster/aws-baseline-try'],
  ],
  ['container', 'a tag is lost', (state) => ecs(state).clusters[0]!.tags.shift(), ['ecs/cluster/aws-baseline-try']],
  [
    'container',
    'a tag of the definition is lost',
    (state) => ecs(state).revisions[0]!.tags.splice(0, 1),
    ['ecs/task-definition/aws-baseline-try'],
  ],
  ['container', 'the group lets somebody in', (state) => opened(state), ['ec2/security-group/aws-baseline-try']],
  [
    'function',
    'a tag is lost',
    (state) => here(state).functions![0]!.tags.splice(0, 1),
    ['lambda/function/aws-baseline-try'],
  ],
  [
    'function',
    'the tags of the log group are lost',
    (state) => group(state).tags.splice(0, 1),
    ['logs/log-group/aws/lambda/aws-baseline-try'],
  ],
  [
    'cluster',
    'a tag is lost',
    (state) => here(state).eksClusters![0]!.tags.splice(0, 1),
    ['eks/cluster/aws-baseline-try'],
  ],
];

const here = (state: RehearsalState) => state.regions[HOME]!;
const ecs = (state: RehearsalState) => here(state).ecs!;
const group = (state: RehearsalState) => here(state).logGroups![0]!;
const definition = (state: RehearsalState) =>
  (ecs(state).revisions[0]!.definition as { containerDefinitions: { image: string }[] }).containerDefinitions[0]!;
const opened = (state: RehearsalState) =>
  here(state)
    .securityGroups.find(({ name }) => name === 'aws-baseline-try')!
    .ingress.push({ id: 'sgr-1', protocol: 'tcp', from: 22, to: 22, source: '0.0.0.0/0' });

describe.each<[Trial, object]>([
  ['container', { image: 'busybox' }],
  ['function', {}],
  ['cluster', { remindAfter: '4h' }],
])('the four beats of a %s', (trial, answers) => {
  const facts = () => factsTo(trial, answers);

  test('made, and again nothing is to do', async () => {
    const account = await withRoles();
    const made = await makeAll(facts(), account);
    expect(unfinished(made)).toEqual([]);
    expect(idsOf(made, 'created')).toHaveLength(facts().length);
    const again = counted(account);
    expect(unfinished(await makeAll(facts(), again.account))).toEqual([]);
    expect(again.writes).toEqual([]);
  });

  test.each(DRIFT.filter(([of]) => of === trial))('%s: %s, which is found and mended', async (_of, _how, act, ids) => {
    const account = await withRoles();
    await makeAll(facts(), account);
    const state = account.state();
    act(state);
    const drifted = rehearsal(state);
    const todo = idsOf(await look(facts(), drifted), 'todo');
    expect(todo).toHaveLength(ids.length);
    for (const [i, id] of ids.entries()) expect(todo[i]).toContain(id);
    expect(unfinished(await makeAll(facts(), drifted))).toEqual([]);
    expect(idsOf(await look(facts(), drifted), 'todo')).toEqual([]);
  });

  test('undone without a journal, and nothing is left', async () => {
    const account = await withRoles();
    const before = account.state();
    await makeAll(facts(), account);
    const undone = await undoAll(facts(), account);
    expect(undone.filter(({ state }) => state !== 'removed')).toEqual([]);
    const { ecs: left, ...region } = here(account.state());
    expect(region).toEqual(here(before) ?? newRegion(HOME));
    expect(account.state().iam).toEqual(before.iam);
    // As in ECS, what is deleted stays listed for a while.
    expect(left?.clusters.filter(({ status }) => status !== 'INACTIVE') ?? []).toEqual([]);
    expect(left?.revisions.filter(({ status }) => status !== 'DELETE_IN_PROGRESS') ?? []).toEqual([]);
  });
});

test("somebody else's revision in the family of the trial stays", async () => {
  const account = await withRoles();
  await makeAll(factsTo('container'), account);
  const state = account.state();
  const [ours] = ecs(state).revisions;
  ecs(state).revisions = [
    { ...ours!, tags: [] },
    { ...ours!, revision: 2 },
  ];
  const both = rehearsal(state);
  await undoAll(factsTo('container'), both);
  expect(ecs(both.state()).revisions.map(({ status }) => status)).toEqual(['ACTIVE', 'DELETE_IN_PROGRESS']);
});

test('a look without an image takes any', async () => {
  const account = await withRoles();
  await makeAll(factsTo('container', { image: 'busybox' }), account);
  expect(idsOf(await look(factsTo('container'), account), 'todo')).toEqual([]);
});

test('the code of a function is a file for the AWS CLI', async () => {
  const account = await withRoles();
  const findings = await look(factsTo('function'), account);
  const lines = findings.flatMap(({ calls = [] }) => calls.map(cliLine));
  expect(lines.find((line) => line.includes('create-function'))).toMatch(/--zip-file fileb:\/\/function\.zip/);
});

test.each([
  ['3h', 2, /^it is still there and billed by the hour, for 2 h so far/],
  ['3h', 3, /^Reminder after 3h: it is still there/],
])('a reminder after %s, looked at after %i hours', async (remindAfter, hours, says) => {
  const account = await withRoles();
  await makeAll(factsTo('cluster', { remindAfter }), account);
  const later = NOW.getTime() + hours * 3_600_000;
  const findings = await look(factsTo('cluster', {}, later), account);
  expect(findings.find(({ fact }) => fact.id.startsWith('eks/'))?.why).toMatch(says);
});

const OUT = { DestinationCidrBlock: '0.0.0.0/0' };
const INTERNET = { ...OUT, GatewayId: 'igw-1' };
const NAT = { ...OUT, NatGatewayId: 'nat-1' };
/** The network of a cluster in a VPC with two zones, whose subnets without public addresses have a route table of their own. */
function networkWith(subnet: string | undefined, main: object[], own: object[]) {
  const Subnets = [
    ['subnet-default-a', 'a', true],
    ['subnet-own-a', 'a', false],
    ['subnet-default-b', 'b', true],
    ['subnet-own-b', 'b', false],
  ].map(([SubnetId, zone, isDefault]) => ({
    SubnetId,
    AvailabilityZone: `${HOME}${zone}`,
    DefaultForAz: isDefault,
    MapPublicIpOnLaunch: isDefault,
    VpcId: 'vpc-1',
  }));
  const RouteTables = [
    { Routes: main, Associations: [{ Main: true }] },
    { Routes: own, Associations: [{ SubnetId: 'subnet-own-a' }, { SubnetId: 'subnet-own-b' }] },
  ];
  const account = through(rehearsal(), async ({ operation, input }) => {
    if (operation === 'DescribeRouteTables') return { RouteTables };
    const [filter] = (input as { Filters: { Name: string; Values: string[] }[] }).Filters;
    if (filter?.Name === 'subnet-id') return { Subnets: Subnets.filter(({ SubnetId }) => SubnetId === subnet) };
    return { Subnets: Subnets.filter((one) => filter?.Name !== 'default-for-az' || one.DefaultForAz) };
  });
  return clusterNetwork(subnet, account);
}

test.each<[string, string | undefined, object[], object[], string[]]>([
  ['default subnets before others', undefined, [INTERNET], [NAT], ['subnet-default-a', 'subnet-default-b']],
  ['the named subnet first', 'subnet-own-b', [INTERNET], [NAT], ['subnet-own-b', 'subnet-default-a']],
  ['none without a way out', undefined, [], [NAT], ['subnet-own-a', 'subnet-own-b']],
  [
    'no public one without public addresses',
    'subnet-own-a',
    [INTERNET],
    [INTERNET],
    ['subnet-default-a', 'subnet-default-b'],
  ],
])('a cluster uses %s', async (_what, subnet, main, own, expected) => {
  const { subnets } = await networkWith(subnet, main, own);
  expect(subnets.map(({ subnetId }) => subnetId)).toEqual(expected);
});

test.each<[string, object[], object[]]>([
  ['no routes out', [], []],
  ['a NAT gateway that was deleted', [{ ...NAT, State: 'blackhole' }], [{ ...NAT, State: 'blackhole' }]],
])('a cluster whose nodes could not download images is refused: %s', async (_what, main, own) => {
  await expect(networkWith(undefined, main, own)).rejects.toMatchObject({
    message: expect.stringMatching(/fewer than two Availability Zones, so the nodes .* could not download images/),
    key: 'ec2.subnet',
  });
});
