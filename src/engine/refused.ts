import type { Identity } from '../aws/account.ts';
import { type AnyCall, isRead } from '../aws/call.ts';
import { causeOf, isAwsAnswer } from '../aws/causes/causes.ts';
import { codeOf, isDenied, isUnsupported, messageOf } from '../aws/errors.ts';
import { refusedPermission } from '../aws/permissions.ts';
import type { Finding } from './finding.ts';

/** What a finding says of a refusal. */
export type Refusal = Pick<
  Finding,
  'state' | 'why' | 'by' | 'permission' | 'error' | 'isAwsAnswer' | 'code' | 'next' | 'unsupported'
>;

/** What becomes of a fact whose change went wrong; `call` is the one that was sent last. */
export function refusedChange(error: unknown, call: AnyCall | undefined, caller: Identity): Refusal {
  const { state = 'failed', by, why, next } = causeOf(error, { call, caller }) ?? {};
  return whole({
    state,
    why,
    by: state === 'denied' ? by : undefined,
    permission: isDenied(error) && call ? refusedPermission(error, call) : undefined,
    ...words(error, call),
    next,
  });
}

/** What becomes of a fact that could not be looked at, because of what `call` was answered. */
export function refusedLook(error: unknown, call: AnyCall | undefined, caller: Identity): Refusal {
  if (isUnsupported(error) && call) {
    const why = `this endpoint, which is not AWS itself, does not know ${call.service} ${call.operation}`;
    return { state: 'unknown', unsupported: true, why };
  }
  const { state, patience, ofLooks, by, why, next } = causeOf(error, { call, caller }) ?? {};
  // What is only settling after a change is no reason to wait with a look: the next one shows it.
  if (state === 'denied' || (state === 'waiting' && (!patience || ofLooks))) return refusedChange(error, call, caller);
  const permission = isDenied(error) && call ? refusedPermission(error, call) : undefined;
  if (permission === undefined || !call)
    return whole({ state: 'unknown', next, ...(why ? { why, ...words(error, call) } : { why: messageOf(error) }) });
  const mayNot = `you may not${isRead(call) ? ' look' : ''}: ${permission} is not allowed`;
  return whole({ state: 'unknown', permission, why: by && why ? `${mayNot}; ${why}` : mayNot, next });
}

function words(error: unknown, call: AnyCall | undefined) {
  const operation = call ? `${call.service} ${call.operation}: ` : '';
  return {
    error: `${operation}${messageOf(error)}`,
    code: codeOf(error),
    isAwsAnswer: isAwsAnswer(error) || undefined,
  };
}

// A finding has no keys without a value.
function whole(refusal: { [K in keyof Refusal]: Refusal[K] | undefined }): Refusal {
  return Object.fromEntries(Object.entries(refusal).filter(([, value]) => value !== undefined)) as Refusal;
}
