import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stage } from '../cli/stage.ts';
import { APPLY, folderOf, inMemory, UNDO, worldOf } from './program.ts';

// A real full disk wants a mount and root. What is written by descriptor (journal, passwords) gets so many bytes.
const disk = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const writeFileSync: typeof real.writeFileSync = (target, data, ...more) => {
    const bytes = Buffer.from(data as string);
    if (typeof target === 'number' && bytes.length > disk.left) {
      // As a disk does: what fits is written.
      real.writeSync(target, bytes.subarray(0, disk.left));
      disk.left = 0;
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    }
    if (typeof target === 'number') disk.left -= bytes.length;
    return real.writeFileSync(target, data, ...more);
  };
  return { ...real, writeFileSync, default: { ...real, writeFileSync } };
});

afterEach(() => {
  disk.left = Number.POSITIVE_INFINITY;
});

const writes = (account: ReturnType<typeof inMemory>, sent: string[]) =>
  worldOf(account, (given, send) => {
    if (!/^(Get|List|Describe|Head|Simulate)/.test(given.operation)) sent.push(given.operation);
    return send();
  });

describe('a home folder in which nothing can be kept', () => {
  it.each<[what: string, home: (folder: string) => string, says: RegExp]>([
    ['a disk with 8 KiB', (folder) => folder, /the disk is full \(ENOSPC\)/],
    ['a home folder that is not there', (folder) => join(folder, 'none'), /cannot be created \(ENOENT\)/],
    ['a home folder in /proc', () => '/proc/none', /cannot be created \(ENOENT\)/],
    ['a file in its place', (folder) => join(folder, 'file'), /a file exists in place of its folder \(ENOTDIR\)/],
    ['a device in its place', () => '/dev/null', /\(ENOTDIR\)/],
  ])('%s: said with the way out before anything is made; looking works', async (what, homeOf, says) => {
    const { play, folder } = stage();
    writeFileSync(join(folder, 'file'), '');
    const home = homeOf(folder);
    const account = inMemory();
    const sent: string[] = [];
    if (what.includes('8 KiB')) disk.left = 8 * 1024;
    const { code, err } = await play(APPLY, undefined, { ...writes(account, sent), home });
    expect(code, err).toBe(1);
    expect(err.replace(/\s+/g, ' ')).toMatch(says);
    expect(err.replace(/\s+/g, ' ')).toContain(join(home, '.aws-baseline'));
    expect(err).toContain('HOME=/other/folder');
    expect(err).not.toMatch(/\n\s+at |Applying/);
    expect(sent).toEqual([]);
    const looked = await play(['status', '--name', 'acme', '--region', 'ap-southeast-2'], undefined, {
      ...writes(account, sent),
      home,
    });
    expect(looked.code, looked.err).toBe(0);
  });

  it('a disk that fills up in mid-run: no bucket stays bare, no password is lost, and the rest says why', async () => {
    // The probe takes 256 KiB, and gives them back.
    const probed = 256 * 1024;
    let bucketsSeen = 0;
    for (const more of [600, 1_200, 1_800, 2_400, 3_000, 4_000, 6_000, 8_000, 11_000, 15_000]) {
      const { play, folder } = stage();
      const account = inMemory();
      disk.left = probed + more;
      const { code, err, json } = await play(APPLY, undefined, worldOf(account));
      const said = `${more} bytes: ${err}`;
      expect(err, said).not.toMatch(/\n\s+at /);
      const { s3, iam } = account.state();
      bucketsSeen += code === 0 ? 0 : s3.buckets.length;
      for (const { publicAccessBlock, versioning, policy } of s3.buckets)
        expect([Boolean(publicAccessBlock), versioning, Boolean(policy)], said).toEqual([true, 'Enabled', true]);
      const file = join(folderOf(folder), 'first-passwords.txt');
      const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
      for (const { name } of iam.users.filter(({ login }) => login))
        expect(kept, said).toMatch(new RegExp(`^${name}\t.{20,}$`, 'm'));
      if (code !== 0) expect(JSON.stringify(json), said).toContain('the disk is full');
      // With room again the same command finishes, and no line that was cut short is taken for a password.
      disk.left = Number.POSITIVE_INFINITY;
      const again = await play(APPLY, undefined, worldOf(account));
      expect(again.code, again.err).toBe(0);
    }
    expect(bucketsSeen).toBeGreaterThan(2);
  });

  it('undo on a full disk ends with its report, and once more is harmless', async () => {
    const { play } = stage();
    const account = inMemory();
    await play(APPLY, undefined, worldOf(account));
    disk.left = 10;
    const first = await play(UNDO, undefined, worldOf(account));
    expect(first.err.replace(/\s+/g, ' ')).toContain('Could not record in the journal what was undone');
    expect(first.json.summary.removed).toBeGreaterThan(5);
    disk.left = Number.POSITIVE_INFINITY;
    const second = await play(UNDO, undefined, worldOf(account));
    expect(second.json.summary.removed).toBe(0);
  });

  it('what was probed is gone, and a file in the way of the journal is named', async () => {
    const { play, folder } = stage();
    await play(APPLY, undefined, worldOf(inMemory()));
    expect(readdirSync(folderOf(folder)).filter((name) => name.startsWith('room'))).toEqual([]);
    const other = stage();
    mkdirSync(join(folderOf(other.folder), 'journal.jsonl'), { recursive: true });
    const { code, err } = await other.play(APPLY, undefined, worldOf(inMemory()));
    expect(code).toBe(1);
    expect(err.replace(/\s+/g, ' ')).toMatch(/journal\.jsonl .*(cannot be written|not a regular file)/);
  });
});
