import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { scripted, stage } from '../cli/stage.ts';
import { hasScript, open } from '../terminal/screen.ts';
import { APPLY, HOME, inMemory, worldOf } from './program.ts';

const expired = () => Object.assign(new Error('The token is expired'), { name: 'ExpiredToken' });

describe('what is agreed to, and what is told', () => {
  it.skipIf(!hasScript).each([[], ['--accessible']])(
    'an Enter typed before the review is on the screen agrees to nothing %s',
    async (...flags) => {
      const args = ['init', '--rehearse=account.json', '--name', 'acme', '--region', HOME, '--steps', 'buckets'];
      const screen = open([...args, '--bucket-names', 'plain', ...flags]);
      screen.type('\r');
      await screen.shows('What next?');
      await new Promise((wake) => setTimeout(wake, 400));
      expect(existsSync(join(screen.folder, 'account.json'))).toBe(false);
      expect(screen.everything().join('\n')).not.toContain('Applying');
      screen.type('\u0003');
      expect(await screen.ended).toBe(130);
    },
  );

  it('what is written is what was agreed to: more than that is shown first', async () => {
    const account = inMemory();
    const { play } = stage();
    await play(APPLY, undefined, worldOf(account));
    account.person.confirmsEmail();
    const drift = (Bucket: string) => account.send(call('s3', 'DeletePublicAccessBlock', { Bucket }));
    await drift('acme-analysis');
    let time = Date.parse('2026-11-24T10:00:00Z');
    const person = scripted([
      ['What next?', 'apply'],
      ['What next?', 'stop'],
    ]);
    const slow = {
      ...person,
      async choose(question: Parameters<typeof person.choose>[0]) {
        if (time < Date.parse('2026-11-24T10:01:00Z')) await drift('acme-landing-zone');
        time += 60_000;
        return person.choose(question);
      },
    };
    const argv = ['buckets', '--name', 'acme', '--region', HOME, '--bucket-names', 'plain', '--no-config'];
    const { err } = await play(argv, [], {
      ...worldOf(account),
      prompter: async () => slow as never,
      clock: { now: () => time, sleep: async () => {}, random: () => 0.5 },
    });
    expect(err).toContain('The account has changed since the review, and there is more to do.');
    expect(err).not.toContain('Applying');
  });

  it('credentials that run out while people are waited for: what was made and its passwords are told', async () => {
    const account = inMemory();
    let isOver = false;
    const world = worldOf(account, (_given, send) => (isOver ? Promise.reject(expired()) : send()));
    let time = Date.parse('2026-11-24T10:00:00Z');
    const clock = {
      now: () => time,
      async sleep(ms: number) {
        time += ms;
        if (account.state().iam.users.length > 0 && ms >= 1_000) isOver = true;
      },
      random: () => 0.5,
    };
    const { code, json, err } = await stage().play([...APPLY, '--wait', '1h'], undefined, { ...world, clock });
    expect(code, err).toBe(3);
    expect(json.summary.created).toBeGreaterThan(30);
    expect(err).toContain('first-passwords.txt');
  });

  it('ndjson: nothing comes after run.end, however late the other answers are', async () => {
    const world = worldOf(inMemory(), async ({ service }, send) => {
      if (service !== 'ec2' && service !== 'ssm') await new Promise((wake) => setTimeout(wake, 20));
      return send();
    });
    const argv = APPLY.filter((word) => word !== '--json');
    const { code, out } = await stage().play(
      [...argv, '--instance-type', 'nonsense.large', '--output', 'ndjson'],
      undefined,
      world,
    );
    await new Promise((wake) => setTimeout(wake, 100));
    expect(code).toBe(2);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).event);
    expect(events.indexOf('run.end')).toBe(events.length - 1);
  });

  it('a password file is meant for the admin, also when the name is changed in the review', async () => {
    const account = inMemory();
    const { play, folder } = stage();
    const argv = ['admin', '--name', 'acme', '--region', HOME, '--admin-password-out', 'admin.pw', '--no-config'];
    await play(
      argv,
      [
        ['Give the admin user', true],
        ['What next?', 'change'],
        ['Which answer?', 'name'],
        ['Your short name', 'other'],
        ['What next?', 'apply'],
        ['Set up MFA', false],
      ],
      worldOf(account),
    );
    expect(readFileSync(join(folder, 'admin.pw'), 'utf8')).toContain('admin_other\t');
  });
});
