import type { Identity } from '../account.ts';
import type { AnyCall } from '../call.ts';

/** The details of an error, for the sentences of a cause. */
export interface Refused {
  /** AWS's code, and its message without blobs. */
  code: string;
  said: string;
  /** `s3 CreateBucket`; empty if the call is not known. */
  operation: string;
  region: string | undefined;
  /** The instance type that the call would launch. */
  instanceType: string | undefined;
  /** The IAM action that was denied. */
  permission: string;
  /** The denied principal: the one in AWS's message, otherwise the caller. */
  caller: Identity | undefined;
  /** The policy that denies, if AWS names it. */
  policy: string | undefined;
}

/** A sentence, or a function that creates it from the error. */
export type Words = string | ((refused: Refused) => string);

/** One cause of an AWS error: how to recognize it, what it means for a fact, and what to do. */
export interface Cause {
  id: string;
  /** All that are given must match: AWS's code, its message, either of them, the operation. */
  code?: RegExp;
  says?: RegExp;
  is?: RegExp;
  of?: RegExp;
  /** Only a denial by a policy, with any code (`isDenied`). */
  denied?: true;
  /** `denied`: permanently, by an organization or a boundary; `waiting`: resolves itself; `failed`: does not. */
  state: 'denied' | 'waiting' | 'failed';
  /** For how many seconds to retry the request, because AWS may not be consistent yet. */
  patience?: number;
  /** Of waiting with patience: not caused by a change of ours, so a check waits as well. */
  ofLooks?: true;
  /** The type of policy that denies, in AWS's words. */
  by?: string;
  /** Our sentence; without it, AWS's message is used. */
  why?: Words;
  /** What to do next. */
  next?: Words;
}

/** The failed call, and the caller. */
export interface Asked {
  call?: (Pick<AnyCall, 'service' | 'operation' | 'region'> & { input?: unknown }) | undefined;
  caller?: Identity | undefined;
}
