import { describe, expect, it } from 'vitest';
import { evaluate, type PolicyTopic, policyDocument, policyTopics } from '../../src/policies/index.ts';
import { furtherRows } from './further-rows.ts';
import { type Mutant, mutants } from './mutants.ts';
import { places } from './places.ts';
import { givenRows } from './rows.ts';

const place = places.sydney;
const rows = [...givenRows().filter((row) => row.place.region === place.region), ...furtherRows(place)];

/** Faults that change no decision, each with the reason. */
const harmless: [topic: RegExp, fault: RegExp, reason: string][] = [
  [/./, /PassRole -> iam:\*$/, 'no other action comes with iam:PassedToService'],
  [/./, /CreateTags -> ec2:\*$/, 'no other action comes with ec2:CreateAction'],
  [/./, /CreateServiceLinkedRole -> iam:\*$/, 'no other action comes with iam:AWSServiceName'],
  [/./, /(consolidatedbilling|pricing):\w+\* -> /, 'the service has reads only'],
  [
    /./,
    /^(LaunchInstances|TagWhileLaunching|OperateInstances|UseCloudShell|NewMfaDevice): .*[^/]\*$/,
    'no other kind begins so',
  ],
  [/./, /^FirstUseOfContainers: .*amazonaws\.com\*$/, 'AWS names these paths'],
  [/admin/, /^ReadBilling: Action (budgets|ce):/, 'WatchCosts grants the whole service'],
  [/admin/, /^LeavePaymentsToRoot: Action account:CloseAccount dropped$/, 'WorkAtHome leaves it out too; see below'],
];

function decidesWrong(topic: PolicyTopic, mutant: Mutant): boolean {
  const text = JSON.stringify(mutant.statement);
  const concerns = (action: string) => text.includes('NotAction') || text.includes(`"${action.split(':')[0]}:`);
  const concerned = rows.filter((row) => row.topics.includes(topic) && concerns(row.request.action));
  return concerned.some((row) => {
    const documents = row.topics.map((one) => (one === topic ? mutant.document : policyDocument(one, place)));
    return (evaluate(documents, row.request) === 'allow') !== (row.expected === 'allow');
  });
}

describe.each(policyTopics)('every single fault in %s', (topic) => {
  const all = mutants(policyDocument(topic, place));
  const known = harmless.filter(([topics]) => topics.test(topic)).map(([, fault]) => fault);

  it(`is caught by some row (${all.length} faults)`, () => {
    const missed = all.filter((mutant) => !decidesWrong(topic, mutant)).map((mutant) => mutant.fault);
    expect(missed.filter((fault) => !known.some((pattern) => pattern.test(fault)))).toEqual([]);
  });
});

it('even beside AdministratorAccess, no administrator pays or closes the account', () => {
  const everything = { Sid: 'All', Effect: 'Allow' as const, Action: '*', Resource: '*' };
  const documents = [policyDocument('admin', place), { Version: '2012-10-17' as const, Statement: [everything] }];
  for (const action of ['account:CloseAccount', 'payments:MakePayment']) {
    expect(evaluate(documents, { action, resource: '*', context: {} })).toBe('deny');
  }
});
