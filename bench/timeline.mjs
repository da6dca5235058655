// One line for each request of a run, so that one sees what waits for what.

const WIDTH = 48;
// Shorter pauses are the program reading one answer and writing the next request.
const IDLE_MS = 15;

/** The requests of a run in the order in which they began, and the times in which none was under way. */
export function timeline({ began, seconds, requests }) {
  const total = seconds * 1000;
  const column = (at) => Math.round((at / total) * WIDTH);
  const ms = (at) => at.toFixed(0).padStart(6);
  const lines = ['start    end   ms', '-----------------'];
  let idle = 0;
  let latest = 0;
  const pause = (until) => {
    if (until - latest < IDLE_MS) return;
    idle += until - latest;
    lines.push(`${ms(latest)} ${ms(until)}       (nothing under way for ${(until - latest).toFixed(0)} ms)`);
  };
  for (const { start, end = start, service, operation, refused } of requests) {
    const [from, to] = [start - began, end - began];
    pause(from);
    latest = Math.max(latest, to);
    const bar = '#'.repeat(Math.max(1, column(to) - column(from))).padStart(Math.max(column(to), column(from) + 1));
    const what = `${service} ${operation}${refused ? ' (throttled)' : ''}`;
    lines.push(`${ms(from)} ${ms(to)} ${(to - from).toFixed(0).padStart(4)} |${bar.padEnd(WIDTH + 1)}| ${what}`);
  }
  pause(total);
  lines.push(
    `${requests.length} requests, ${total.toFixed(0)} ms, of which ${idle.toFixed(0)} ms with nothing under way`,
  );
  return lines.join('\n');
}
