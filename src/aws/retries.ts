import { messageOf } from './errors.ts';

type Next = (args: unknown) => Promise<unknown>;

/** A step of the SDK's way of one request, within its retries. */
export type Middleware = (next: Next) => Next;

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
