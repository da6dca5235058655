import type { Context } from '../context.ts';
import { checkActions, checkConditions, checkedText, isObject, malformed, statementsOf, strings } from './documents.ts';

/** A role's trust policy as IAM takes it. */
export function checkedTrust({ state }: Context, document: string | undefined, field: string): string {
  const text = checkedText(document, field, 2048, 'ACLSizePerRole');
  for (const statement of statementsOf(text, false)) {
    if ('Resource' in statement || 'NotResource' in statement) malformed('Has prohibited field Resource');
    const principal = statement.Principal ?? statement.NotPrincipal;
    if (principal === undefined) malformed('Missing required field Principal');
    checkActions(statement);
    for (const action of strings(statement.Action ?? [])) {
      if (!/^sts:/i.test(action)) malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
    checkConditions(statement.Condition);
    for (const [kind, values] of Object.entries(isObject(principal) ? principal : { AWS: principal })) {
      if (!/^(AWS|Service|Federated|CanonicalUser)$/.test(kind)) malformed('Syntax errors in policy.');
      for (const value of strings(values)) {
        if (isNobody(kind, value, state)) malformed(`Invalid principal in policy: "${kind.toUpperCase()}":"${value}"`);
      }
    }
  }
  return text;
}

/** A service that is none, or a user or role of this account that does not exist. */
export function isNobody(kind: string, value: string, state: Context['state']): boolean {
  if (kind === 'Service') return !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(value);
  if (kind !== 'AWS') return false;
  const [, account, what, name] = /^arn:[\w-]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(value) ?? [];
  if (account !== undefined && account !== state.accountId) return false;
  if (what) return !(what === 'user' ? state.iam.users : state.iam.roles).some((one) => one.name === name);
  return !/^(\*|\d{12}|arn:[\w-]+:(iam|sts)::\d{12}:(root|assumed-role\/.+))$/.test(value);
}
