import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../src/cli/arguments/completion/outline.ts';
import { EXAMPLES } from '../../src/cli/arguments/help.ts';
import { programOf, readArguments } from '../../src/cli/arguments/program.ts';
import { EXIT } from '../../src/cli/trouble.ts';
import type { World } from '../../src/cli/world.ts';
import { stage } from './stage.ts';

const worldOf = (argv: string[] = []) => ({ argv, env: {}, version: '0.0.0-test', out: () => {} }) as unknown as World;
const outlines = outlineOf(programOf(worldOf(), () => {}));
const commands = outlines.filter(({ path }) => path.length > 0).map(({ path }) => path.join(' '));
const helpOf = async (path: string) => (await stage().play([...path.split(' ').filter(Boolean), '--help'])).out;

// What a flag may have as its value, if not any word.
const SAMPLES: Record<string, string> = { '--output': 'json', '--benchmark': 'cis' };

// What a word may be, for the commands that cannot do without one.
const WORDS: Record<string, string[]> = { 'policy show': ['admin'], completion: ['bash'], try: ['container'] };

/** The command lines of an Examples block; a line that ends in `\` goes on. */
function examplesIn(help: string): string[] {
  const [, block = ''] = /Examples:\n((?: {2}.*\n)+)/.exec(help) ?? [];
  return block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.includes('aws-baseline'))
    .map((line) => line.trim());
}

/** What is wrong with a command line before it is run; undefined when it is understood. */
function wrongWith(argv: string[]): string | undefined {
  try {
    readArguments(worldOf(argv));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('--help', () => {
  // The flags of a command are made only when it may be the one.
  it('says of a command the same, whether its flags have been made or not', async () => {
    const { out } = await stage().play(['--help']);
    expect((await stage().play(['--help', 'plan'])).out).toBe(out);
    expect(out).toContain(programOf(worldOf(), () => {}).helpInformation());
    expect((await stage().play(['config', '--help'])).out).toMatch(/^ {2}show {13}/m);
  });

  it.each(['', ...commands])('of "%s" begins with three examples and stays within 80 columns', async (path) => {
    const help = await helpOf(path);
    expect(help).toMatch(/^Examples:\n/);
    expect(examplesIn(help).length).toBeGreaterThanOrEqual(3);
    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each(['init', 'root', 'status', 'plan', 'apply', 'verify', 'undo', 'try', 'doctor'])(
    'of "%s" ends with what it does and its exit codes',
    async (path) => {
      const help = await helpOf(path);
      expect(help).toMatch(/^What it does:\n {2}\S/m);
      const [, listed = ''] = /^Exit codes:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
      const codes = [...listed.matchAll(/^ {2}(\d+) /gm)].map(([, code]) => Number(code));
      expect(codes.slice(0, 3)).toEqual([0, 1, 2]);
      expect(codes.filter((code) => !Object.values<number>(EXIT).includes(code))).toEqual([]);
      expect(codes.includes(EXIT.differs)).toBe(/--exit-code/.test(help.split('Exit codes:')[0]!));
    },
  );

  it('lists every command under a heading', async () => {
    const help = await helpOf('');
    for (const word of new Set(commands.map((path) => path.split(' ')[0])))
      expect(help).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'));
    expect(Object.keys(EXAMPLES).filter((name) => name !== 'program' && !commands.includes(name))).toEqual([]);
  });

  it.each(commands)('every flag in that of "%s" is understood', async (path) => {
    const shown = [
      ...(await helpOf(path))
        .split(/^Options:/m)
        .slice(1)
        .join('')
        .matchAll(/^ {2}(?:-\w, )?(--[\w-]+)(?: ([<[]).*?[>\]])?/gm),
    ];
    expect(shown.length).toBeGreaterThan(0);
    if (path === 'policy' || path === 'config') return;
    for (const [, flag = '', value] of shown) {
      if (flag === '--help') continue;
      const sample = value === '<' ? [SAMPLES[flag] ?? 'x'] : [];
      const argv = [...path.split(' '), ...(WORDS[path] ?? []), flag, ...sample];
      expect(wrongWith(argv), argv.join(' ')).toBeUndefined();
    }
  });

  it('every example is understood as it stands', () => {
    const lines = Object.values(EXAMPLES).flatMap(examplesIn);
    expect(lines.length).toBeGreaterThanOrEqual(3 * commands.length);
    for (const line of lines) {
      const [, typed = ''] = /aws-baseline ((?:(?! {2,}|[|<>;)]).)*)/.exec(line) ?? [];
      expect(wrongWith(typed.trim().split(/\s+/)), line).toBeUndefined();
    }
  });
});
