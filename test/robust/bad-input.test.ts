import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/cli/world.ts';
import { SETTINGS } from '../../src/steps/settings/all.ts';
import { flagName, type Setting } from '../../src/steps/settings/setting.ts';
import { type Shown, type Stage, stage } from '../cli/stage.ts';

// Together more than 10,000 generated inputs; each goes through the whole program up to its refusal.
const RUNS = { flags: 4_000, variables: 1_000, words: 1_000, configs: 3_000, texts: 1_500, passwords: 300 };
const BASE = ['--region', 'ap-southeast-2', '--no-alarm'];

/** A refusal as it should be: exit 2, one sentence, nothing raw on the terminal. AWS was not asked, or it would be 1. */
function expectRefusal({ code, err, out }: Shown, given: string): void {
  const about = `${JSON.stringify(given).slice(0, 300)}: ${err.slice(0, 500)}`;
  expect(code, about).toBe(2);
  expect(err, about).toMatch(/^aws-baseline: ./);
  expect(err, about).not.toMatch(/\n\s+at |node:internal|TypeError|undefined|\[object/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
  expect(err, about).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(err.length, about).toBeLessThan(4_000);
  expect(out, about).toBe('');
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ maxLength: 400 }),
  fc.constantFrom(
    '',
    ' ',
    '-',
    '--',
    '\u001b[2J\u001b]0;x\u0007',
    '\u202egnp.exe',
    '$(id)',
    '`id`',
    '../../etc/passwd',
  ),
  fc.constantFrom('NaN', 'Infinity', '1e9', '0x10', '-1', '0', '99999999', '1.999', 'true', 'null', '{}', '[]', '%00'),
  fc.integer().map(String),
  fc.double().map(String),
  fc.string({ maxLength: 12 }).map((text) => text.repeat(2_000)),
);

const CHECKED = SETTINGS.filter((setting) => (setting.check || setting.choices) && setting.kind !== 'boolean');
/** What the setting's own rule calls wrong; the lists that are split at commas, by their items. */
function isBad(setting: Setting, text: string): boolean {
  const items = /^(steps|skip)$/.test(setting.key) ? text.split(',') : [text];
  return items.some((item) => {
    const word = item.trim();
    if (setting.choices) return !setting.choices.includes(word);
    return word === '' || setting.check?.(word) !== undefined;
  });
}

const badSetting = fc
  .tuple(fc.constantFrom(...CHECKED), nasty)
  // An argument cannot hold NUL: the system would not start the program.
  .filter(([setting, text]) => !text.includes('\0') && isBad(setting, text));

async function all<T>(arbitrary: fc.Arbitrary<T>, runs: number, property: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, property), { numRuns: runs });
}

const plan = (play: Stage['play'], more: string[], world: Partial<World> = {}) =>
  play(['plan', ...more], undefined, world);

describe('bad input is refused with a sentence, before AWS is asked', () => {
  it('values of flags', async () => {
    const { play } = stage();
    await all(badSetting, RUNS.flags, async ([setting, text]) => {
      const others = BASE.filter((word) => !word.startsWith(flagName(setting)) || word === '--no-alarm');
      const shown = await plan(play, ['--no-config', ...others, `${flagName(setting)}=${text}`]);
      expectRefusal(shown, `${flagName(setting)}=${text}`);
    });
  });

  it('values of variables', async () => {
    const { play } = stage();
    const withVariable = badSetting.filter(([{ env }, text]) => env !== undefined && text !== '');
    await all(withVariable, RUNS.variables, async ([{ key, env = [] }, text]) => {
      const rest = key === 'region' ? ['--no-alarm'] : BASE;
      expectRefusal(await plan(play, ['--no-config', ...rest], { env: { [env[0] ?? '']: text } }), `${env[0]}=${text}`);
    });
  });

  it('commands and flags that there are not', async () => {
    const { play } = stage();
    const word = nasty.filter((text) => !text.includes('\0') && !/^-*(h|help|version|V)\b/.test(text.trim()));
    const line = fc.oneof(
      word.filter((text) => text !== '' && !text.startsWith('-')).map((text) => [`zz${text}`]),
      word.map((text) => ['plan', ...BASE, `--zz${text}`]),
      word.map((text) => ['explain', `zz${text}`]),
      word.map((text) => ['policy', 'show', `zz${text}`]),
      word.map((text) => ['plan', ...BASE, '--no-config', `--output=zz${text}`]),
      word.map((text) => ['undo', '--region', 'ap-southeast-2', '--keep-data', '--delete-data', text]),
    );
    await all(line, RUNS.words, async (argv) => expectRefusal(await play(argv), argv.join(' ')));
  });

  it('config texts: wrong types, unknown keys, duplicates, anchors', async () => {
    const { play } = stage();
    const anyValue = fc.jsonValue({ maxDepth: 3 });
    const key = fc.constantFrom(...SETTINGS.map((setting) => setting.key));
    const yaml = (name: string, value: unknown) => {
      const [group, inner] = name.split('.');
      return inner ? `${group}:\n  ${inner}: ${JSON.stringify(value)}\n` : `${group}: ${JSON.stringify(value)}\n`;
    };
    const text = fc.oneof(
      fc
        .tuple(fc.constantFrom(...CHECKED.map((setting) => setting.key)), fc.object({ maxDepth: 2 }))
        .map(([name, value]) => yaml(name, { zz: value })),
      fc.tuple(key, anyValue).map(([name, value]) => yaml(`${name}zz`, value)),
      fc.tuple(key, anyValue).map(([name, value]) => `${yaml(name, value)}${yaml(name, value)}`),
      fc.tuple(key, anyValue).map(([name, value]) => `x: &a ${JSON.stringify(value)}\n${yaml(name, 1)}y: *a\n`),
      badSetting.map(([setting, value]) => yaml(setting.key, value)),
      anyValue.filter((value) => typeof value !== 'object').map((value) => `${JSON.stringify(value)}\n`),
    );
    await all(text, RUNS.configs, async (config) => {
      const shown = await plan(play, ['--region', 'ap-southeast-2', '--config', '-'], {
        readStdin: async () => config,
      });
      expectRefusal(shown, config);
    });
  });

  it('config texts of any bytes', async () => {
    const { play } = stage();
    await all(nasty, RUNS.texts, async (config) => {
      const shown = await plan(play, [...BASE, '--config', '-'], { readStdin: async () => config });
      expectRefusal(shown, config);
    });
  });

  it('first passwords by stdin', async () => {
    const { play } = stage();
    const isGood = (text: string) => /^[\x20-\x7e\u00a1-\u00ff]{8,128}$/.test(text.split(/\r?\n/)[0] ?? '');
    const bad = fc.oneof(nasty, fc.string({ maxLength: 7 })).filter((text) => !isGood(text));
    const apply = ['apply', ...BASE, '--name', 'acme', '--no-config', '--yes', '--rehearse'];
    await all(bad, RUNS.passwords, async (text) => {
      const world = { readStdin: async () => text };
      const shown = await play([...apply, '--admin-password-file', '-'], undefined, world);
      expectRefusal2(shown, JSON.stringify(text).slice(0, 300));
      if (text.trim().length > 7) expect(shown.err).not.toContain(text.trim());
      expect(shown.err).not.toMatch(/\n\s+at |node:internal|TypeError/);
    });
  });

  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefghi'.split('').map((name, i) => {
      const before = 'abcdefgh'[i];
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
    }),
  ].join('\n');

  it.each<[string, string]>([
    ['a YAML bomb', bomb],
    ['a deep one', `name: ${'['.repeat(5_000)}`],
    ['a merge key', 'name: acme\n<<: {region: x}'],
    ['a tag that makes things', 'name: !!js/function "function(){}"'],
    ['a prototype', '__proto__: {name: acme}\nconstructor: x'],
    ['two documents', 'name: acme\n---\nname: other\n'],
    ['tabs', 'alarm:\n\tlimit: 1'],
    ['a megabyte on stdin', `name: ${'a'.repeat(1_000_000)}`],
    ['ten megabytes on stdin', `name: ${'- a\n'.repeat(2_500_000)}`],
  ])('%s', async (what, config) => {
    const { play } = stage();
    const began = performance.now();
    expectRefusal(await plan(play, [...BASE, '--config', '-'], { readStdin: async () => config }), what);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each<[string, (path: string) => void]>([
    ['a directory', (path) => mkdirSync(path)],
    ['a FIFO, which would be read for ever', (path) => void execFileSync('mkfifo', [path])],
    ['ten megabytes', (path) => writeFileSync(path, 'a'.repeat(10_000_000))],
    ['binary', (path) => writeFileSync(path, Buffer.from([0, 255, 254, 128, 10, 13]))],
    ['a symlink into itself', (path) => symlinkSync(path, path)],
    ['a symlink to a device', (path) => symlinkSync('/dev/zero', path)],
    ['nothing', () => {}],
  ])('files as config, password and rehearsal: %s', async (what, make) => {
    const { play, folder } = stage();
    const path = join(folder, 'given');
    make(path);
    expectRefusal(await plan(play, [...BASE, '--config', path]), `config ${what}`);
    const apply = ['apply', ...BASE, '--name', 'acme', '--no-config', '--yes', '--rehearse'];
    expectRefusal2(await play([...apply, '--admin-password-file', path]), `password ${what}`);
    if (what !== 'nothing') expectRefusal(await play([...BASE, `--rehearse=${path}`, 'plan'].reverse()), what);
  });
});

// A rehearsal introduces itself before it reads the file.
function expectRefusal2({ code, err }: Shown, given: string): void {
  expect(code, `${given}: ${err}`).toBe(2);
  expect(err, given).toMatch(/aws-baseline: ./);
}
