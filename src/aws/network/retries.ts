import { isSignedOut, messageOf } from '../errors.ts';

type Next = (args: unknown) => Promise<unknown>;

/** A step of the SDK's way of one request, within its retries. */
export type Middleware = (next: Next, context: { commandName?: string }) => Next;

/** How often a request is tried: the SDK's default is three times; a throttled first hour is normal for IAM. */
export const ATTEMPTS = 8;

/**
 * By LimitExceeded IAM says that a quota is used up. The SDK takes it for throttling and would try for half a minute.
 */
export const quotaIsNoThrottling: Middleware = (next) => (args) =>
  next(args).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'LimitExceededException') error.name = 'LimitExceeded';
    throw error;
  });

const TRIES_OF_A_GAP = 2;

/**
 * An emulator says 500 and a page of HTML to what it does not have, each time. AWS's own 500 is in AWS's form and is
 * worth every try; this one is tried twice.
 */
export const gapIsNoOutage: Middleware = (next) => (args) =>
  next(args).catch((error: unknown) => {
    if (isGap(error) && attemptOf(args) >= TRIES_OF_A_GAP) throw new Error(messageOf(error));
    throw error;
  });

// AWS does these once for each request and has no token by which it would know that it is the same one again.
const ONCE_FOR_EACH_REQUEST = ['CreatePolicyVersion'];

/**
 * A write that is not to be sent twice, and may have been done although its answer was lost, is not tried again here:
 * whoever sent it looks first (`AnswerLost`). Throttling is a clear no and is tried again.
 */
export const lookBeforeAgain: Middleware = (next, { commandName = '' }) => {
  if (!ONCE_FOR_EACH_REQUEST.includes(commandName.replace(/Command$/, ''))) return next;
  return (args) =>
    next(args).catch((error: unknown) => {
      if (!mayBeDone(error)) throw error;
      throw Object.assign(new Error(`its answer was lost: ${messageOf(error)}`), { name: 'AnswerLost' });
    });
};

function mayBeDone(error: unknown): boolean {
  const { name, code, reason, $metadata } = error as Error & {
    code?: string;
    reason?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500 && !/Throttl|SlowDown|RequestLimitExceeded/.test(name);
  return !isSignedOut(error) && !/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(reason ?? code ?? '');
}

// Load balancers speak HTML too, but 502 to 504.
function isGap(error: unknown): boolean {
  if (!(error instanceof Error) || !/Deserialization error/.test(error.message)) return false;
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 500 || $metadata?.httpStatusCode === 501;
}

// The SDK counts in a header of the request itself.
function attemptOf(args: unknown): number {
  const { request } = args as { request?: { headers?: Record<string, string> } };
  return Number(/attempt=(\d+)/.exec(request?.headers?.['amz-sdk-request'] ?? '')?.[1] ?? 1);
}
