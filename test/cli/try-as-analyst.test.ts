import { describe, expect, it } from 'vitest';
import type { AnyCall } from '../../src/aws/call.ts';
import { permissionsFor } from '../../src/aws/permissions.ts';
import { evaluate, policyDocuments } from '../../src/policies/index.ts';
import { places } from '../policies/places.ts';
import { ACCOUNT, ALL, type Between, HOME, inMemory, worldOf } from '../robust/program.ts';
import { stage } from './stage.ts';

const PLACE = ['--name', 'acme', '--region', HOME, '--no-config'];
const DOCUMENTS = policyDocuments('analyst', {
  ...places.sydney,
  name: 'acme',
  accountId: ACCOUNT,
  region: HOME,
  landingBucket: 'acme-landing-zone',
  analysisBucket: 'acme-analysis',
});
const USER = `arn:aws:iam::${ACCOUNT}:user/analyst_kim`;

const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/aws-baseline/analyst/aws-baseline-${name}`;
const arn = (service: string, resource: string) => `arn:aws:${service}:${HOME}:${ACCOUNT}:${resource}`;

/** What AWS checks an action of a call against (Service Authorization Reference). */
function requestsOf(action: string, { operation, input }: AnyCall): { resource: string; context?: object }[] {
  const service = action.split(':')[0] ?? '';
  if (action === 'iam:PassRole') {
    const passedTo = {
      'iam:PassedToService': operation === 'CreateCluster' ? 'eks.amazonaws.com' : 'ecs-tasks.amazonaws.com',
    };
    const names = operation === 'CreateCluster' ? ['eks-cluster', 'eks-node'] : ['ecs-task', 'ecs-execution'];
    return names.map((name) => ({ resource: roleArn(name), context: passedTo }));
  }
  if (action === 'ec2:CreateTags')
    return [{ resource: arn('ec2', 'security-group/sg-1'), context: { 'ec2:CreateAction': operation } }];
  if (/^ec2:(Create|Delete)SecurityGroup$/.test(action)) return [{ resource: arn('ec2', 'security-group/sg-1') }];
  if (action === 'logs:DescribeLogGroups') return [{ resource: '*' }];
  if (service === 'logs')
    return [{ resource: arn('logs', `log-group:${input.logGroupName ?? '/ecs/aws-baseline-try'}`) }];
  if (/^(eks:CreateCluster|ecs:DeregisterTaskDefinition)$/.test(action)) return [{ resource: '*' }];
  if (service === 'ecs' || service === 'eks') return [{ resource: arn(service, 'cluster/aws-baseline-try') }];
  return [{ resource: '*' }];
}

function isAllowed(call: AnyCall): boolean {
  return permissionsFor(call).every((action) =>
    requestsOf(action, call).every(({ resource, context }) => {
      const more = {
        'aws:RequestedRegion': call.region ?? HOME,
        'aws:PrincipalArn': USER,
        'aws:PrincipalAccount': ACCOUNT,
      };
      return evaluate(DOCUMENTS, { action, resource, context: { ...more, ...context } }) === 'allow';
    }),
  );
}

describe('a member of group analyst', () => {
  it.each([
    ['container', []],
    ['cluster', ['--wait', '20m', '--remind-after', '4h']],
  ])('tries a %s, a second time, and deletes it', async (what, flags) => {
    const account = inMemory();
    const { play } = stage();
    await play(['apply', ...ALL, '--steps', 'buckets,groups', '--yes'], undefined, worldOf(account));
    account.person.signsInAs(USER);
    const denied = new Set<string>();
    const asAnalyst: Between = (call, send) => {
      if (call.service === 'sts' || isAllowed(call)) return send();
      denied.add(`${call.service} ${call.operation}`);
      const error = new Error(`User: ${USER} is not authorized to perform: ${permissionsFor(call)[0]}`);
      return Promise.reject(Object.assign(error, { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }));
    };
    const go = (...argv: string[]) => play([...argv, ...PLACE], undefined, worldOf(account, asAnalyst));
    for (const created of [what === 'container' ? 5 : 3, 0]) {
      const { code, json, err } = await go('try', what, ...flags, '--yes', '--json');
      expect(code, err).toBe(0);
      expect(json.summary.created).toBe(created);
    }
    const undone = await go('undo', '--steps', 'try', '--confirm', ACCOUNT, '--json');
    expect(undone.code, undone.err).toBe(0);
    expect(undone.json.summary.removed).toBe(what === 'container' ? 4 : 2);
    // Only the search for a baseline is denied, and does without.
    expect([...denied].filter((one) => /^(ecs|eks|ec2|logs) /.test(one))).toEqual([]);
    expect(denied.size).toBeGreaterThan(0);
  });
});
