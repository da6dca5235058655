import type { Identity } from '../aws/account.ts';
import { type AnyCall, isRead } from '../aws/call.ts';
import { causeOf, isAwsAnswer } from '../aws/causes/causes.ts';
import { codeOf, isDenied, isUnsupported, messageOf } from '../aws/errors.ts';
import { refusedPermission } from '../aws/permissions.ts';
import type { Finding } from './finding.ts';

/** What a finding contains about an error of AWS. */
export type Refusal = Pick<
  Finding,
  'state' | 'why' | 'by' | 'permission' | 'error' | 'isAwsAnswer' | 'code' | 'next' | 'unsupported'
>;

/** The result of a fact whose change failed; `call` is the last one sent. */
export function refusedChange(error: unknown, call: AnyCall | undefined, caller: Identity): Refusal {
  // What an endpoint cannot tell was not refused.
  if (isUnsupported(error) && call && isRead(call)) return refusedLook(error, call, caller);
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

/** The result of a fact that could not be read, because of the answer to `call`. */
export function refusedLook(error: unknown, call: AnyCall | undefined, caller: Identity): Refusal {
  if (isUnsupported(error) && call) {
    const why = `this endpoint is not AWS itself and does not support ${call.service} ${call.operation}`;
    return { state: 'unknown', unsupported: true, why };
  }
  const { state, patience, ofLooks, by, why, next } = causeOf(error, { call, caller }) ?? {};
  // A check does not wait for a change to become visible: the next check shows it.
  if (state === 'denied' || (state === 'waiting' && (!patience || ofLooks))) return refusedChange(error, call, caller);
  const permission = isDenied(error) && call ? refusedPermission(error, call) : undefined;
  if (permission === undefined || !call)
    return whole({ state: 'unknown', next, ...(why ? { why, ...words(error, call) } : { why: messageOf(error) }) });
  const mayNot = `you are not allowed to ${isRead(call) ? 'read this' : 'do this'}: ${permission} is missing`;
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
