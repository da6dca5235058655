import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument, PolicyRequest } from '../../src/policies/index.ts';

const decisions: Record<string, 'allow' | 'deny' | 'implicitDeny'> = {
  Allowed: 'allow',
  ExplicitlyDenied: 'deny',
  ImplicitlyDenied: 'implicitDeny',
};

async function simulateOne(documents: PolicyDocument[], request: PolicyRequest, resource: string) {
  const context = Object.entries(request.context).filter(([, value]) => value !== undefined);
  const outcome = await runSimulation(
    {
      identityPolicies: documents.map((policy, i) => ({ name: `policy${i}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: {
        principal: String(request.context['aws:PrincipalArn']),
        action: request.action,
        resource: { resource, accountId: String(request.context['aws:PrincipalAccount']) },
        contextVariables: Object.fromEntries(context) as Record<string, string>,
      },
    },
    {},
  );
  // An error is a row that asks for something AWS does not have; taking it for a deny would hide it.
  if (outcome.resultType === 'error') {
    throw new Error(`${request.action} on ${resource}: ${JSON.stringify(outcome.errors)}`);
  }
  return decisions[outcome.overallResult] ?? 'implicitDeny';
}

/** The statements that can name the service: the others decide nothing, and the evaluator parses every statement each time. */
function concerning(service: string, { Version, Statement }: PolicyDocument): PolicyDocument {
  const names = (action: string) => action === '*' || action.startsWith(`${service}:`);
  return {
    Version,
    Statement: Statement.filter(
      ({ Action, NotAction }) => NotAction !== undefined || [Action ?? []].flat().some(names),
    ),
  };
}

/** What the independent evaluator says; throws on a request that it cannot judge. */
export async function simulate(documents: PolicyDocument[], request: PolicyRequest) {
  const service = request.action.split(':')[0] ?? '';
  const parts = documents.map((one) => concerning(service, one)).filter(({ Statement }) => Statement.length > 0);
  const all = await Promise.all([request.resource].flat().map((one) => simulateOne(parts, request, one)));
  if (all.includes('deny')) return 'deny';
  return all.every((decision) => decision === 'allow') ? 'allow' : 'implicitDeny';
}
