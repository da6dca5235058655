import { beforeAll, describe, expect, test } from 'vitest';
import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { type AnyFact, type Fact, isChore, type Json, needsOf } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import {
  ANSWERS,
  byHand,
  counted,
  factsFor,
  idsOf,
  lasting,
  makeAll,
  rehearsal,
  undoAll,
  unfinished,
} from './rehearsed.ts';

const facts = factsFor();
const works = facts.filter((fact): fact is Fact => !isChore(fact));
const chores = facts.filter(isChore);
const isChoreId = (id: string) => chores.some((chore) => chore.id === id);
// Without marks: undo needs the journal for them.
const ofAccount = works.filter(({ wholeAccount, owner }) => wholeAccount && !owner);
const REGIONS = ['ap-southeast-2', 'us-east-1'];

let made: RehearsalState;
let first: Finding[];
beforeAll(async () => {
  const account = rehearsal();
  first = await makeAll(facts, account);
  account.person.confirmsEmail();
  made = account.state();
});

describe('make', () => {
  test("everything that is to do is done, the rest is a person's", async () => {
    expect(unfinished(first)).toEqual([]);
    expect(idsOf(first, 'created', 'changed')).toEqual(works.map(({ id }) => id));
    const done = idsOf(await look(chores, rehearsal()), 'ok');
    expect(done).toEqual(['root/access-keys']);
    expect(idsOf(first, 'by-hand')).toEqual(chores.map(({ id }) => id).filter((id) => !done.includes(id)));
  });

  test('ids are unique', () => {
    expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
  });

  test('what is needed is among the facts', () => {
    const ids = new Set(facts.map(({ id }) => id));
    expect(facts.flatMap(needsOf).filter(({ id }) => !ids.has(id))).toEqual([]);
  });
});

test('again: all is well, and nothing is written', async () => {
  const { account, writes } = counted(rehearsal(made));
  const findings = await makeAll(facts, account);
  // The addresses are confirmed by now.
  expect(idsOf(findings, 'by-hand')).toEqual(idsOf(first, 'by-hand').filter((id) => !id.includes('/confirmed/')));
  expect(unfinished(findings)).toEqual([]);
  expect(idsOf(findings, 'created', 'changed')).toEqual([]);
  expect(writes).toEqual([]);
});

test('chores: once a person has done them, and said so of those that no API shows, they hold', async () => {
  const account = rehearsal(made);
  for (const { play } of chores) play?.(account.person);
  const done = chores.flatMap(({ play, saidBy }) => (play ? [] : (saidBy ?? [])));
  const findings = await look(factsFor({ ...ANSWERS, done }), account);
  expect(findings.filter(({ state }) => state !== 'ok').map(({ fact, state, why }) => [fact.id, state, why])).toEqual(
    [],
  );
});

const elsewhere = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

/** How somebody changes one thing by hand; what is not named here is taken away. */
const DRIFTS: [RegExp, (want: never) => Json][] = [
  [/^iam\/policy\//, () => ({ document: elsewhere('s3:ListAllMyBuckets'), others: null })],
  [
    /^iam\/role\/[^/]+$/,
    () => ({
      trust: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    }),
  ],
  [/^ec2\/security-group\/.*-connect$/, () => ({ ingress: [SSH], egress: [], reaches: true })],
  [/^ec2\/security-group\/[^/]+$/, () => ({ ingress: [SSH] })],
  [/^s3.*public-access-block/, (want: object) => ({ ...want, BlockPublicPolicy: false })],
  [/^s3.*ownership/, () => 'BucketOwnerPreferred'],
  [/^s3\/acme-more\/lifecycle/, (want: object) => ({ ...want, Status: 'Disabled' })],
  [/^cloudwatch\/alarm/, (want: object) => ({ ...want, Threshold: 999 })],
  [
    /^sns.*policy/,
    () => ({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'All',
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 'sns:Publish',
          Resource: 'arn:aws:sns:us-east-1:111122223333:aws-baseline-alarms',
        },
      ],
    }),
  ],
];

// Since 2023 S3 encrypts whatever happens: deleting the setting gives the default back.
const cannotDrift = ({ id }: AnyFact) => id.endsWith('/encryption');

function dependants(of: AnyFact): string[] {
  const direct = facts.filter((fact) => needsOf(fact).some(({ id }) => id === of.id));
  return [...new Set(direct.flatMap((fact) => [fact.id, ...dependants(fact)]))];
}

describe('drift', () => {
  test.each(works.filter((fact) => !cannotDrift(fact)).map((fact) => [fact.id, fact] as const))(
    '%s',
    async (id, fact) => {
      const account = rehearsal(made);
      const drift = DRIFTS.find(([pattern]) => pattern.test(id))?.[1];
      // A setting of the account cannot be taken away: it is put back to what a new account has.
      const usual = fact.wholeAccount ? await fact.read(rehearsal()) : null;
      const to = drift ? drift(fact.want as never) : usual;
      await byHand(account, await fact.calls(to as never, await fact.read(account), account));

      const seen = await look(facts, account);
      const differing = idsOf(seen, 'todo', 'unknown', 'by-hand').filter((one) => !isChoreId(one));
      const goneWithIt = to === null ? works.filter((one) => one.within?.id === id).map((one) => one.id) : [];
      expect(differing).toEqual(expect.arrayContaining([id, ...goneWithIt]));
      expect(differing.filter((one) => one !== id && !(to === null && dependants(fact).includes(one)))).toEqual([]);

      const mended = await makeAll(facts, account);
      expect(unfinished(mended)).toEqual([]);
      const { account: watched, writes } = counted(account);
      const again = await makeAll(facts, watched);
      expect(idsOf(again, 'todo', 'created', 'changed')).toEqual([]);
      expect(writes).toEqual([]);
    },
  );

  test('no fact is forgotten', () => {
    expect(works.length).toBeGreaterThan(50);
    // Of each bucket.
    expect(works.filter(cannotDrift)).toHaveLength(works.filter(({ id }) => /^s3.*\/bucket$/.test(id)).length);
  });
});

describe('undo of a brand-new account', () => {
  test('by the journal gives back the account as it was', async () => {
    const account = rehearsal();
    const before = lasting(account.state(), REGIONS);
    const journal = journalInMemory();
    await makeAll(facts, account, journal);
    account.person.confirmsEmail();
    const undone = await undoAll(facts, account, journal);
    expect(unfinished(undone)).toEqual([]);
    expect(idsOf(undone, 'by-hand')).toEqual([]);
    expect(lasting(account.state(), REGIONS)).toEqual(before);
  });

  test('by the tags alone leaves the settings of the account, names them, and gives back the rest', async () => {
    const account = rehearsal();
    await makeAll(ofAccount, account);
    const before = lasting(account.state(), REGIONS);
    await makeAll(facts, account);
    account.person.confirmsEmail();
    const undone = await undoAll(facts, account);
    expect(unfinished(undone)).toEqual([]);
    expect(idsOf(undone, 'by-hand')).toEqual(ofAccount.map(({ id }) => id));
    expect(lasting(account.state(), REGIONS)).toEqual(before);
  });

  test('and once more there is nothing to undo', async () => {
    const account = rehearsal();
    const journal = journalInMemory();
    await makeAll(facts, account, journal);
    await undoAll(facts, account, journal);
    const { account: watched, writes } = counted(account);
    expect(await undoAll(facts, watched, journal)).toEqual([]);
    expect(writes).toEqual([]);
  });

  test('and then it can be made again', async () => {
    const account = rehearsal();
    const journal = journalInMemory();
    await makeAll(facts, account, journal);
    await undoAll(facts, account, journal);
    expect(unfinished(await makeAll(facts, account, journal))).toEqual([]);
  });

  test('what people hung on our things goes with them', async () => {
    const account = rehearsal(made);
    for (const what of ['access key', 'mfa device', 'ssh key', 'signing certificate', 'service credential'] as const)
      account.person.givesUser('engineer_eve', what);
    account.person.writesInlinePolicy('user', 'analyst_al', 'own');
    account.person.writesInlinePolicy('group', 'engineer', 'own');
    account.person.writesInlinePolicy('role', 'aws-baseline-ec2', 'own');
    account.person.attachesToUser('analyst_bo', 'arn:aws:iam::111122223333:policy/engineer_access');
    expect(unfinished(await undoAll(facts, account))).toEqual([]);
    const left = rehearsal();
    await makeAll(ofAccount, left);
    expect(lasting(account.state(), REGIONS)).toEqual(lasting(left.state(), REGIONS));
  });

  test('a bucket with objects is kept, with its protections, until its data may go', async () => {
    const account = rehearsal(made);
    account.person.uploads('acme-analysis', 'report.csv');
    account.person.startsUpload('acme-analysis', 'big.csv');
    const kept = await undoAll(facts, account);
    expect(idsOf(kept, 'by-hand').toSorted()).toEqual(
      // Its access logs still go to their bucket.
      ['s3/acme-access-logs/bucket', 's3/acme-analysis/bucket', ...ofAccount.map(({ id }) => id)].toSorted(),
    );
    expect(account.state().s3.buckets).toEqual([
      expect.objectContaining({
        name: 'acme-analysis',
        logging: { TargetBucket: 'acme-access-logs', TargetPrefix: 'acme-analysis/' },
      }),
      expect.objectContaining({ name: 'acme-access-logs', policy: expect.stringContaining('logging.s3') }),
    ]);
    expect(account.state().s3.buckets.slice(0, 1)).toEqual([
      expect.objectContaining({
        name: 'acme-analysis',
        versioning: 'Enabled',
        policy: expect.stringContaining('AwsBaselineTlsOnly'),
      }),
    ]);
    expect(unfinished(await undoAll(factsFor({ ...ANSWERS, deleteData: true }), account))).toEqual([]);
    expect(account.state().s3.buckets).toEqual([]);
  });
});

describe('root keys', () => {
  const answers = { ...ANSWERS, deleteRootKeys: true };
  test('are deleted when asked for, and cannot come back', async () => {
    const account = rehearsal();
    account.person.makesRootKey();
    account.person.makesRootKey();
    const journal = journalInMemory();
    const keys = factsFor(answers).filter(({ id }) => id === 'root/access-keys');
    expect(idsOf(await makeAll(keys, account, journal), 'changed')).toEqual(['root/access-keys']);
    expect(account.state().root.accessKeys).toEqual([]);
    expect((await undoAll(keys, account, journal)).map(({ state, how }) => [state, how])).toEqual([
      ['by-hand', expect.stringContaining('cannot be restored')],
    ]);
  });

  test('stay when not asked for', async () => {
    const account = rehearsal();
    account.person.makesRootKey();
    await makeAll(facts, account);
    expect(account.state().root.accessKeys).toHaveLength(1);
  });
});
