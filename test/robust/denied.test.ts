import { describe, expect, it } from 'vitest';
import { call, isRead } from '../../src/aws/call.ts';
import { permissionFor } from '../../src/aws/permissions.ts';
import type { ServiceName } from '../../src/aws/services.ts';
import { isChore, needsOf } from '../../src/engine/fact.ts';
import { factsOf } from '../../src/steps/index.ts';
import type { Answers } from '../../src/steps/settings/all.ts';
import { stage } from '../cli/stage.ts';
import { ANSWERS, byHand } from '../steps/rehearsed.ts';
import { codeFor, indispensable, type Row, rowsOf } from './optional.ts';
import { APPLY, type Between, HOME, inMemory, inTwoRegions, UNDO, worldOf } from './program.ts';

const isOpen = ({ state }: Row) => /^(unknown|failed|todo)$/.test(state);

const denied = (service: string, operation: string) =>
  Object.assign(new Error(`User is not authorized to perform this operation`), {
    name: service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDeniedException',
    $metadata: { httpStatusCode: 403 },
    operation,
  });

/** Every operation of a cold apply, but the one that AWS allows everybody. */
async function operationsOfApply(): Promise<string[]> {
  const seen = new Set<string>();
  const world = worldOf(inMemory(), ({ service, operation }, send) => {
    seen.add(`${service} ${operation}`);
    return send();
  });
  expect((await stage().play(APPLY, undefined, world)).code).toBe(0);
  return indispensable(seen, true);
}

// The facts of APPLY, for what needs what.
const answers: Answers = {
  ...ANSWERS,
  tags: {},
  alarm: { emails: ['you@example.com'], limits: [10] },
  buckets: { ...ANSWERS.buckets, further: [] },
  groups: { engineers: [], analysts: ['kim'], requireMfa: false, roles: true },
  adopt: false,
};

/** What cannot be made where these facts are not: everything that needs them, and so on. */
function heldUpBy(ids: string[]): Set<string> {
  const { facts } = factsOf(answers);
  const held = new Set(ids);
  for (let before = -1; before !== held.size; ) {
    before = held.size;
    for (const fact of facts) if (needsOf(fact).some((need) => !isChore(need) && held.has(need.id))) held.add(fact.id);
  }
  return held;
}

describe('an apply that lacks one permission names it, does the rest, and finishes once it is given', () => {
  it('every operation of a cold apply: exit 4, the permission named, everything independent done', async () => {
    const operations = await operationsOfApply();
    expect(operations.length).toBeGreaterThan(38);
    for (const name of operations) {
      const [service = '', operation = ''] = name.split(' ') as [ServiceName, string];
      const permission = permissionFor({ service: service as ServiceName, operation });
      const { play } = stage();
      const world = worldOf(inMemory(), (given, send) =>
        given.service === service && given.operation === operation
          ? Promise.reject(denied(service, operation))
          : send(),
      );
      const { code, json, err } = await play(APPLY, undefined, world);
      const rows = rowsOf(json);
      const direct = rows.filter(({ state }) => /^(unknown|failed)$/.test(state));
      expect(code, `${name} denied: ${err}`).toBe(codeFor(rows));
      expect(new Set(direct.map((row) => row.permission)), name).toEqual(new Set([permission]));
      expect(`${err}${JSON.stringify(json)}`, name).toContain(permission);
      const heldUp = heldUpBy(direct.map(({ id }) => id));
      const undone = rows.filter(isOpen).map(({ id }) => id);
      expect(
        undone.filter((id) => !heldUp.has(id)),
        `${name} denied, and these were left undone without need`,
      ).toEqual([]);
      for (const row of rows.filter(({ state }) => state === 'todo')) expect(row.why, name).toMatch(/^skipped/);
      if (!/GetAccountAuthorizationDetails/.test(name))
        expect(rows.filter(({ state }) => state === 'created').length, name).toBeGreaterThan(5);
    }
  });

  it('every operation of verify: exit 4, or as before if only benchmarks need it; the permission is named', async () => {
    const account = inMemory();
    const { play } = stage();
    await play(APPLY, undefined, worldOf(account));
    const VERIFY = ['verify', '--name', 'acme', '--region', HOME, '--no-config', '--json'];
    const asked = new Set<string>();
    const watch: Between = ({ service, operation }, send) => {
      asked.add(`${service} ${operation}`);
      return send();
    };
    const watched = worldOf(account, inTwoRegions(watch));
    expect((await play(VERIFY, undefined, watched)).code).toBe(0);
    const names = indispensable(asked);
    expect(names.length).toBeGreaterThan(20);
    let onlyJudged = 0;
    for (const name of names) {
      const [service = '', operation = ''] = name.split(' ') as [ServiceName, string];
      const deny: Between = (given, send) =>
        `${given.service} ${given.operation}` === name ? Promise.reject(denied(service, operation)) : send();
      const { code, out, err, json } = await play(VERIFY, undefined, worldOf(account, inTwoRegions(deny)));
      const permission = permissionFor({ service: service as ServiceName, operation });
      const isProof = [...json.capabilities, ...json.days, ...json.borrowedRoles.unseen].some((one) => one.permission);
      const isJudged = !isProof && rowsOf(json).every(({ state }) => state !== 'unknown');
      // The tags of a guardrail's resource that does not exist: the answer is not used.
      if (isJudged && /ListTags/.test(name) && !json.benchmarks[0].unread) continue;
      if (isJudged) onlyJudged++;
      if (isJudged) expect(json.benchmarks[0].unread, name).toEqual([permission]);
      expect(code, `${name} denied: ${err}`).toBe(isJudged ? 0 : codeFor(rowsOf(json)));
      expect(out, name).toContain(permission);
    }
    expect(onlyJudged).toBeGreaterThan(2);
  });

  it('of the kind of account: unknown, and everything as before', async () => {
    const world = worldOf(inMemory(), ({ service, operation }, send) =>
      service === 'organizations' ? Promise.reject(denied(service, operation)) : send(),
    );
    const { code, json } = await stage().play(APPLY, undefined, world);
    expect([code, json.accountKind, json.summary.unknown]).toEqual([0, 'unknown', 0]);
  });

  it('and with the permission the same command finishes', async () => {
    const account = inMemory();
    const { play } = stage();
    const writes = (await operationsOfApply()).filter((name) => !isRead({ operation: name.split(' ')[1] ?? '' }));
    for (const name of writes) {
      const world = worldOf(account, ({ service, operation }, send) =>
        `${service} ${operation}` === name ? Promise.reject(denied(service, operation)) : send(),
      );
      expect([0, 4]).toContain((await play(APPLY, undefined, world)).code);
    }
    expect((await play(APPLY, undefined, worldOf(account))).code).toBe(0);
  });

  it('what was denied and somebody did later is theirs: undo leaves it', async () => {
    const account = inMemory();
    const Bucket = 'acme-analysis';
    await byHand(account, [
      call('s3', 'CreateBucket', { Bucket, CreateBucketConfiguration: { LocationConstraint: HOME } }),
    ]);
    const { play } = stage();
    const world = worldOf(account, ({ operation }, send) =>
      operation === 'PutBucketVersioning' ? Promise.reject(denied('s3', operation)) : send(),
    );
    expect((await play(APPLY, undefined, world)).code).toBe(4);
    await byHand(account, [
      call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    ]);
    account.person.confirmsEmail();
    const undone = await play(UNDO, undefined, worldOf(account));
    expect(undone.code, undone.err).toBe(0);
    const [bucket] = account.state().s3.buckets;
    expect(bucket).toMatchObject({ name: Bucket, versioning: 'Enabled' });
    expect(account.state().s3.buckets).toHaveLength(1);
  });

  it('names the action that AWS names, where it is another than the call', async () => {
    const refused = Object.assign(
      new Error('User: x is not authorized to perform: iam:PassRole on resource: role/aws-baseline-ec2'),
      { name: 'UnauthorizedOperation', $metadata: { httpStatusCode: 403 } },
    );
    const world = worldOf(inMemory(), ({ operation }, send) =>
      operation === 'RunInstances' ? Promise.reject(refused) : send(),
    );
    const { code, json } = await stage().play(APPLY, undefined, world);
    expect(code).toBe(4);
    expect(rowsOf(json).find(({ state }) => state === 'failed')?.permission).toBe('iam:PassRole');
  });
});
