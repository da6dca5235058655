import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, identityOf } from '../../src/aws/account.ts';
import { call } from '../../src/aws/call.ts';
import { configuredEndpoints } from '../../src/aws/network/endpoints.ts';
import { sender } from '../../src/aws/real.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { realClock } from '../../src/engine/clock.ts';
import { isChore } from '../../src/engine/fact.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { type Journal, journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { lookBack, undo } from '../../src/engine/undo.ts';
import type { Work } from '../../src/engine/work.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import { factsOf } from '../../src/steps/index.ts';
import { GUARDRAIL_IDS } from '../../src/steps/root/guardrail-list.ts';
import { answersTo } from '../steps/given.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';

// Without --adopt, and with one address: moto confirms at once. Without access logs: moto writes them, and denies their
// deletion, because it takes the deny without TLS for one without a condition.
const ANSWERS = answersTo({
  adopt: false,
  'alarm.email': ['you@example.com'],
  'alarm.limit': [10, 99.5],
  guardrails: GUARDRAIL_IDS.filter((id) => id !== 'bucket-logs'),
});

// Where AWS, and so the rehearsal, differs from moto; each is also in differences-from-moto.ts.
const DIFFERS = [
  'sns/aws-baseline-alarms/confirmed/you@example.com', // moto confirms at once
  'sns/aws-baseline-cis-alarms/confirmed/you@example.com',
  'billing/iam-access', // moto's caller is a user, the rehearsal's is root
  'billing/metric', // needs roles with dates, of which moto has none at first
];

// What moto does not have, so that the fact is unknown there, and groups and analyzers whose IDs differ.
const MOTO_LACKS =
  /^(guardrails\/(imdsv2-default|snapshot-block|ami-block|ssm-documents|default-security-group|access-analyzer|network-acl|macie|cost-anomaly)\/|ec2\/instance-connect-endpoint$)/;
// moto tells a budget with other defaults, and neither its tags nor who is notified; an alarm and a schedule name their instance.
const IN_OTHER_WORDS = /^budgets\/|^cloudwatch\/alarm\/aws-baseline-stop-when-idle$|^scheduler\/schedule\//;
const isCompared = (id: string) => !DIFFERS.includes(id) && !MOTO_LACKS.test(id) && !IN_OTHER_WORDS.test(id);

/** What is compared: states and values, without ids that AWS gives and the block of SSE-C that moto does not know. */
function told(findings: Finding[]) {
  return findings
    .filter(({ fact }) => isCompared(fact.id))
    .map(({ fact, state, now }) => [
      fact.id,
      state,
      now && typeof now === 'object' && 'InstanceId' in now ? { ...now, InstanceId: 'i-', state: '' } : (now ?? null),
    ])
    .map((row) =>
      JSON.parse(JSON.stringify(row, (key, value) => (key === 'BlockedEncryptionTypes' ? undefined : value))),
    );
}

function workOn(account: Account, journal: Journal): Work {
  const stop = { tell() {}, stepOf: () => '', secretOf: async () => 'Correct-Horse-9-Battery' };
  return { account, journal, clock: { ...realClock, sleep: async () => {} }, ...stop };
}

/** The whole life of a baseline: looked at, made, looked at again, changed by hand, mended, found by tags, taken back. */
async function walk(account: Account) {
  const { facts } = factsOf(ANSWERS, () => Date.parse('2026-11-24T10:00:00Z'));
  const journal = journalInMemory();
  const work = workOn(account, journal);
  const first = await look(facts, account);
  const made = await make(first, work);
  const again = await look(facts, account);

  const Bucket = 'acme-analysis';
  await account.send(call('s3', 'PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } }));
  await account.send(call('iam', 'RemoveUserFromGroup', { GroupName: 'analyst', UserName: 'analyst_al' }));
  await account.send(
    call('iam', 'DetachGroupPolicy', {
      GroupName: 'engineer',
      PolicyArn: 'arn:aws:iam::111122223333:policy/engineer_access',
    }),
  );
  const drifted = await look(facts, account);
  const mended = await make(drifted, work);
  const found = Object.fromEntries(
    [...(await discover(account))].map(([name, values]) => [
      name,
      // Users that are created side by side are listed in any order.
      Object.fromEntries(
        [...values].sort().map(([key, value]) => [key, Array.isArray(value) ? value.toSorted() : value]),
      ),
    ]),
  );

  const back = await lookBack(facts, account, journal);
  const undone = await undo(back, facts, work);
  const last = await look(facts, account);
  return { first, made, again, drifted, mended, found, undone, last };
}

describe.skipIf(motoMissing)('the same walk on the rehearsal account and on moto', () => {
  let moto: Moto;
  let results: Record<'rehearsal' | 'moto', Awaited<ReturnType<typeof walk>>>;

  beforeAll(async () => {
    moto = await startMoto();
    process.env.AWS_ENDPOINT_URL = moto.endpoint;
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test';
    const real: Account = {
      kind: 'aws',
      identity: identityOf('arn:aws:iam::111122223333:user/moto', '111122223333'),
      homeRegion: 'ap-southeast-2',
      send: sender({
        homeRegion: 'ap-southeast-2',
        version: 'test',
        endpoints: configuredEndpoints(process.env, { profile: new Map(), services: new Map(), source: '' }),
      }),
    };
    results = { rehearsal: await walk(rehearsalAccount({ homeRegion: 'ap-southeast-2' })), moto: await walk(real) };
  }, 120_000);
  afterAll(async () => {
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
    await moto?.stop();
  });

  it.each(['first', 'made', 'again', 'drifted', 'mended', 'undone', 'last'] as const)('finds the same: %s', (stage) => {
    expect(told(results.rehearsal[stage])).toEqual(told(results.moto[stage]));
  });

  it('finds the same by tags', () => {
    expect(results.rehearsal.found).toEqual(results.moto.found);
    expect(results.rehearsal.found).toHaveProperty('acme');
  });

  it('made everything, drifted in three facts, and left nothing', () => {
    const { made, again, drifted, mended, last } = Object.fromEntries(
      Object.entries(results.moto).map(([stage, all]) => [
        stage,
        Array.isArray(all) ? all.filter(({ fact }) => !MOTO_LACKS.test(fact.id) && !IN_OTHER_WORDS.test(fact.id)) : [],
      ]),
    ) as Record<'made' | 'again' | 'drifted' | 'mended' | 'last', Finding[]>;
    expect(made.filter(({ state }) => /failed|todo|unknown/.test(state))).toEqual([]);
    expect(again.filter(({ fact, state }) => state !== 'ok' && !isChore(fact))).toEqual([]);
    expect(
      drifted
        .filter(({ state }) => state === 'todo')
        .map(({ fact }) => fact.id)
        .sort(),
    ).toEqual([
      'iam/group/engineer/policy/engineer_access',
      'iam/user/analyst_al/group/analyst',
      's3/acme-analysis/versioning',
    ]);
    expect(mended.filter(({ state }) => /^(created|changed)$/.test(state))).toHaveLength(3);
    expect(last.filter(({ fact, state }) => state === 'ok' && !isChore(fact))).toEqual([]);
  });
});
