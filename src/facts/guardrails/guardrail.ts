import type { Partition } from '../../aws/account.ts';
import { type Fact, fact, type Json } from '../../engine/fact.ts';
import type { Tag } from '../tags.ts';

/** Where guardrails are set: the account, and the tags of what they create. */
export interface GuardrailPlace {
  accountId: string;
  partition: Partition;
  tags: Tag[];
}

/** The word that heads the line of all guardrails on a screen. */
const TOGETHER = 'guardrails';

/**
 * A guardrail: a setting of the whole account, of one Region of it, or of a bucket. `id` is its word in `--guardrails`,
 * then the Region or the bucket. If AWS or an endpoint does not return it, the run continues without it.
 */
export function guardrail<T extends Json>(id: string, written: Omit<Fact<T>, 'id'>): Fact<T> {
  const whole = written.within ? {} : { wholeAccount: true as const };
  const [control = ''] = id.split('/');
  return fact<T>({ ...written, ...whole, id: `guardrails/${id}`, control, optional: true, together: TOGETHER });
}
