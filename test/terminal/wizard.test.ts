import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasScript, open } from './screen.ts';

const BIN = new URL('../../bin/aws-baseline.js', import.meta.url).pathname;
const SIZES = [
  [80, 24],
  [60, 20],
  [40, 10],
] as const;

describe.skipIf(!hasScript)('the wizard in a real terminal', () => {
  it.each(SIZES)('walks all five steps at %ix%i, and no line is wider', async (columns, rows) => {
    const screen = open(['init', '--rehearse=account.json'], { columns, rows });
    const answer = async (question: string, keys: string) => {
      await screen.shows(question);
      screen.type(keys);
    };
    await answer('? Home Region', '\r');
    await answer('? What do you want to set up?', '\r');
    await answer('? Your short name', 'acme\r');
    await answer('? E-mail address', 'you@example.com\r');
    await answer('? Mail me when', '\r');
    await answer('? Guardrails', '\r');
    await answer('? Give the admin user', '\r');
    await answer('? Bucket names', '\r');
    await answer('? Engineers', 'jo\r');
    await answer('? Analysts', '\r');
    await answer('? What is the instance', '\r');
    await answer('? Instance type', '\r');
    await answer('? Private', '\r');
    await screen.shows('? What next?');
    // What the choices push off a small screen stands above them in short.
    const seen = () => screen.rows().join(' ').replace(/\s+/g, ' ');
    if (rows < 24) await expect.poll(seen).toMatch(/What next\? \(\d+ changes, USD [\d.]+\/mo\)/);
    screen.type('\r');
    await answer('q: skip all', 'q');
    await answer('? Set up MFA', 'n\r');
    await screen.shows('Undo');
    expect(await screen.ended).toBe(0);
    expect(screen.everything().join('\n')).not.toMatch(/undefined|\[object|NaN|XX /);
    // Our own lines are never too wide, but for links and commands, which are pasted; questions are inquirer's.
    const tooWide = screen.wrapped().filter((line) => !/https:|--|aws ssm|^[?✔>]/.test(line));
    expect(tooWide).toEqual([]);
  });

  it('Ctrl-C in a question: 130, nothing written, and the terminal is as it was', async () => {
    const screen = open(['init', '--rehearse=account.json', '--region', 'ap-southeast-2', '--steps', 'root']);
    await screen.shows('? Your short name');
    screen.type('\u0003');
    expect(await screen.ended).toBe(130);
    expect(existsSync(join(screen.folder, 'account.json'))).toBe(false);
    expect(readFileSync(join(screen.folder, 'mode'), 'utf8').trim()).toBe('icanon');
    expect(screen.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(screen.raw().lastIndexOf('\u001b[?25l'));
  });

  it('Ctrl-C while waiting for people: 130, and the terminal is as it was', async () => {
    const flags = ['--name', 'acme', '--alarm-email', 'a@b.co', '--alarm-limit', '5', '--region', 'ap-southeast-2'];
    const screen = open(['init', '--rehearse=account.json', '--steps', 'root', ...flags]);
    await screen.shows('? Guardrails');
    screen.type('\r');
    await screen.shows('? What next?');
    screen.type('\r');
    await screen.shows('q: skip all');
    screen.type('\u0003');
    expect(await screen.ended).toBe(130);
    expect(readFileSync(join(screen.folder, 'mode'), 'utf8').trim()).toBe('icanon');
  });

  it('--accessible numbers the choices and redraws nothing', async () => {
    const flags = ['--name', 'acme', '--region', 'ap-southeast-2', '--steps', 'buckets'];
    const screen = open(['init', '--rehearse', '--accessible', ...flags]);
    await screen.shows('1) acme-landing-zone');
    screen.type('1\r');
    await screen.shows('What next?');
    expect(screen.raw()).not.toContain('\u001b[K  ..');
    screen.type('6\r');
    expect(await screen.ended).toBe(0);
  });

  it('--ascii shows nothing but ASCII', async () => {
    const screen = open(['init', '--rehearse', '--ascii', '--region', 'ap-southeast-2']);
    await screen.shows('? What do you want to set up?');
    await screen.shows('up/down: move');
    expect(screen.rows().join('')).toMatch(/^[\x20-\x7e]*$/);
    screen.type('\u0003');
    await screen.ended;
  });
});

describe('without a terminal', () => {
  const rows: [what: string, env: Record<string, string>][] = [
    ['plain', {}],
    ['NO_COLOR', { NO_COLOR: '1' }],
    ['dumb', { TERM: 'dumb' }],
    ['accessible', { ACCESSIBLE: '1' }],
    ['CI', { CI: 'true' }],
  ];
  it.each(rows)('%s: no escape bytes, no line over 80 columns, and what is missing is 2', (_what, env) => {
    const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-pipe-'));
    const options = {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
      encoding: 'utf8' as const,
      input: '',
    };
    const done = spawnSync(process.execPath, [BIN, 'apply', '--rehearse', '--yes'], options);
    expect(done.status).toBe(0);
    for (const text of [done.stdout, done.stderr]) {
      expect(text).not.toContain('\u001b');
      expect(text.split('\n').filter((line) => line.length > 80 && !/https:/.test(line))).toEqual([]);
    }
    const refused = spawnSync(process.execPath, [BIN, 'init', '--region', 'eu-west-1'], options);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toBe('');
    rmSync(folder, { recursive: true, force: true });
  });

  it('a reader that has seen enough is no error', () => {
    const out = execFileSync(
      'sh',
      ['-c', `${process.execPath} ${BIN} explain policies | head -1; echo "\${PIPESTATUS:-}"`],
      { encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } },
    );
    expect(out).not.toMatch(/Error|EPIPE/);
  });
});
