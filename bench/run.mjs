// Measures aws-baseline against moto behind a slow network, and against the fewest requests there could be.
// Prints Markdown. See README.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measured } from './measure.mjs';
import { missing, startMoto } from './moto.mjs';
import { startProxy } from './proxy.mjs';
import { startUp } from './start-up.mjs';
import { circumstances, median, table } from './tables.mjs';
import { throttleTable } from './throttle.mjs';
import { timeline } from './timeline.mjs';
import { configFile } from './wanted.mjs';

const { values: flags } = parseArgs({
  options: {
    n: { type: 'string', default: '0' },
    rtt: { type: 'string', default: '60' },
    handshakes: { type: 'string', default: '2' },
    runs: { type: 'string', default: '3' },
    starts: { type: 'string', default: '15' },
    throttle: { type: 'string' },
    timeline: { type: 'boolean', default: false },
    bin: { type: 'string', default: new URL('../bin/aws-baseline.js', import.meta.url).pathname },
  },
});
const bin = resolve(flags.bin);
const floor = new URL('floor.mjs', import.meta.url).pathname;
const runs = Number(flags.runs);
const [rate, burst] = (flags.throttle ?? '').split(',').map(Number);
const throttle = flags.throttle ? { rate, burst } : undefined;
const weather = { rtt: Number(flags.rtt), handshakes: Number(flags.handshakes), throttle };

const OURS = ['apply', '--config', 'bench.yaml', '--yes'];
const TOOLS = {
  floor: { cold: (n) => [floor, 'apply', String(n)], again: (n) => [floor, 'check', String(n)] },
  'aws-baseline': { cold: () => [bin, ...OURS], again: () => [bin, ...OURS] },
};
const PHASES = { cold: 'cold', again: 'nothing to do' };
// The floor handles no error, so nobody may throttle it.
const names = throttle ? ['aws-baseline'] : Object.keys(TOOLS);

/** Both phases of one tool on an empty account. */
async function play(name, n, moto, proxy) {
  const home = mkdtempSync(join(tmpdir(), 'aws-baseline-bench-'));
  writeFileSync(join(home, 'bench.yaml'), configFile(n));
  await moto.empty();
  const results = [];
  for (const phase of Object.keys(PHASES)) {
    const run = await measured(TOOLS[name][phase](n), { home, proxy, weather });
    const lacking = run.code === 0 ? await missing(moto.endpoint, n) : [`exit code ${run.code}`];
    if (lacking.length > 0)
      console.error(`${name}, N = ${n}: ${lacking.slice(0, 5).join(', ')}\n${run.printed.slice(-2000)}`);
    results.push({ name, n, phase, ...run, lacking });
  }
  rmSync(home, { recursive: true, force: true });
  return results;
}

function row(results, n, phase, name) {
  const of = (other) => results.filter((one) => one.n === n && one.phase === phase && one.name === other);
  const mine = of(name);
  const middle = (value, digits = 0) => median(mine.map(value)).toFixed(digits);
  const seconds = mine.map((one) => one.seconds);
  const base = of('floor').map((one) => one.seconds);
  return [
    n,
    PHASES[phase],
    name,
    median(seconds).toFixed(2),
    `${Math.min(...seconds).toFixed(2)}-${Math.max(...seconds).toFixed(2)}`,
    base.length ? (median(seconds) / median(base)).toFixed(2) : '-',
    middle(({ requests }) => requests.length),
    middle(({ connections }) => connections),
    middle(({ cpu }) => cpu, 2),
    middle(({ mib }) => mib),
    mine.every(({ lacking }) => lacking.length === 0) ? 'yes' : 'NO',
  ];
}

const home = mkdtempSync(join(tmpdir(), 'aws-baseline-bench-'));
const moto = await startMoto();
const proxy = await startProxy(moto.endpoint);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    moto.stop();
    process.exit(130);
  });
try {
  console.log(
    `${circumstances()}; round trip ${flags.rtt} ms, handshakes ${flags.handshakes} more, medians of ${runs}.\n`,
  );
  if (Number(flags.starts) > 0) console.log(`${await startUp(bin, Number(flags.starts), home)}\n`);
  const sizes = flags.n.split(',').map(Number);
  const results = [];
  for (const n of sizes)
    for (let i = 0; i < runs; i++)
      for (const name of names) {
        console.error(`N = ${n}, run ${i + 1} of ${runs}, ${name}`);
        results.push(...(await play(name, n, moto, proxy)));
      }
  const rows = sizes.flatMap((n) =>
    Object.keys(PHASES).flatMap((phase) => names.map((name) => row(results, n, phase, name))),
  );
  const head = [
    'N',
    'phase',
    'tool',
    'wall s',
    'min-max',
    'x floor',
    'requests',
    'connections',
    'CPU s',
    'MiB',
    'whole',
  ];
  console.log(table(head, rows));
  if (throttle) console.log(`\n${throttleTable(results, throttle)}`);
  if (flags.timeline)
    for (const phase of Object.keys(PHASES)) {
      const last = results.findLast((one) => one.phase === phase && one.name === 'aws-baseline');
      console.log(`\nN = ${last.n}, ${PHASES[phase]}\n\n${timeline(last)}`);
    }
  if (results.some(({ lacking }) => lacking.length > 0)) process.exitCode = 1;
} finally {
  proxy.stop();
  moto.stop();
  rmSync(home, { recursive: true, force: true });
}
