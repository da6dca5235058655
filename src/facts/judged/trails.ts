import type { AdvancedEventSelector, EventSelector, Trail } from '@aws-sdk/client-cloudtrail';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Chore, Obstacle } from '../../engine/fact.ts';
import { ownBuckets, regionOf } from '../buckets/bucket-list.ts';
import { atWork, selectorsOf, trailsIn } from '../guardrails/trail-state.ts';
import { judged, thoseThat } from './judged.ts';

const NONE = 'no trail';

/** What benchmarks ask of every trail that records events of the account, those of an organization included. */
export function judgedTrails(): Chore<string[]>[] {
  return [
    judged('trail-in-all-regions', {
      title: 'a trail records the management events of all Regions',
      how: 'let a trail record reads and writes in all Regions, and start it',
      read: async (account) => ((await atWork(await trailsIn(account), account)).length > 0 ? [] : [NONE]),
    }),
    everyTrail(
      'trails-validated',
      'validates its log files',
      'turn on log file validation',
      ({ LogFileValidationEnabled }) => LogFileValidationEnabled === true,
    ),
    everyTrail(
      'trails-encrypted',
      'encrypts with a key of AWS KMS',
      'give it a key of AWS KMS',
      ({ KmsKeyId }) => (KmsKeyId ?? '') !== '',
    ),
    everyTrail(
      'trails-to-logs',
      'sends events to CloudWatch Logs',
      'give it a log group',
      ({ CloudWatchLogsLogGroupArn }) => (CloudWatchLogsLogGroupArn ?? '') !== '',
    ),
    bucketsOfTrailsAreLogged(),
    objectsAreLogged('object-writes-logged', 'WriteOnly', 'writes'),
    objectsAreLogged('object-reads-logged', 'ReadOnly', 'reads'),
  ];
}

function everyTrail(control: string, does: string, how: string, test: (trail: Trail) => boolean): Chore<string[]> {
  return judged(control, {
    title: `every trail ${does}`,
    how,
    async read(account) {
      const trails = await trailsIn(account);
      if (trails.length === 0) return [NONE];
      return trails.filter((one) => !test(one)).map(({ Name = '' }) => `trail ${Name}`);
    },
  });
}

/** Of a bucket in another account, only its owner can read this (S3 page "GetBucketLogging"). */
function bucketsOfTrailsAreLogged(): Chore<string[]> {
  return judged('trail-buckets-logged', {
    title: 'access to the bucket of every trail is logged',
    how: 'turn on server access logging of the bucket',
    async read(account) {
      const [trails, buckets] = await Promise.all([trailsIn(account), ownBuckets(account)]);
      if (trails.length === 0) return [NONE];
      const names = [...new Set(trails.flatMap(({ S3BucketName }) => S3BucketName ?? []))];
      const own = names.filter((name) => buckets.some(({ Name }) => Name === name));
      const wrong = await thoseThat(own, async (name) => !(await isLogged(name, account)));
      const [foreign] = names.filter((name) => !own.includes(name));
      if (wrong.length === 0 && foreign !== undefined)
        throw new Obstacle(`bucket ${foreign} of a trail belongs to another account, which has to show it`);
      return wrong;
    },
  });
}

async function isLogged(Bucket: string, account: Account): Promise<boolean> {
  const region = (await regionOf(Bucket, account)) ?? undefined;
  const there = region === account.homeRegion ? undefined : region;
  return (await account.send(call('s3', 'GetBucketLogging', { Bucket }, there))).LoggingEnabled !== undefined;
}

type Kind = 'WriteOnly' | 'ReadOnly';

/**
 * A trail of all Regions logs the data events of every bucket (CloudTrail page "Logging data events"): the ARN `arn:aws:s3`
 * stands for all buckets, and an advanced selector without a condition on ARNs is for all of them.
 */
function objectsAreLogged(control: string, kind: Kind, what: string): Chore<string[]> {
  return judged(control, {
    title: `a trail logs ${what} of objects in all buckets`,
    how: 'add data events of all buckets to a trail',
    async read(account) {
      const trails = (await trailsIn(account)).filter(({ IsMultiRegionTrail }) => IsMultiRegionTrail);
      const all = await Promise.all(trails.map((trail) => selectorsOf(trail, account)));
      const isLogged = all.some(
        ({ EventSelectors = [], AdvancedEventSelectors = [] }) =>
          EventSelectors.some((one) => basicLogs(one, kind)) || AdvancedEventSelectors.some((one) => logs(one, kind)),
      );
      return isLogged ? [] : ['no trail with data events of all buckets'];
    },
  });
}

const EVERY_BUCKET = /^arn:[^:]+:s3(:::(\*\/\*)?)?$/;

function basicLogs({ ReadWriteType = 'All', DataResources = [] }: EventSelector, kind: Kind): boolean {
  const isAll = DataResources.some(
    ({ Type, Values = [] }) => Type === 'AWS::S3::Object' && Values.some((arn) => EVERY_BUCKET.test(arn)),
  );
  return isAll && (ReadWriteType === 'All' || ReadWriteType === kind);
}

function logs({ FieldSelectors = [] }: AdvancedEventSelector, kind: Kind): boolean {
  const isOfObjects = FieldSelectors.some(
    ({ Field, Equals }) => Field === 'resources.type' && Equals?.includes('AWS::S3::Object'),
  );
  const isReadOnly = kind === 'ReadOnly' ? 'true' : 'false';
  return (
    isOfObjects &&
    FieldSelectors.every(
      ({ Field = '', Equals }) =>
        /^(eventCategory|resources\.type)$/.test(Field) || (Field === 'readOnly' && Equals?.includes(isReadOnly)),
    )
  );
}
