import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Script, stage } from './cli/stage.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const README = new URL('../README.md', import.meta.url);
const SESSION_PAGE = new URL('../docs/session.md', import.meta.url);
const PICTURES = ['light', 'dark'].map((theme) => new URL(`../docs/pictures/session-${theme}.svg`, import.meta.url));
const CI = new URL('../.ci/run', import.meta.url);

const SESSION: Script = [
  ['Home Region', ''],
  ['Your short name', 'acme'],
  ['E-mail address', 'you@example.com'],
  ['Mail me when', ''],
  ['Guardrails', ''],
  ['Give the admin user', true],
  ['What next?', 'apply'],
  ['Set up MFA for admin_acme now?', false],
];

// Made from a run, so that it never goes stale: `npm run refresh` writes it again.
it('the session in the documentation is what a person sees', async () => {
  const { both, code } = await stage().play(['init', '--rehearse', '--steps', 'root,admin'], SESSION, {
    env: { NO_COLOR: '1', TERM: 'dumb' },
    version,
  });
  expect(code).toBe(0);
  const shown = `$ npx aws-baseline init --rehearse --steps root,admin\n${both.replace(/ +$/gm, '').trimEnd()}`;
  const session = `<!-- session -->\n\n\`\`\`text\n${shown}\n\`\`\`\n\n<!-- /session -->`;
  const text = readFileSync(SESSION_PAGE, 'utf8');
  const updated = text.replace(/<!-- session -->[\s\S]*<!-- \/session -->/, () => session);
  if (process.env.UPDATE_SESSION) writeFileSync(SESSION_PAGE, updated);
  else expect(text).toBe(updated);
});

it('CI runs the test command of the README', () => {
  const command = 'npm ci && npm test';
  expect(readFileSync(README, 'utf8')).toContain(`\n${command}\n`);
  expect(readFileSync(CI, 'utf8')).toContain(`\n${command}\n`);
});

it.each(PICTURES)('each line of the picture %s is in that session', (picture) => {
  const plain = (text: string) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  const lines = [...readFileSync(picture, 'utf8').matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, spans = '']) =>
    plain(spans.replace(/<[^>]+>/g, '')).trim(),
  );
  // A terminal has marks and offers that a plain transcript has not.
  const words = lines.filter(
    (line) => line !== '' && !/^[?✔❯]|^(Change|Show|Stop|Save|Leave)|Enter: choose/.test(line),
  );
  expect(words.length).toBeGreaterThan(10);
  const session = readFileSync(SESSION_PAGE, 'utf8');
  expect(words.filter((line) => !session.includes(line))).toEqual([]);
});
