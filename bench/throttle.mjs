// What IAM's token bucket cost, beside what it must cost whoever sends so many requests.
import { median, table } from './tables.mjs';

/** A line for each N and phase: requests let through and refused, the forced time, ours. */
export function throttleTable(results, { rate, burst }) {
  const groups = grouped(results);
  const rows = [...groups].map(([key, runs]) => {
    const iam = runs.map(({ requests }) => requests.filter(({ service }) => service === 'iam'));
    const through = median(iam.map((list) => list.filter(({ refused }) => !refused).length));
    const refused = median(iam.map((list) => list.filter((one) => one.refused).length));
    const forced = Math.max(0, through - burst) / rate;
    const seconds = median(runs.map((run) => run.seconds));
    const failures = runs.filter(({ code }) => code !== 0).length;
    const ratio = forced > 0 ? (seconds / forced).toFixed(2) : '-';
    return [...key.split('|'), through, refused, forced.toFixed(2), seconds.toFixed(2), ratio, failures];
  });
  const head = ['N', 'phase', 'IAM requests', 'throttled', 'forced s', 'wall s', 'x forced', 'failed runs'];
  return `IAM lets ${rate} requests a second through, ${burst} at once.\n\n${table(head, rows)}`;
}

// Node 20 has no Map.groupBy.
function grouped(results) {
  const groups = new Map();
  for (const one of results) {
    const key = `${one.n}|${one.phase}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
