import jsQR from 'jsqr';
import { expect, it } from 'vitest';
import { type Script, stage } from './stage.ts';

const FLAGS = ['admin', '--name', 'acme', '--region', 'ap-southeast-2', '--rehearse'];
const SCRIPT: Script = [
  ['Give the admin user', true],
  ['What next?', 'apply'],
  ['Set up MFA for admin_acme now?', true],
  ['Code that the app shows', '123456'],
  ['The next code', '654321'],
];
const terminal = (rows: number, columns = 80) => ({
  input: true,
  output: true,
  errors: true,
  links: false,
  columns,
  rows,
});
const UTF8 = { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' };

/** What a phone reads from a picture of half blocks. */
function scanned(shown: string): string | undefined {
  const rows = shown.split('\n').filter((line) => /^[█▀▄ ]{30,}$/.test(line));
  const SCALE = 4;
  const [width, height] = [(rows[0]?.length ?? 0) * SCALE, rows.length * 2 * SCALE];
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const line = Math.floor(y / SCALE);
      const block = rows[Math.floor(line / 2)]?.[Math.floor(x / SCALE)] ?? ' ';
      const isLight = block === '█' || block === (line % 2 === 0 ? '▀' : '▄');
      pixels.set(isLight ? [255, 255, 255] : [0, 0, 0], (y * width + x) * 4);
    }
  }
  return rows.length === 0 ? undefined : jsQR.default(pixels, width, height)?.data;
}

it('where the terminal has the rows, the key of an authenticator app can be scanned', async () => {
  const { err } = await stage().play(FLAGS, SCRIPT, { env: UTF8, terminal: terminal(40) });
  const [, key = ''] = /^ {6}((?:[A-Z2-7]{4} )+[A-Z2-7]{1,4})$/m.exec(err) ?? [];
  expect(scanned(err)).toBe(
    `otpauth://totp/AWS%3Aadmin_acme%40111122223333?secret=${key.replaceAll(' ', '')}&issuer=AWS`,
  );
  expect(
    err.split('\n').filter((line) => line.length > 80 && !/https:/.test(line) && !line.includes('\u001b')),
  ).toEqual([]);
});

it.each([
  ['24 rows', UTF8, terminal(24), []],
  ['40 columns', UTF8, terminal(40, 40), []],
  ['no UTF-8', { TERM: 'xterm', LANG: 'C' }, terminal(40), []],
  ['--ascii', UTF8, terminal(40), ['--ascii']],
  ['--accessible', UTF8, terminal(40), ['--accessible']],
])('%s: only the key to type', async (_what, env, size, flags) => {
  const { err } = await stage().play([...FLAGS, ...flags], SCRIPT, { env, terminal: size });
  expect(err.replace(/\s+/g, ' ')).toContain('Key (shown once):');
  expect(err).not.toMatch(/[█▀▄]/);
});
