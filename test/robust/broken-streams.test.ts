import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { BIN } from '../contract/program.ts';

const home = mkdtempSync(join(tmpdir(), 'aws-baseline-streams-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function shell(line: string, variables: Record<string, string> = {}) {
  const env = { PATH: process.env.PATH ?? '', HOME: home, BIN, NODE: process.execPath, ...variables };
  return spawnSync('bash', ['-c', line], { env, cwd: home, encoding: 'utf8', timeout: 60_000 });
}

it.each<[line: string, code: number, says: RegExp]>([
  ['"$NODE" "$BIN" --version >/dev/full', 1, /could not write the result to stdout \(ENOSPC\)/],
  ['"$NODE" "$BIN" --help >/dev/full', 1, /could not write the result to stdout \(ENOSPC\)/],
  ['"$NODE" "$BIN" apply --rehearse=a --yes --json >/dev/full', 1, /could not write the result to stdout \(ENOSPC\)/],
  ['"$NODE" "$BIN" apply --rehearse=b --yes 2>/dev/full', 0, /created/],
  ['"$NODE" "$BIN" apply --rehearse=c --yes >/dev/full 2>/dev/full', 1, /^$/],
  ['"$NODE" "$BIN" apply --rehearse=d --yes 2>&-', 0, /created/],
  ['"$NODE" "$BIN" apply --rehearse=e --yes >&-', 0, /Applying/],
  ['set -o pipefail; "$NODE" "$BIN" apply --rehearse=f --yes --verbose 2>&1 | head -1', 0, /Sample answers/],
])('%s', (line, code, says) => {
  const { status, stdout, stderr } = shell(line);
  expect(stdout + stderr).toMatch(says);
  expect(stdout + stderr).not.toMatch(/\n\s+at |node:internal|Error:/);
  expect(status).toBe(code);
  // What was under way is finished, whoever heard of it.
  const file = /--rehearse=(\w)/.exec(line)?.[1];
  if (!file) return;
  const again = shell(`"$NODE" "$BIN" status --rehearse=${file} --exit-code`);
  expect(again.stdout).not.toMatch(/to do/);
});

it('an empty HOME is as if it were not set', () => {
  const { stdout } = shell('"$NODE" "$BIN" doctor --rehearse', { HOME: '' });
  expect(stdout).toContain('journals in ~/.aws-baseline');
});
