import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { passwords } from '../../src/cli/files/passwords.ts';

const disk = vi.hoisted(() => ({ open: 0, peak: 0, fails: 0 }));

// A disk that takes its time, counts what is open, and fails when it is told to.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    openSync(...how: Parameters<typeof fs.openSync>) {
      disk.open += 1;
      disk.peak = Math.max(disk.peak, disk.open);
      return fs.openSync(...how);
    },
    closeSync(file: number) {
      disk.open -= 1;
      fs.closeSync(file);
    },
    fsync: (_file: number, done: (error: Error | null) => void) =>
      void setTimeout(done, 1, disk.fails-- > 0 ? new Error('ENOSPC: no space left on device') : null),
  };
});

async function inFolder(run: (file: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-passwords-'));
  try {
    await run(join(folder, 'first-passwords.txt'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('hundreds of passwords asked at once want one open file, and each is in it once', () =>
  inFolder(async (file) => {
    Object.assign(disk, { open: 0, peak: 0, fails: 0 });
    const { secretOf, made } = passwords({ fileOf: () => file }, 'admin_acme');
    const users = Array.from({ length: 300 }, (_, i) => `analyst_${i}`);
    const given = await Promise.all([...users, ...users].map(secretOf));
    expect(disk.peak).toBe(1);
    expect(made()).toHaveLength(300);
    const told = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t'));
    expect(told).toEqual(users.map((user, i) => [user, given[i]]));
  }));

test('a password whose file is not safe is not handed out; asked again, it is the same one', () =>
  inFolder(async (file) => {
    Object.assign(disk, { open: 0, peak: 0, fails: 1 });
    const { secretOf } = passwords({ fileOf: () => file }, 'admin_acme');
    const first = secretOf('admin_acme');
    const other = secretOf('analyst_kim');
    await expect(first).rejects.toThrow('no space left');
    expect(await other).toMatch(/^\S{20}$/);
    const again = await secretOf('admin_acme');
    expect(readFileSync(file, 'utf8')).toContain(`admin_acme\t${again}\n`);
  }));
