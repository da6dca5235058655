import { isSignedOut, messageOf, NOT_SUPPORTED, statusOf } from '../errors.ts';
import { isAwsHost } from './endpoints.ts';

type Next = (args: unknown) => Promise<unknown>;

/** A step in the SDK's middleware stack, inside the retries. */
export type Middleware = (next: Next, context: { commandName?: string }) => Next;

/** The number of attempts of a request: the SDK's default is three; IAM often throttles in the first hour of an account. */
export const ATTEMPTS = 8;

/**
 * In IAM, LimitExceeded means that a quota is reached. The SDK treats it as throttling and would retry for half a minute.
 */
export const quotaIsNoThrottling: Middleware = (next) => (args) =>
  next(args).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'LimitExceededException') error.name = 'LimitExceeded';
    throw error;
  });

const TRIES_OF_A_GAP = 2;

/**
 * For endpoints other than AWS's: an emulator answers 500 with an HTML page for what it does not support, and sometimes when
 * requests meet. A 500 of AWS is in AWS's format and is retried; this one is tried twice, unless the endpoint has answered
 * the same operation before.
 */
export function gapIsNoOutage(): Middleware {
  const supported = new Set<string>();
  return (next, { commandName = '' }) =>
    async (args) => {
      try {
        const answer = await next(args);
        supported.add(commandName);
        return answer;
      } catch (error) {
        const isOutage = supported.has(commandName) || attemptOf(args) < TRIES_OF_A_GAP;
        const isGap = isStrange(error) || (isPage(error) && !isOutage);
        if (isAwsHost(addressOf(args)) || !isGap) throw error;
        throw Object.assign(new Error(messageOf(error)), { name: NOT_SUPPORTED });
      }
    };
}

// AWS runs these once per request and has no token to detect a repeated request.
const ONCE_FOR_EACH_REQUEST = ['CreatePolicyVersion'];

/**
 * A write that must not be sent twice is not retried if its answer was lost, because it may have been done: the sender
 * checks first (`AnswerLost`). A throttled write was not done and is retried.
 */
export const lookBeforeAgain: Middleware = (next, { commandName = '' }) => {
  if (!ONCE_FOR_EACH_REQUEST.includes(commandName.replace(/Command$/, ''))) return next;
  return (args) =>
    next(args).catch((error: unknown) => {
      if (!mayBeDone(error)) throw error;
      throw Object.assign(new Error(`the answer was lost: ${messageOf(error)}`), { name: 'AnswerLost' });
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

function addressOf(args: unknown): string {
  const { request } = args as { request?: { hostname?: string } };
  return `https://${request?.hostname}`;
}

// The SDK counts attempts in a request header.
function attemptOf(args: unknown): number {
  const { request } = args as { request?: { headers?: Record<string, string> } };
  return Number(/attempt=(\d+)/.exec(request?.headers?.['amz-sdk-request'] ?? '')?.[1] ?? 1);
}

// Load balancers also answer with HTML, but with 502 to 504.
const isPage = (error: unknown): boolean => isUnread(error) && /^50[01]$/.test(String(statusOf(error)));

// An answer in AWS's format with a value that is not, such as a date without a time zone. It stays so.
const isStrange = (error: unknown): boolean => isUnread(error) && error instanceof TypeError && statusOf(error) === 200;

const isUnread = (error: unknown): boolean => error instanceof Error && /Deserialization error/.test(error.message);
