import { describe, expect, it } from 'vitest';
import {
  evaluate,
  groupRoles,
  instanceRole,
  type Place,
  policyDocuments,
  renderedRole,
  type Statement,
} from '../../src/policies/index.ts';
import { places } from './places.ts';
import { contextAt } from './rows.ts';
import { actionsLike, overlap } from './service-data.ts';
import { simulate } from './simulate.ts';

/** What a service needs and its group may not do itself, each with the reason. */
const service: [role: RegExp, action: RegExp, reason: string][] = [
  [
    /./,
    /^logs:(CreateLogGroup|CreateLogStream|PutLogEvents)$/,
    'a service writes its own log groups, people read them',
  ],
  [/glue|sagemaker/, /^cloudwatch:PutMetricData$/, "the service's own namespaces only"],
  [/eks-node/, /^eks-auth:AssumeRoleForPodIdentity$/, 'pods get roles that a cluster administrator has given them'],
  [
    /eks-node/,
    /^ec2:(\w+NetworkInterface\w*|\w*ssignPrivateIpAddresses|CreateTags)$/,
    'pods of node groups get addresses from interfaces (AmazonEKS_CNI_Policy)',
  ],
];

interface Asked {
  action: string;
  resource: string;
}

/** Each action of a statement, on each resource that it can have there. */
async function requestsOf(statement: Statement): Promise<Asked[]> {
  const patterns = [statement.Action ?? []].flat();
  const resources = [statement.Resource ?? []].flat();
  const actions = (await Promise.all(patterns.map(actionsLike))).flat();
  return actions.flatMap(({ name, arns }) =>
    resources.flatMap((resource) => {
      if (arns.length === 0) return resource === '*' ? [{ action: name, resource }] : [];
      if (resource === '*') return [{ action: name, resource }];
      return arns.some(({ pattern }) => overlap(pattern, resource))
        ? [{ action: name, resource: resource.replaceAll('*', 'x') }]
        : [];
    }),
  );
}

async function beyondTheGroup(
  role: (typeof groupRoles)[number],
  place: Place,
  proves: typeof simulate,
): Promise<string[]> {
  const { document } = renderedRole(role, place);
  const denies = document.Statement.filter(({ Effect }) => Effect === 'Deny');
  const beyond = new Set<string>();
  for (const statement of document.Statement.filter(({ Effect }) => Effect === 'Allow')) {
    for (const request of await requestsOf(statement)) {
      const context = contextAt(place, role.owner, {});
      if (evaluate([{ ...document, Statement: denies }], { ...request, context }) === 'deny') continue;
      if ((await proves(policyDocuments(role.owner, place), { ...request, context })) === 'allow') continue;
      beyond.add(request.action);
    }
  }
  return [...beyond].sort();
}

const ours: typeof simulate = async (documents, request) => evaluate(documents, request);
const roles = [...groupRoles, instanceRole];
const reasoned = (name: string, action: string) =>
  service.some(([role, actions]) => role.test(name) && actions.test(action));

describe('a role does no more than its group and its service need', () => {
  const everywhere = Object.entries(places).flatMap(([at, place]) =>
    roles.map((role) => ({ name: role.name, at, role, place })),
  );

  it.each(everywhere)('$name at $at', async ({ role, place }) => {
    const beyond = await beyondTheGroup(role, place, ours);
    expect(beyond.filter((action) => !reasoned(role.name, action))).toEqual([]);
  });

  it.each(roles.map((role) => ({ name: role.name, role })))(
    '$name, as the independent evaluator sees it',
    async ({ role }) => {
      const beyond = await beyondTheGroup(role, places.sydney, async (documents, request) => {
        // A resource that the action cannot have is an error there: then it is no request.
        return simulate(documents, request).catch(() => 'allow');
      });
      expect(beyond.filter((action) => !reasoned(role.name, action))).toEqual([]);
    },
  );

  it('every reason is needed', async () => {
    const all = await Promise.all(
      roles.map(async (role) => ({ name: role.name, beyond: await beyondTheGroup(role, places.sydney, ours) })),
    );
    const idle = service.filter(
      ([role, actions]) =>
        !all.some(({ name, beyond }) => role.test(name) && beyond.some((action) => actions.test(action))),
    );
    expect(idle.map(([, , reason]) => reason)).toEqual([]);
  });

  it('deletes only what its group may delete', async () => {
    for (const role of roles) {
      const beyond = await beyondTheGroup(role, places.sydney, ours);
      const deleting = beyond.filter((action) => /:(Batch)?Delete/.test(action));
      const known = {
        'aws-baseline-eks-node': ['ec2:DeleteNetworkInterface'],
      };
      expect(deleting, role.name).toEqual(known[role.name as keyof typeof known] ?? []);
    }
  });
});
