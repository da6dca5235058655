import { readOnly, remembering } from '../aws/views.ts';
import type { Fact } from './fact.ts';
import type { Finding } from './finding.ts';
import type { Work } from './work.ts';

const PAUSE_MS = 10_000;
const TELL_EVERY_MS = 60_000;

/**
 * Waits until a resource whose deletion AWS has accepted is gone, because what it uses cannot be deleted before. Throws
 * StillDeleting if the time that the fact allows is over, or if the user stops the run.
 */
export async function untilGone(fact: Fact, within: number, finding: Finding, work: Work): Promise<void> {
  const { account, clock, stop, tell } = work;
  const began = clock.now();
  for (let told = 0; ; ) {
    if ((await fact.read(remembering(readOnly(account)))) === null) return;
    const waited = clock.now() - began;
    if (waited >= within || stop?.aborted)
      throw Object.assign(new Error('AWS is still deleting it'), { name: 'StillDeleting' });
    if (waited >= told + TELL_EVERY_MS) {
      told = waited;
      tell({ event: 'wait.tick', finding, why: 'AWS is deleting it', ms: waited });
    }
    await clock.sleep(PAUSE_MS);
  }
}
