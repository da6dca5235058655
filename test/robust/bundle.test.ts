import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const script = new URL('../../scripts/build.mjs', import.meta.url).pathname;

function built(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-bundle-'));
  execFileSync(process.execPath, [script, folder], { stdio: 'ignore' });
  const files = readdirSync(folder).map((file) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');
    return [file, hash] as const;
  });
  rmSync(folder, { recursive: true });
  return Object.fromEntries(files);
}

it('built twice, in two places, the bundle has the same files with the same bytes', () => {
  const once = built();
  expect(Object.keys(once).length).toBeGreaterThan(20);
  expect(built()).toEqual(once);
});
