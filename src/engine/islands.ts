import { needsOf } from './fact.ts';
import type { Finding } from './finding.ts';

/**
 * Splits findings into independent islands: facts that need each other are on one island, and so are facts whose calls go
 * to the same service, so that one list call serves them all. Returns their indexes.
 */
export function islandsOf(findings: Finding[]): number[][] {
  const above = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let next = above.get(root); next !== undefined; next = above.get(root)) root = next;
    if (root !== name) above.set(name, root);
    return root;
  };
  const join = (a: string, b: string) => {
    const [one, other] = [rootOf(a), rootOf(b)];
    if (one !== other) above.set(one, other);
  };
  for (const { fact, calls = [] } of findings) {
    for (const { id } of needsOf(fact)) join(`fact ${fact.id}`, `fact ${id}`);
    for (const { service } of calls) join(`fact ${fact.id}`, `service ${service}`);
  }
  const islands = new Map<string, number[]>();
  for (const [place, { fact }] of findings.entries()) {
    const root = rootOf(`fact ${fact.id}`);
    const island = islands.get(root);
    if (island) island.push(place);
    else islands.set(root, [place]);
  }
  return [...islands.values()];
}
