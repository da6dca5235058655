import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasScript, open, type Screen } from './screen.ts';

const ESCAPE = '\u001b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: colors are what is looked for
const COLOR = /\u001b\[[0-9;]*m/;
const SECRET = 'Mark3d-and-not-to-be-seen';
const SIZES = [
  [80, 24],
  [60, 20],
  [40, 10],
] as const;

interface Surroundings {
  what: string;
  env?: Record<string, string>;
  flags?: string[];
  /** Which bytes a person's terminal may be sent. */
  may: 'anything' | 'no color' | 'no escape';
  /** Whether questions are asked. */
  asks: boolean;
}

const ALL: Surroundings[] = [
  { what: 'a terminal', may: 'anything', asks: true },
  { what: 'NO_COLOR', env: { NO_COLOR: '1' }, may: 'no color', asks: true },
  { what: '--no-color', flags: ['--no-color'], may: 'no color', asks: true },
  { what: '--ascii', flags: ['--ascii'], may: 'no color', asks: true },
  { what: 'TERM=dumb', env: { TERM: 'dumb' }, may: 'no escape', asks: true },
  { what: 'ACCESSIBLE', env: { ACCESSIBLE: '1' }, may: 'no escape', asks: true },
  { what: '--accessible', flags: ['--accessible'], may: 'no escape', asks: true },
  { what: 'dumb and NO_COLOR', env: { TERM: 'dumb', NO_COLOR: '1' }, may: 'no escape', asks: true },
  { what: 'CI', env: { CI: 'true' }, may: 'anything', asks: false },
  { what: 'CI, dumb', env: { CI: 'true', TERM: 'dumb' }, may: 'no escape', asks: false },
  { what: '--no-input', flags: ['--no-input'], may: 'anything', asks: false },
];
const EACH = ALL.flatMap((one) => SIZES.map(([columns, rows]) => ({ ...one, columns, rows })));

function holds({ may }: Surroundings, screen: Screen): void {
  if (may === 'no escape') expect(screen.raw()).not.toContain(ESCAPE);
  if (may === 'no color') expect(screen.raw()).not.toMatch(COLOR);
  // Links and commands are pasted, so they are never broken.
  expect(screen.wrapped().filter((line) => !/https:|--|aws ssm/.test(line))).toEqual([]);
  expect(screen.raw()).not.toContain(SECRET);
  const files = readdirSync(screen.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const leaks = files.filter(
    ({ name, parentPath }) => name !== 'admin.pw' && readFileSync(join(parentPath, name), 'utf8').includes(SECRET),
  );
  expect(leaks.map(({ name }) => name)).toEqual([]);
}

describe.skipIf(!hasScript)('in a terminal', () => {
  it.each(EACH)('$what, $columns columns: a run without questions', async (one) => {
    const screen = open(
      ['apply', '--rehearse=account.json', '--yes', '--admin-password-file', 'admin.pw', ...(one.flags ?? [])],
      { ...one, before: (folder) => writeFileSync(join(folder, 'admin.pw'), `${SECRET}\n`, { mode: 0o600 }) },
    );
    expect(await screen.ended).toBe(0);
    holds(one, screen);
  });

  it.each(ALL)('$what: init asks, or says what is missing', async (one) => {
    const flags = ['--region', 'eu-west-1', '--steps', 'root', ...(one.flags ?? [])];
    const screen = open(['init', '--rehearse=account.json', ...flags], { env: one.env ?? {} });
    if (!one.asks) {
      expect(await screen.ended).toBe(2);
      expect(screen.everything().join('\n')).toContain('--name');
      return holds(one, screen);
    }
    await screen.shows('Your short name');
    screen.type('acme\r');
    await screen.shows('E-mail address for alarms');
    screen.type('?\r');
    await screen.shows('Flag: --alarm-email');
    screen.type('nonsense\r');
    await screen.shows('Expected an e-mail address');
    screen.type(one.may === 'no escape' ? 'you@example.com\r' : '\u0015you@example.com\r');
    await screen.shows('Mail me when');
    screen.type('\r');
    await screen.shows('Guardrails');
    screen.type('\r');
    await screen.shows('What next?');
    screen.type('\r');
    await screen.shows('q: skip all');
    screen.type('q');
    expect(await screen.ended).toBe(0);
    holds(one, screen);
  });

  it.each([
    ['into a pipe', '| cat > out.txt'],
    ['into a file', '> out.txt'],
  ])('a result that goes %s has no escape, whatever the terminal can', async (_what, behind) => {
    const env = { FORCE_HYPERLINK: '1', COLORTERM: 'truecolor' };
    const screen = open(['plan', '--rehearse', '--alarm-email', 'a@b.co', '--region', 'eu-west-1', '--name', 'acme'], {
      env,
      behind,
    });
    await screen.ended;
    const out = readFileSync(join(screen.folder, 'out.txt'), 'utf8');
    expect(out).toContain('aws-baseline-billing-10-usd');
    expect(out).not.toContain(ESCAPE);
    expect(screen.raw()).not.toContain(`${ESCAPE}]8;`);
  });

  it('makes links clickable only where the terminal says it can', async () => {
    const args = [
      'plan',
      '--rehearse',
      '--alarm-email',
      'a@b.co',
      '--region',
      'eu-west-1',
      '--name',
      'acme',
      '--steps',
      'root',
    ];
    const page = 'https://console.aws.amazon.com/iam/home#/security_credentials';
    for (const [env, isLink] of [
      [{}, false],
      [{ VTE_VERSION: '7006', COLORTERM: 'truecolor' }, true],
      [{ VTE_VERSION: '7006', NO_COLOR: '1' }, false],
      [{ VTE_VERSION: '7006', ACCESSIBLE: '1' }, false],
    ] as const) {
      const screen = open(args, { env });
      await screen.ended;
      expect(screen.raw()).toContain(page);
      expect(screen.raw().includes(`${ESCAPE}]8;;${page}`)).toBe(isLink);
    }
  });
});
