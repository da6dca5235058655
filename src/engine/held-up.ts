import { isChore, needsOf } from './fact.ts';
import type { Finding } from './finding.ts';

const isSo = ({ state }: Finding) => /^(ok|created|changed)$/.test(state);

/** The skipped findings that can be done once `next` are done: all they need is done, among those, or skipped for the same reason. */
export function heldUpBy(next: Finding[], findings: Finding[]): Finding[] {
  const found = new Map(findings.map((finding) => [finding.fact.id, finding]));
  const going = new Set(next.map(({ fact }) => fact.id));
  const held = new Set<Finding>();
  const isReady = ({ fact }: Finding) =>
    needsOf(fact).every((need) => {
      const its = found.get(need.id);
      return isChore(need) || going.has(need.id) || its === undefined || isSo(its);
    });
  const waiting = findings.filter(({ fact, state, why }) => state === 'todo' && why !== undefined && !isChore(fact));
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    for (const finding of waiting.filter((one) => !held.has(one) && isReady(one))) {
      held.add(finding);
      going.add(finding.fact.id);
    }
  }
  return [...held];
}
