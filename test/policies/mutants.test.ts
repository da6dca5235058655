import { describe, expect, it } from 'vitest';
import {
  evaluate,
  managedPolicies,
  type PolicyDocument,
  type PolicyTopic,
  policyDocuments,
  policyTopics,
  type Statement,
} from '../../src/policies/index.ts';
import { rowsBeyondServiceData } from './further/beyond.ts';
import { furtherRows } from './further-rows.ts';
import { type Mutant, mutants } from './mutants.ts';
import { places } from './places.ts';
import { givenRows, type TableRow } from './rows.ts';

const place = places.sydney;
const rows = [
  ...givenRows().filter((row) => row.place.region === place.region),
  ...furtherRows(place),
  ...rowsBeyondServiceData(place),
];

/** Faults that change no decision, each with the reason. */
const harmless: [policy: RegExp, fault: RegExp, reason: string][] = [
  [/./, /PassRole -> iam:\*$/, 'no other action comes with iam:PassedToService'],
  [/./, /CreateTags -> ec2:\*$/, 'no other action comes with ec2:CreateAction'],
  [/./, /CreateServiceLinkedRole -> iam:\*$/, 'no other action comes with iam:AWSServiceName'],
  [/./, /GetServiceBearerToken -> sts:\*$/, 'no other action comes with sts:AWSServiceName'],
  [/./, /OpenTunnel -> ec2-instance-connect:\*$/, 'no other action works on an endpoint'],
  [/./, /^OwnSessions: Action .* -> ssm:\*$/, 'no other action works on a session'],
  [/./, /(consolidatedbilling|pricing):\w+\* -> /, 'the service has reads only'],
  [
    /./,
    /^(LaunchInstances|PrepareLaunch|TagWhileLaunching|OperateInstances|StartSessions|OpenTunnels|KeepImages|UseCloudShell|SignInFromTerminal|NewMfaDevice): .*[^/]\*$/,
    'no other kind begins so',
  ],
  [/./, /^WorkOnObjects: .*\/object\*$/, 'what is behind an access point is called object'],
  [/./, /^FirstUseOfServices: .*amazonaws\.com\*$/, 'AWS names these paths'],
  [/admin/, /(billing|cur|freetier|invoicing|purchase-orders|tax):\w+\*? -> /, 'LeavePaymentsToRoot denies the writes'],
  [/engineer/, /^UseGlue: Action glue:.* -> glue:\*$/, 'the verbs are all that Glue has, see UseGlue'],
  [/admin/, /^ReadBilling: Action (budgets|ce):/, 'WatchCosts grants the whole service'],
  [/admin/, /^LeavePaymentsToRoot: Action account:CloseAccount dropped$/, 'WorkAtHome leaves it out too; see below'],
];

const policies = policyTopics.flatMap((topic) => managedPolicies(topic, place).map((policy) => ({ topic, ...policy })));
type Policy = (typeof policies)[number];

/** The documents of the topics with the fault in one of them; of their statements, those that name the service. */
function withFault(topics: PolicyTopic[], service: string, policy: Policy, mutant: Mutant): PolicyDocument[] {
  return policies
    .filter(({ topic }) => topics.includes(topic))
    .map(({ name, document }) => (name === policy.name ? mutant.document : document))
    .map(({ Version, Statement }) => ({ Version, Statement: Statement.filter((one) => names(one, service)) }));
}

function names({ Action, NotAction }: Statement, service: string): boolean {
  return NotAction !== undefined || [Action ?? []].flat().some((one) => one.startsWith(`${service}:`));
}

const serviceOf = (row: TableRow) => row.request.action.split(':')[0] ?? '';

// The rows that concern the same policies and the same service, in the order of the table.
const groups = new Map<string, TableRow[]>();
for (const row of rows) {
  const key = `${row.topics} ${serviceOf(row)}`;
  groups.set(key, [...(groups.get(key) ?? []), row]);
}

function decidesWrong(policy: Policy, mutant: Mutant): boolean {
  return [...groups.values()].some((group) => {
    const [{ topics }, service] = [group[0]!, serviceOf(group[0]!)];
    if (!topics.includes(policy.topic) || !names(mutant.statement, service)) return false;
    const faulty = withFault(topics, service, policy, mutant);
    return group.some(({ request, expected }) => (evaluate(faulty, request) === 'allow') !== (expected === 'allow'));
  });
}

describe.each(policies)('every single fault in $name', (policy) => {
  const all = mutants(policy.document);
  const known = harmless.filter(([names]) => names.test(policy.name)).map(([, fault]) => fault);

  it(`is caught by some row (${all.length} faults)`, () => {
    const missed = all.filter((mutant) => !decidesWrong(policy, mutant)).map((mutant) => mutant.fault);
    expect(missed.filter((fault) => !known.some((pattern) => pattern.test(fault)))).toEqual([]);
  });
});

it('even beside AdministratorAccess, no administrator pays or closes the account', () => {
  const everything = { Sid: 'All', Effect: 'Allow' as const, Action: '*', Resource: '*' };
  const documents = [...policyDocuments('admin', place), { Version: '2012-10-17' as const, Statement: [everything] }];
  for (const action of ['account:CloseAccount', 'payments:MakePayment']) {
    expect(evaluate(documents, { action, resource: '*', context: {} })).toBe('deny');
  }
});
