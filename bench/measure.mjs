// Runs one program to its end and says what it cost.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const LIMIT_MS = 300_000;
const peak = new URL('peak.cjs', import.meta.url).pathname;

/** The environment of a run: nothing of the person's but PATH, and dummy credentials for the endpoint. */
function environment(home, endpoint) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    BENCH_PEAK: join(home, 'peak.json'),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'ap-southeast-2',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    NO_COLOR: '1',
    CI: 'true',
  };
}

/** Wall clock and exit code of a Node program, and what it printed. */
export function timed(args, { cwd, env }) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(process.execPath, args, { cwd, env, timeout: LIMIT_MS, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    const note = (text) => {
      printed += text;
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.on('error', reject);
    child.on('close', (code) => resolve({ began, seconds: (performance.now() - began) / 1000, code, printed }));
  });
}

/** Runs a program behind the proxy: its time, CPU, peak memory, and the requests that it sent. */
export async function measured(args, { home, proxy, weather }) {
  proxy.begin(weather);
  const env = environment(home, proxy.endpoint);
  const run = await timed(['--require', peak, ...args], { cwd: home, env });
  const { cpu, mib } = JSON.parse(readFileSync(env.BENCH_PEAK, 'utf8'));
  rmSync(env.BENCH_PEAK);
  return { ...run, cpu, mib, ...proxy.books() };
}
