import type { ContextEntry, EvaluationResult } from '@aws-sdk/client-iam';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { isDenied, isSignedOut, messageOf } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { refusedPermission } from '../../aws/permissions.ts';
import { type Capability, type Group, type Place, type PolicyTopic, policyDocuments } from '../../policies/index.ts';

/** The result of the IAM policy simulator for a capability. No result is unknown, never denied. */
export interface Judgement {
  decision: 'allowed' | 'denied' | 'unknown';
  why?: string;
  /** The IAM action that was denied, if the caller may not use the simulator. */
  permission?: string;
}

/**
 * Runs the IAM policy simulator (free; pages "SimulateCustomPolicy", "SimulatePrincipalPolicy") for every capability: on
 * the policies attached to a group in `attached` (its ARN by group), else on the rendered documents. After the first
 * denial, all further capabilities get the same result.
 */
export async function simulated(
  capabilities: readonly Capability[],
  place: Place,
  attached: ReadonlyMap<string, string>,
  account: Account,
): Promise<Judgement[]> {
  const judgements = new Map<Capability, Judgement>();
  let refused: Judgement | undefined;
  // One after the other, because the simulator throttles early.
  for (const batch of batches(capabilities)) {
    const results = refused ? [] : await ask(questionFor(batch), place, attached, account);
    if (!Array.isArray(results)) refused = results;
    for (const capability of batch) {
      judgements.set(capability, refused ?? judge(capability.action, results as EvaluationResult[]));
    }
  }
  return capabilities.map((capability) => judgements.get(capability) ?? { decision: 'unknown' });
}

function unknown(error: unknown, asked: AnyCall): Judgement {
  if (isSignedOut(error)) throw error;
  if (!isDenied(error)) return { decision: 'unknown', why: messageOf(error) };
  const permission = refusedPermission(error, asked);
  return {
    decision: 'unknown',
    why: `you are not allowed to use the policy simulator: ${permission} is missing`,
    permission,
  };
}

function questionFor(batch: Capability[]): Question {
  const [{ group, topics, resource, context }] = batch as [Capability];
  const resources = resource === '*' ? [] : [resource].flat();
  return { group, topics, actions: batch.map(({ action }) => action), resources, context };
}

// One request takes many actions that share resource and context.
function batches(capabilities: readonly Capability[]): Capability[][] {
  const byRequest = new Map<string, Capability[]>();
  for (const capability of capabilities) {
    const { group, topics, resource, context } = capability;
    const key = JSON.stringify([group, topics, resource, Object.entries(context).sort()]);
    byRequest.set(key, [...(byRequest.get(key) ?? []), capability]);
  }
  return [...byRequest.values()];
}

/** One request to the simulator. It evaluates every action for every resource; without resources, for `*`. */
export interface Question {
  group: Group;
  topics: PolicyTopic[];
  actions: string[];
  resources: string[];
  context: Capability['context'];
}

/** The results of a question, or why there are none. Throws if the caller's credentials are no longer valid. */
export async function ask(
  { group, topics, actions, resources, context }: Question,
  place: Place,
  attached: ReadonlyMap<string, string>,
  account: Account,
): Promise<EvaluationResult[] | Judgement> {
  const asked = {
    ActionNames: [...new Set(actions)],
    ...(resources.length === 0 ? {} : { ResourceArns: [...new Set(resources)] }),
    ContextEntries: Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [entry(key, value)])),
  };
  const PolicySourceArn = topics.length === 1 ? attached.get(group) : undefined;
  const PolicyInputList = topics
    .flatMap((topic) => policyDocuments(topic, place))
    .map((document) => JSON.stringify(document));
  const question = PolicySourceArn
    ? call('iam', 'SimulatePrincipalPolicy', { PolicySourceArn, ...asked })
    : call('iam', 'SimulateCustomPolicy', { PolicyInputList, ...asked });
  try {
    const pages = await allPages<'iam', 'SimulatePrincipalPolicy' | 'SimulateCustomPolicy'>(
      account,
      question,
      'Marker',
    );
    return pages.flatMap(({ EvaluationResults }) => EvaluationResults ?? []);
  } catch (error) {
    return unknown(error, question);
  }
}

function entry(ContextKeyName: string, value: string | string[]): ContextEntry {
  const ContextKeyType =
    ContextKeyName === 'aws:MultiFactorAuthPresent' ? 'boolean' : Array.isArray(value) ? 'stringList' : 'string';
  return { ContextKeyName, ContextKeyValues: [value].flat(), ContextKeyType };
}

/** What the results say of an action, for all resources of the question. */
export function judge(action: string, results: EvaluationResult[]): Judgement {
  const own = results.filter(({ EvalActionName }) => EvalActionName?.toLowerCase() === action.toLowerCase());
  if (own.length === 0) return { decision: 'unknown', why: 'IAM returned no result' };
  const decisions = own.flatMap((result) => [
    result.EvalDecision,
    ...(result.ResourceSpecificResults ?? []).map((one) => one.EvalResourceDecision),
  ]);
  if (decisions.every((decision) => decision === 'allowed')) return { decision: 'allowed' };
  const missing = own.flatMap((result) => [
    ...(result.MissingContextValues ?? []),
    ...(result.ResourceSpecificResults ?? []).flatMap((one) => one.MissingContextValues ?? []),
  ]);
  if (decisions.includes('explicitDeny')) return denied(own);
  // A missing context key looks like a denial but is not one.
  if (missing.length > 0)
    return { decision: 'unknown', why: `the request lacks context keys: ${[...new Set(missing)].join(', ')}` };
  return denied(own);
}

function denied(results: EvaluationResult[]): Judgement {
  const byOrganization = results.some(
    ({ OrganizationsDecisionDetail }) => OrganizationsDecisionDetail?.AllowedByOrganizations === false,
  );
  return byOrganization
    ? { decision: 'denied', why: 'a service control policy (SCP) of the organization denies it' }
    : { decision: 'denied' };
}
