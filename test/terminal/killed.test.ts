import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasScript, open } from './screen.ts';

// One question in two parts: without the second answer, the first is asked again.
const PURPOSE = '? What is the instance';
const TYPE = '? Instance type';

// Every screen of the wizard in its order: what shows that it is there, and what a person types.
const SCREENS: [shown: string, keys: string][] = [
  ['? Home Region', '\r'],
  ['? What do you want to set up?', '\r'],
  ['? Your short name', 'acme\r'],
  ['? E-mail address', 'you@example.com\r'],
  ['? Mail me when', '25\r'],
  ['? Guardrails', '\r'],
  ['? Give the admin user', '\r'],
  ['? Bucket names', '\r'],
  ['? Engineers', 'jo\r'],
  ['? Analysts', 'kim\r'],
  [PURPOSE, '\r'],
  [TYPE, '\r'],
  ['? Private', '\r'],
  ['? What next?', '\r'],
  ['q: skip all', 'q'],
  ['? Set up MFA', 'n\r'],
];

describe.skipIf(!hasScript)('a run that is killed', () => {
  it('at any screen goes on with the same command, and asks nothing twice', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-killed-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const start = () => open(['init', '--rehearse=account.json'], { folder });
    // No account tells the Region before it is opened, so that question comes each time.
    const again = new Set(['? Home Region', '? What next?', 'q: skip all', '? Set up MFA']);
    // The screen at which the run before was killed, and what belongs to it.
    const isOpen = (before: string, place: number) => {
      const killedAt = SCREENS[place - 1]?.[0];
      return killedAt === before || (killedAt === TYPE && before === PURPOSE);
    };
    for (const [place, [shown]] of SCREENS.entries()) {
      const screen = start();
      for (const [before, keys] of SCREENS.slice(0, place)) {
        const isAskedAgain = again.has(before) || isOpen(before, place);
        if (!isAskedAgain || (before === '? What next?' && place > 14)) continue;
        await screen.shows(before);
        screen.type(keys);
      }
      await screen.shows(shown);
      const asked = screen.everything().filter((line) => /^[?✔] /.test(line));
      const twice = SCREENS.slice(1, Math.max(1, place - 1)).filter(
        ([before]) =>
          !again.has(before) &&
          !isOpen(before, place) &&
          asked.some((line) => line.slice(1).startsWith(before.slice(1))),
      );
      expect(twice).toEqual([]);
      await screen.kill();
    }
    const last = start();
    await last.shows('? Home Region');
    last.type('\r');
    await last.shows('q: skip all');
    last.type('q');
    await last.shows('? Set up MFA');
    last.type('n\r');
    expect(await last.ended).toBe(0);
    const shown = last.everything().join('\n');
    expect(shown).toContain('Nothing to do: everything is up to date.');
    expect(shown).toContain('--alarm-limit 25');
    expect(shown).toContain('--engineer-user jo --analyst-user kim');
  });
});
