import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { World } from '../../src/cli/world.ts';
import type { AnyFact } from '../../src/engine/fact.ts';
import { rootHasMfa } from '../../src/facts/account/root-user.ts';
import { rootStep } from '../../src/steps/root/step.ts';
import { WORDS } from '../../src/steps/settings/words-of-people.ts';
import { ANSWERS, factsFor } from '../steps/rehearsed.ts';
import { LEAVE, type Script, stage } from './stage.ts';

const flat = (text: string) => text.replace(/\s+/g, ' ');
const ADMIN = ['--rehearse=account.json', '--region', 'ap-southeast-2', '--name', 'acme', '--steps', 'admin'];
const stateOf = (json: { steps: { facts: { id: string; state: string }[] }[] }, id: string) =>
  json.steps.flatMap(({ facts }) => facts).find((fact) => fact.id === id)?.state;

/** Presses keys one after the other while the program waits for people; its clock passes with the machine's. */
function pressing(...pressed: string[]): Partial<World> {
  return {
    clock: {
      now: () => Date.parse('2026-11-24T10:00:00Z'),
      sleep: () => new Promise((wake) => setTimeout(wake, 5)),
      random: () => 0.5,
    },
    keys(onKey) {
      const typing = setInterval(() => onKey(pressed.shift() ?? 'q'), 20);
      return () => clearInterval(typing);
    },
  };
}

describe('what no API tells is done when the person says so', () => {
  it('each word is said about a thing that a person does', () => {
    const kinds = (['standalone', 'project'] as const).flatMap((accountKind) => factsFor({ ...ANSWERS, accountKind }));
    const said = new Set(kinds.flatMap(({ saidBy }) => saidBy ?? []));
    expect([...said].toSorted(), 'each saidBy has its line in src/steps/settings/words-of-people.ts').toEqual(
      Object.values(WORDS)
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  it('by --done, and to check without it', async () => {
    const { play } = stage();
    const before = await play(['status', ...ADMIN, '--json']);
    expect(stateOf(before.json, 'billing/iam-access')).toBe('by-hand');
    const after = await play(['status', ...ADMIN, '--json', '--done', 'root.billing-access']);
    expect(stateOf(after.json, 'billing/iam-access')).toBe('ok');
  });

  it('by a line of the config file, which config show names', async () => {
    const { folder, play } = stage();
    writeFileSync(join(folder, 'aws-baseline.yaml'), 'root:\n  billing-access: done\n');
    const shown = await play(['config', 'show']);
    expect(shown.out).toMatch(/root\.billing-access +done +aws-baseline\.yaml line 2/);
    const { json } = await play(['status', ...ADMIN, '--json']);
    expect(stateOf(json, 'billing/iam-access')).toBe('ok');
  });

  it.each([
    ['--done', 'root.biling-access'],
    ['--done', 'root.billing-access,root.mfa'],
    ['--done', ''],
  ])('an unknown key is exit 2: %s %s', async (...flags) => {
    const { code, err } = await stage().play(['status', ...ADMIN, ...flags]);
    expect(code).toBe(2);
    expect(flat(err)).toContain('is not one of root.billing-access, root.billing-alerts');
  });

  it('before other chores it does not hold up a rehearsal, in which nobody says so', async () => {
    const first: AnyFact = {
      id: 'root/unseen',
      title: 'nobody can see it',
      saidBy: 'root.recovery',
      want: true,
      read: async () => null,
      how: 'look yourself',
    };
    vi.spyOn(rootStep, 'facts').mockImplementation(() => [first, rootHasMfa('aws')]);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    const argv = [
      '--rehearse',
      '--region',
      'ap-southeast-2',
      '--name',
      'acme',
      '--steps',
      'root',
      '--no-alarm',
      '--guardrails',
      'none',
    ];
    const { err } = await stage().play(['init', ...argv], []);
    expect(err).toMatch(/ok +the root user has MFA/);
  });

  it('by a key in the chore screen; the word is saved and good for the next run', async () => {
    const { folder, play } = stage();
    const script: Script = [
      ['Give the admin user', true],
      ['What next?', 'apply'],
      ['Set up MFA', false],
    ];
    const { err, code } = await play(['init', ...ADMIN], script, pressing('d'));
    expect(code).toBe(0);
    expect(err).toContain('d: this one is done');
    expect(err).toMatch(/ok {2}IAM users have access to the billing pages/);
    expect(readFileSync(join(folder, 'aws-baseline.yaml'), 'utf8')).toMatch(/root:\n {2}billing-access: done/);
    const { json } = await play(['status', '--rehearse=account.json', '--json']);
    expect(stateOf(json, 'billing/iam-access')).toBe('ok');
  });
});

describe('MFA left for later takes nothing else away', () => {
  const begin: Script = [
    ['Give the admin user', true],
    ['What next?', 'apply'],
  ];
  it.each<[string, Script]>([
    [
      'Enter at the code',
      [
        ['Set up MFA', true],
        ['Code that the app shows', ''],
      ],
    ],
    [
      'Enter at the next code',
      [
        ['Set up MFA', true],
        ['Code that the app shows', '123456'],
        ['The next code', ''],
      ],
    ],
    [
      'Ctrl-C at the code',
      [
        ['Set up MFA', true],
        ['Code that the app shows', LEAVE],
      ],
    ],
    ['Ctrl-C at the offer', [['Set up MFA', LEAVE]]],
  ])('%s: recap, hand-over, and no device is left', async (_what, answers) => {
    const { folder, play } = stage();
    const { err, out, code } = await play(['init', ...ADMIN, '--done', 'root.billing-access'], [...begin, ...answers]);
    expect(code).toBe(0);
    expect(flat(err)).toContain('To set it up later: sign in as admin_acme');
    expect(out).toContain('created');
    expect(err).toContain('Check at any time');
    const state = JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8'));
    expect(state.iam.virtualMfaDevices).toEqual([]);
  });
});

describe('no chore that cannot be done where the account is', () => {
  const idsIn = async (region: string) => {
    const argv = ['plan', '--rehearse', '--region', region, '--name', 'acme', '--json', '--no-config'];
    const { json } = await stage().play([...argv, '--steps', 'root,admin', '--alarm-email', 'you@example.com']);
    return json.steps.flatMap(({ facts }: { facts: { id: string; link?: string }[] }) => facts);
  };

  it('GovCloud has no root console and no bills', async () => {
    const facts = await idsIn('us-gov-west-1');
    expect(facts.filter(({ id }: { id: string }) => /^(root\/mfa|billing|cloudwatch|sns)/.test(id))).toEqual([]);
    expect(facts.some(({ id }: { id: string }) => id === 'root/access-keys')).toBe(true);
  });

  it('China has both, with its own console', async () => {
    const facts: { id: string; link?: string }[] = await idsIn('cn-north-1');
    const links = facts.flatMap(({ link }) => link ?? []);
    expect(facts.map(({ id }) => id)).toEqual(expect.arrayContaining(['root/mfa', 'billing/iam-access']));
    expect(links.length).toBeGreaterThan(1);
    expect(links.filter((link) => !link.startsWith('https://console.amazonaws.cn/'))).toEqual([]);
  });

  it('explain says why', async () => {
    const { out } = await stage().play(['explain', 'partitions']);
    expect(flat(out)).toMatch(/GovCloud: the root user cannot sign in.*no billing alarm.*CNY/);
  });
});

describe('texts are wrapped once, to the width there is', () => {
  it.each([40, 60, 80])(
    '%i columns: no line is wider, and no short line stands inside a paragraph',
    async (columns) => {
      const terminal = { input: true, output: true, errors: true, links: false, columns, rows: 24 };
      const { play } = stage();
      const wizard = await play(
        ['init', '--rehearse', '--region', 'ap-southeast-2'],
        [
          ['What do you want to set up?', 'all'],
          ['Your short name', 'acme'],
          ['E-mail address', 'you@example.com'],
          ['Mail me when', ''],
          ['Guardrails', ''],
          ['Give the admin user', true],
          ['Bucket names', 'plain'],
          ['Engineers', ''],
          ['Analysts', ''],
          ['What is the instance for', 'general'],
          ['Instance type', ''],
          ['Private', false],
          ['What next?', 'stop'],
        ],
        { terminal },
      );
      const [help, explained] = [
        await play(['apply', '--help'], undefined, { terminal }),
        await play(['explain', 'root'], undefined, { terminal }),
      ];
      const asked = wizard.err.slice(wizard.err.indexOf('What shall be'), wizard.err.indexOf('What next?'));
      const about = help.out.slice(help.out.indexOf('What it does:'), help.out.indexOf('Files (ID'));
      for (const text of [asked, about, explained.out]) {
        const lines = text.split('\n').filter((line) => !/^\?|--|https:/.test(line));
        expect(lines.filter((line) => line.length > columns)).toEqual([]);
      }
      // A paragraph that goes on has used its width: the next word would not have fitted.
      const lines = about.trimEnd().split('\n').slice(1);
      const early = lines.slice(0, -1).filter((line, i) => {
        const [next = ''] = (lines[i + 1] ?? '').trim().split(' ');
        return next !== '' && `${line} ${next}`.length <= columns;
      });
      expect(early).toEqual([]);
    },
  );
});
