import type {
  AdvancedFieldSelector,
  EventSelector,
  GetEventSelectorsResponse,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { isChore } from '../../src/engine/fact.ts';
import { look } from '../../src/engine/look.ts';
import { trailFacts } from '../../src/facts/guardrails/trail.ts';
import { ACCOUNT, type Answers, fakeAccount, HOME, lines, refused } from './fake-account.ts';

const place = {
  name: 'acme',
  tags: {},
  region: HOME,
  partition: 'aws',
  accountId: ACCOUNT,
  deleteData: false,
} as const;
const { trail, facts } = trailFacts(place);
const OURS = { Name: 'aws-baseline', TrailARN: trail.arn, HomeRegion: HOME, S3BucketName: `acme-trail-${ACCOUNT}` };
const EVERYTHING = {
  IsMultiRegionTrail: true,
  IncludeGlobalServiceEvents: true,
  LogFileValidationEnabled: true,
  IsOrganizationTrail: false,
};
const THEIRS: Trail = {
  ...EVERYTHING,
  Name: 'audit',
  TrailARN: 'arn:aws:cloudtrail:us-east-1:999988887777:trail/audit',
  HomeRegion: 'us-east-1',
  S3BucketName: 'their-logs',
};
const ALL: EventSelector[] = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }];
const MARKS = [
  { Key: 'managed-by', Value: 'aws-baseline' },
  { Key: 'aws-baseline:name', Value: 'acme' },
];

const answers = (
  trailList: Trail[],
  selectors: GetEventSelectorsResponse = { EventSelectors: ALL },
  IsLogging = true,
  TagsList: object[] = MARKS,
): Answers => ({
  's3 ListBuckets': { Buckets: [] },
  'cloudtrail DescribeTrails': { trailList },
  'cloudtrail GetTrailStatus': { IsLogging },
  'cloudtrail GetEventSelectors': selectors,
  'cloudtrail ListTags': trailList.some(({ TrailARN }) => TrailARN === trail.arn)
    ? { ResourceTagList: [{ TagsList }] }
    : refused('ResourceNotFoundException'),
});
const found = async (given: Answers) => look(facts, fakeAccount(given));

const management = (...more: object[]): GetEventSelectorsResponse => ({
  AdvancedEventSelectors: [
    { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...more] as AdvancedFieldSelector[] },
  ],
});

describe('a trail of somebody else that does the job is enough: nothing is made, and it says whose it is', () => {
  test.each<[string, Trail, GetEventSelectorsResponse]>([
    ['of this account', THEIRS, { EventSelectors: ALL }],
    ['of an organization', { ...THEIRS, IsOrganizationTrail: true }, { EventSelectors: ALL }],
    ['without log file validation', { ...THEIRS, LogFileValidationEnabled: false }, { EventSelectors: ALL }],
    ['with advanced selectors', THEIRS, management()],
    ['without the events of AWS KMS', THEIRS, management({ Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] })],
  ])('%s', async (_what, theirs, selectors) => {
    const findings = await found(answers([theirs], selectors));
    expect(findings.map(({ state }) => state)).toEqual(facts.map(() => 'ok'));
    expect(findings.at(-1)?.why).toMatch(/^trail audit of .*account 999988887777 does this$/);
    expect(findings.at(-1)?.why?.includes('organization')).toBe(theirs.IsOrganizationTrail);
  });

  test('two, of which only one can be read', async () => {
    const hidden = { ...THEIRS, Name: 'hidden', TrailARN: `${THEIRS.TrailARN}-hidden` };
    const status = ({ Name }: { Name: string }) =>
      Name === hidden.TrailARN ? refused('AccessDeniedException') : { IsLogging: true };
    const findings = await found({ ...answers([hidden, THEIRS]), 'cloudtrail GetTrailStatus': status });
    expect(findings.map(({ state }) => state)).toEqual(facts.map(() => 'ok'));
  });
});

describe('one that does not do the job is none: ours is made', () => {
  const WRITES = { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] } as const;
  test.each<[string, Trail, GetEventSelectorsResponse, boolean]>([
    ['stopped', THEIRS, { EventSelectors: ALL }, false],
    ['one Region', { ...THEIRS, IsMultiRegionTrail: false }, { EventSelectors: ALL }, true],
    ['without global services', { ...THEIRS, IncludeGlobalServiceEvents: false }, { EventSelectors: ALL }, true],
    ['writes only', THEIRS, { EventSelectors: [...WRITES.EventSelectors] }, true],
    ['data events only', THEIRS, { EventSelectors: [{ ...ALL[0], IncludeManagementEvents: false }] }, true],
    ['reads only, in advanced selectors', THEIRS, management({ Field: 'readOnly', Equals: ['true'] }), true],
    ['of one service, in advanced selectors', THEIRS, management({ Field: 'eventSource', Equals: ['iam'] }), true],
  ])('%s', async (_what, theirs, selectors, isLogging) => {
    const findings = await found(answers([theirs], selectors, isLogging));
    expect(findings.map(({ state }) => state)).toEqual(facts.map(() => 'todo'));
  });
});

test('a trail that cannot be read leaves open whether ours is needed: nothing is made', async () => {
  const denied = refused('AccessDeniedException');
  for (const operation of ['DescribeTrails', 'GetTrailStatus', 'GetEventSelectors']) {
    const findings = await found({ ...answers([THEIRS]), [`cloudtrail ${operation}`]: denied });
    expect([operation, ...findings.map(({ state }) => state)]).toEqual([operation, ...facts.map(() => 'unknown')]);
  }
  expect(facts.every((fact) => !isChore(fact) && fact.optional)).toBe(true);
});

test('a trail of our name that somebody else made is left to a person, unless it does the job', async () => {
  const own = { ...OURS, ...EVERYTHING };
  const buckets = { 's3 ListBuckets': { Buckets: [] } };
  const stopped = await found({ ...answers([own], undefined, false, []), ...buckets });
  expect(stopped.at(-1)).toMatchObject({ state: 'by-hand', how: expect.stringContaining('did not create it') });
  expect((await found(answers([own], undefined, true, []))).at(-1)?.state).toBe('ok');
});

describe('the calls', () => {
  const state = { ...trail.want } as Exclude<typeof trail.want, { others: string }>;
  test.each<[string, object, Answers, string[]]>([
    ['stopped', { logging: false }, answers([OURS]), ['aws cloudtrail start-logging --name aws-baseline']],
    [
      'log file validation is off',
      { validation: false },
      answers([OURS]),
      [
        `aws cloudtrail update-trail --name aws-baseline --s3-bucket-name acme-trail-${ACCOUNT} --include-global-service-events --is-multi-region-trail --enable-log-file-validation`,
      ],
    ],
    [
      'data events stay, in basic selectors',
      { managementEvents: false },
      answers([OURS], {
        EventSelectors: [
          { ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources: [{ Type: 'AWS::S3::Object' }] },
        ],
      }),
      [
        `aws cloudtrail put-event-selectors --trail-name aws-baseline --event-selectors '[{"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[]},{"ReadWriteType":"WriteOnly","IncludeManagementEvents":false,"DataResources":[{"Type":"AWS::S3::Object"}]}]'`,
      ],
    ],
    [
      'data events stay, in advanced selectors',
      { managementEvents: false },
      answers([OURS], { AdvancedEventSelectors: [{ Name: 'data', FieldSelectors: [] }] }),
      [
        `aws cloudtrail put-event-selectors --trail-name aws-baseline --advanced-event-selectors '[{"Name":"Management events","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"data","FieldSelectors":[]}]'`,
      ],
    ],
  ])('%s', async (_what, now, given, expected) => {
    expect(await lines(trail, trail.want, { ...state, ...now }, given)).toEqual(expected);
  });
});
