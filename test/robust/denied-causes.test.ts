import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { stage } from '../cli/stage.ts';
import { ALL, APPLY, type Between, HOME, inMemory, inTwoRegions, UNDO, worldOf } from './program.ts';

const PLACE = ['--name', 'acme', '--region', HOME, '--no-config'];
const SCP = 'arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-examplep4';

interface Cause {
  words: string;
  /** The state of what it denies, in a look and in a change. */
  look: 'denied' | 'unknown';
  change: 'denied' | 'failed';
  says: RegExp;
}

const CAUSES: Cause[] = [
  {
    words: 'with an explicit deny in a service control policy',
    look: 'denied',
    change: 'denied',
    says: /service control policy of your organization/,
  },
  {
    words: `with an explicit deny in a service control policy: ${SCP}`,
    look: 'denied',
    change: 'denied',
    says: /p-examplep4/,
  },
  {
    words: 'because no resource control policy allows the action',
    look: 'denied',
    change: 'denied',
    says: /resource control policy of your organization/,
  },
  {
    words: 'because no permissions boundary allows the action',
    look: 'denied',
    change: 'denied',
    says: /delete-user-permissions-boundary --user-name ann/,
  },
  {
    words: 'with an explicit deny in a session policy',
    look: 'unknown',
    change: 'failed',
    says: /without a session policy/,
  },
  {
    words: 'because no VPC endpoint policy allows the action',
    look: 'unknown',
    change: 'failed',
    says: /AWS CloudShell/,
  },
  {
    words: 'with an explicit deny in an identity-based policy',
    look: 'unknown',
    change: 'failed',
    says: /remove the deny of /,
  },
  {
    words: 'because no identity-based policy allows the action',
    look: 'unknown',
    change: 'failed',
    says: /ask an administrator to allow/,
  },
];

const refusing =
  (wanted: string[], words: string): Between =>
  ({ service, operation }, send) => {
    const action = `${service}:${operation}`;
    if (!wanted.includes(operation)) return send();
    const message = `User: arn:aws:iam::111122223333:user/ann is not authorized to perform: ${action} on resource: * ${words}`;
    return Promise.reject(
      Object.assign(new Error(message), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }),
    );
  };

const rowsOf = (json: {
  steps: { facts: { state: string; id: string; by?: string; why?: string; next?: string }[] }[];
}) => json.steps.flatMap(({ facts }) => facts);

describe('why AWS says no: cause x {read, write} x command', () => {
  describe.each(CAUSES)('$words', ({ words, look, change, says }) => {
    it.each([
      ['status', ['status', ...PLACE, '--json']],
      ['plan', ['plan', ...ALL, '--json']],
      ['apply', APPLY],
      ['verify', ['verify', ...PLACE, '--json']],
      ['undo', UNDO],
    ])('a read of %s: exit 4, what it hides is told with what helps, the rest goes on', async (command, argv) => {
      const account = inMemory();
      const { play } = stage();
      if (!/apply|plan/.test(command)) expect((await play(APPLY, undefined, worldOf(account))).code).toBe(0);
      const world = worldOf(account, inTwoRegions(refusing(['GetBucketPolicy', 'ListBuckets'], words)));
      const { code, err, json } = await play(argv, undefined, world);
      expect(code, err).toBe(4);
      const hidden = rowsOf(json).filter(({ state }) => state === look);
      expect(hidden.length).toBeGreaterThan(0);
      for (const row of hidden) expect(`${row.why} ${row.next}`.replace(/undefined/, ''), row.id).toMatch(says);
      if (look === 'denied') expect(json.summary.denied).toBe(hidden.length);
      expect(rowsOf(json).some(({ state }) => /^(ok|created|removed|todo)$/.test(state))).toBe(true);
      expect(JSON.stringify(hidden)).not.toContain(look === 'denied' ? 'run this as root' : 'nobody');
    });

    it('a write of apply: exit 4, sent once, told once, and the rest is made', async () => {
      const sent: string[] = [];
      const refuse = refusing(['CreateGroup', 'CreateRole'], words);
      const world = worldOf(inMemory(), (given, send) => {
        if (!isRead(given)) sent.push(`${given.operation} ${given.input.GroupName ?? given.input.RoleName ?? ''}`);
        return refuse(given, send);
      });
      const { code, err, json } = await stage().play(APPLY, undefined, world);
      expect(code, err).toBe(4);
      const refused = rowsOf(json).filter(({ state }) => state === change);
      expect(refused.length).toBeGreaterThan(2);
      for (const row of refused) expect(`${row.why ?? ''} ${row.next}`, row.id).toMatch(says);
      expect(json.summary.created).toBeGreaterThan(10);
      const writes = sent.filter((one) => /^Create(Group|Role) /.test(one));
      expect(writes).toEqual([...new Set(writes)]);
      if (change !== 'denied') return;
      expect(json.summary).toMatchObject({ denied: refused.length, failed: 0 });
      expect(refused.every(({ by }) => by)).toBe(true);
      const text = err.replace(/\s+/g, ' ');
      expect(text.split(says).length, 'told once').toBe(2);
      expect(text).not.toContain('AWS said');
    });

    it('a write of undo: exit 4, and the rest goes', async () => {
      const account = inMemory();
      const { play } = stage();
      expect((await play(APPLY, undefined, worldOf(account))).code).toBe(0);
      const { code, err, json } = await play(UNDO, undefined, worldOf(account, refusing(['DeleteAlarms'], words)));
      expect(code, err).toBe(4);
      expect(rowsOf(json).filter(({ state }) => state === change)).toHaveLength(1);
      expect(json.summary.removed).toBeGreaterThan(10);
    });
  });
});
