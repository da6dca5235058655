import { expect, it } from 'vitest';
import { type DayCall, days, evaluate, policyDocuments, type Statement } from '../../../src/policies/index.ts';
import { places } from '../places.ts';

const place = places.sydney;
const groups = ['engineer', 'analyst'] as const;
type Group = (typeof groups)[number];

const serviceOf = ({ action }: DayCall) => action.split(':')[0] ?? '';
const actionsOf = ({ Action }: Statement) => [Action ?? []].flat();

function allowing(group: Group): Statement[] {
  return policyDocuments(group, place)
    .flatMap(({ Statement: all }) => all)
    .filter(({ Effect }) => Effect === 'Allow');
}

/** Whether some task of the group fails without these actions of a statement. */
function neededIn(group: Group): (statement: Statement, without: string[]) => boolean {
  const all = policyDocuments(group, place).flatMap((document) => document.Statement);
  const calls = days(place).flatMap((day) => (day.group === group ? day.calls : []));
  const distinct = [...new Map(calls.map((one) => [JSON.stringify(one), one])).values()];
  return (statement, without) => {
    const Action = actionsOf(statement).filter((action) => !without.includes(action));
    const left = all.map((one) => (one.Sid === statement.Sid ? { ...one, Action } : one));
    return distinct
      .filter((one) => without.some((action) => action.startsWith(`${serviceOf(one)}:`)))
      .some((one) => {
        const Statement = left.filter((other) =>
          actionsOf(other).some((name) => name.startsWith(`${serviceOf(one)}:`)),
        );
        return evaluate([{ Version: '2012-10-17', Statement }], one) !== 'allow';
      });
  };
}

// Only a simulator's data keep these out of the tasks: they list the endpoint of a tunnel twice, and the public gallery is
// not part of every partition.
const withoutTask = ['OpenTunnels', 'PullPublicImages', 'PullPublicImagesToken'];

it.each(groups)('every statement that allows an %s something is needed for some task', (group) => {
  const needed = neededIn(group);
  const idle = allowing(group).filter((statement) => !needed(statement, actionsOf(statement)));
  expect(idle.map(({ Sid }) => Sid).filter((sid) => !withoutTask.includes(sid))).toEqual([]);
});

it.each(groups)('most actions that an %s may use are needed for some task; the truth table has each', (group) => {
  const needed = neededIn(group);
  const single = allowing(group).flatMap((statement) => actionsOf(statement).map((action) => ({ statement, action })));
  const missed = single.filter(({ statement, action }) => !needed(statement, [action]));
  expect(missed.length / single.length, missed.map(({ action }) => action).join(' ')).toBeLessThan(0.25);
});
