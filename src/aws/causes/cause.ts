import type { Identity } from '../account.ts';
import type { AnyCall } from '../call.ts';

/** What a cause's sentences are made of. */
export interface Refused {
  /** AWS's code, and its message without blobs. */
  code: string;
  said: string;
  /** `s3 CreateBucket`; empty where nobody knows which call it was. */
  operation: string;
  region: string | undefined;
  /** The IAM action that was refused. */
  permission: string;
  /** Whom AWS refused: the one its message names, else whoever is signed in. */
  caller: Identity | undefined;
  /** The policy that denies, where AWS names it. */
  policy: string | undefined;
}

/** A sentence, or how to make it of the refusal. */
export type Words = string | ((refused: Refused) => string);

/** One reason why AWS says no: how it is recognized, what it means for a fact, and what helps. */
export interface Cause {
  id: string;
  /** All that are given must match: AWS's code, its words, either of them, the operation. */
  code?: RegExp;
  says?: RegExp;
  is?: RegExp;
  of?: RegExp;
  /** Only a refusal by a policy, whatever its code (`isDenied`). */
  denied?: true;
  /** `denied`: by an organization or a boundary, for good; `waiting`: time heals it; `failed`: it does not. */
  state: 'denied' | 'waiting' | 'failed';
  /** For how many seconds the same request is worth sending again, because the account is only settling. */
  patience?: number;
  /** Of waiting with patience: no change of ours has stirred it up, so that a look that meets it waits as well. */
  ofLooks?: true;
  /** Who says no, in AWS's words. */
  by?: string;
  /** Our sentence; without one AWS's own will do. */
  why?: Words;
  /** The next thing to do about it. */
  next?: Words;
}

/** The call that was refused, and who is signed in. */
export interface Asked {
  call?: Pick<AnyCall, 'service' | 'operation' | 'region'> | undefined;
  caller?: Identity | undefined;
}
