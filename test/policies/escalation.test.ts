import { describe, expect, it } from 'vitest';
import { managedPolicies, policyDocuments } from '../../src/policies/index.ts';
import { escalationPaths } from './escalation-paths.ts';
import { rowMakers } from './further/row-makers.ts';
import { places } from './places.ts';
import { contextAt } from './rows.ts';
import { simulate } from './simulate.ts';

const place = places.sydney;
const groups = ['engineer', 'analyst'] as const;

function resourceArn(action: string, resource: string, group: (typeof groups)[number]): string {
  const { arn, iam, bucket, own } = rowMakers([group], place);
  const [service = ''] = action.split(':');
  if (resource === '*') return '*';
  if (resource === 'OWN') return own;
  if (service === 'iam' || service === 'sts') return iam(resource);
  if (service === 's3') return bucket(resource);
  if (resource.startsWith('image/')) return `arn:${place.partition}:ec2:${place.region}::${resource}`;
  return arn(resource.startsWith('instance/') ? 'ec2' : service, resource);
}

/** Whether every request that the path needs is allowed: only then it leads anywhere. */
async function isOpen(needs: string[], group: (typeof groups)[number]): Promise<boolean> {
  const decisions = needs.map((need) => {
    const [action = '', resource = '', passedTo] = need.split(' ');
    const context = contextAt(place, group, passedTo ? { 'iam:PassedToService': passedTo } : {});
    return simulate(policyDocuments(group, place), {
      action,
      resource: resourceArn(action, resource, group),
      context,
    });
  });
  return (await Promise.all(decisions)).every((decision) => decision === 'allow');
}

describe.each(groups)('%s', (group) => {
  it.each(escalationPaths)(`$path ($source): $${group}`, async (path) => {
    expect(await isOpen(path.needs, group)).toBe(path[group] === 'residual');
  });
});

it('what stays open is told in the explanation', () => {
  const told = (group: (typeof groups)[number]) =>
    managedPolicies(group, place)
      .flatMap(({ sentences }) => sentences.map(({ why }) => why))
      .join('\n');
  expect(told('analyst')).toContain('an existing notebook runs with its own role');
  expect(told('analyst')).toContain('it has the role of the instance');
  expect(told('engineer')).toContain('runs with its own role');
});
