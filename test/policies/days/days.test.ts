import { describe, expect, it } from 'vitest';
import {
  type Day,
  days,
  evaluate,
  forbiddenDays,
  type Place,
  type PolicyDocument,
  type PolicyRequest,
  policyDocuments,
} from '../../../src/policies/index.ts';
import { places } from '../places.ts';
import { simulate } from '../simulate.ts';

type Judge = (documents: PolicyDocument[], request: PolicyRequest) => Promise<string> | string;

const judges: [name: string, judge: Judge][] = [
  ['our evaluator', evaluate],
  ['iam-simulate', once(simulate)],
];

// Tasks share many calls, and the simulator takes milliseconds for each.
function once(judge: Judge): Judge {
  const decisions = new Map<string, ReturnType<Judge>>();
  return (documents, request) => {
    const key = JSON.stringify([documents, request]);
    const decision = decisions.get(key) ?? judge(documents, request);
    decisions.set(key, decision);
    return decision;
  };
}

/** The requests of a task that are denied, as AWS would name them. */
async function deniedIn(day: Day, place: Place, judge: Judge): Promise<string[]> {
  const documents = policyDocuments(day.group, place);
  const user = `arn:${place.partition}:iam::${place.accountId}:user/${day.group}_${place.name}`;
  const identity = { 'aws:PrincipalArn': user, 'aws:PrincipalAccount': place.accountId };
  const judged = day.calls.map(async (call) => {
    const decision = await judge(documents, { ...call, context: { ...call.context, ...identity } });
    return decision === 'allow' ? [] : [`${call.action} on ${call.resource}`];
  });
  return (await Promise.all(judged)).flat();
}

describe.each(judges)('by %s', (_, judge) => {
  describe.each(Object.entries(places))('at %s', (__, place) => {
    it.each(days(place))('$sentence', async (day) => {
      expect(await deniedIn(day, place, judge)).toEqual([]);
    });

    it.each(forbiddenDays(place))('never: $sentence', async (day) => {
      expect(await deniedIn(day, place, judge)).not.toEqual([]);
    });
  });
});

it('a group has at least twelve tasks of each kind, and no two with the same name', () => {
  for (const tasks of [days(places.sydney), forbiddenDays(places.sydney)]) {
    expect(new Set(tasks.map(({ sentence }) => sentence)).size).toBe(tasks.length);
    for (const group of ['engineer', 'analyst'])
      expect(tasks.filter((day) => day.group === group).length).toBeGreaterThanOrEqual(12);
  }
});
