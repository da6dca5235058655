// Runs all five steps on the embedded rehearsal account, then again with nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../bin/aws-baseline.js', import.meta.url));
if (!existsSync(new URL('../dist/main.mjs', import.meta.url))) await import('./build.mjs');

const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-rehearsal-'));
const answers = ['--name', 'acme', '--region', 'ap-southeast-2', '--alarm-email', 'you@example.com'];
const people = ['--engineer-user', 'jo', '--analyst-user', 'kim'];
const args = ['apply', '--rehearse=account.json', '--yes', '--no-config', ...answers, ...people];
let status = 0;
for (const time of ['First run', 'Second run: nothing to do']) {
  console.log(`\n== ${time}\n$ aws-baseline ${args.join(' ')}`);
  // The rehearsal sees none of the user's AWS variables, and its journal stays in the folder.
  const env = { PATH: process.env.PATH, HOME: folder, USERPROFILE: folder, TERM: process.env.TERM ?? 'dumb' };
  const run = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  status ||= run.status ?? 1;
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status;
