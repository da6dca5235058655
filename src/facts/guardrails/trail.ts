import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { type AnyFact, ByHand, type Fact } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import type { Statement } from '../buckets/bucket-policy.ts';
import type { Bucket } from '../buckets/buckets.ts';
import { marksIn, ownerBy, type Tag, tagsFor } from '../tags.ts';
import { guardrail } from './guardrail.ts';
import { type TrailPlace, trailArn, trailBucket, trailBucketName } from './trail-bucket.ts';
import {
  anotherTrail,
  selectorsOf,
  stateOf,
  TRAIL_NAME,
  type TrailState,
  trailsIn,
  withManagement,
} from './trail-state.ts';

type Selectors = Awaited<ReturnType<typeof selectorsOf>>;
/** The trail, or the words for another one that does the same. */
type Recorded = TrailState | { others: string };

/** The fact that a trail records events, and the trail's ARN. */
export type TrailFact = Fact<Recorded> & { arn: string };

/** The trail with its bucket, in the order in which they are made. */
export function trailFacts(place: TrailPlace): { trail: TrailFact; bucket: Bucket; facts: AnyFact[] } {
  const { bucket, letsIn, facts } = trailBucket(place);
  const trail = eventsAreRecorded(letsIn, place);
  return { trail, bucket, facts: [...facts, trail] };
}

/**
 * A trail records the management events of all Regions and of global services, with log file validation: ours, or another
 * one that does the same, of an organization too (CloudTrail pages "CreateTrail": a new trail does not log before
 * "StartLogging"; "Logging management events": it records reads and writes). The first copy of management events is free.
 */
function eventsAreRecorded(letsIn: Fact<Statement[]>, place: TrailPlace): TrailFact {
  const arn = trailArn(place);
  const tags = tagsFor(place.name, place.tags);
  const want: TrailState = {
    bucket: trailBucketName(place),
    allRegions: true,
    globalServices: true,
    validation: true,
    logging: true,
    managementEvents: true,
  };
  const ours = async (account: Account) => (await trailsIn(account)).find(({ TrailARN }) => TrailARN === arn);
  const isOthers = (now: Recorded | null): now is { others: string } => now !== null && 'others' in now;
  async function owner(account: Account) {
    const asked = account.send(call('cloudtrail', 'ListTags', { ResourceIdList: [arn] }));
    // A trail that does not exist has no tags to read.
    asked.catch(() => {});
    if (!(await ours(account))) return undefined;
    return ownerBy((await asked).ResourceTagList?.[0]?.TagsList, tags);
  }
  const made = guardrail<Recorded>('trail', {
    title: `CloudTrail records management events of all Regions`,
    thing: `trail ${TRAIL_NAME}`,
    undoing:
      'CloudTrail no longer writes log files; its event history still shows management events of the last 90 days.',
    needs: [letsIn],
    want,
    async read(account) {
      const trail = await ours(account);
      if (trail) return stateOf(trail, account);
      const others = await anotherTrail(arn, account);
      return others === undefined ? null : { others };
    },
    same: (a, b) => isOthers(a) || isOthers(b) || sameJson(a, b),
    isOthers,
    remark: (now) => (isOthers(now) ? `${now.others} does this` : now ? troubleIn(now, want) : undefined),
    async calls(to, now, account, madeByUs) {
      if (to === null) return [call('cloudtrail', 'DeleteTrail', { Name: TRAIL_NAME })];
      if (now && !madeByUs && !/^(ours|partly)$/.test((await owner(account))?.whose ?? 'ours'))
        throw new ByHand(
          `trail ${TRAIL_NAME} does not record management events of all Regions, and aws-baseline did not create it: rename or correct it, or leave this guardrail out with --guardrails`,
        );
      if (now === null || isOthers(now)) return creating(want, tags);
      return mending(want, now, async () => selectorsOf((await ours(account)) ?? {}, account));
    },
    owner,
    mark: () => [call('cloudtrail', 'AddTags', { ResourceId: arn, TagsList: marksIn(tags) })],
  });
  return { ...made, arn };
}

const WHOLE = { IncludeGlobalServiceEvents: true, IsMultiRegionTrail: true, EnableLogFileValidation: true };

function creating({ bucket: S3BucketName }: TrailState, TagsList: Tag[]): AnyCall[] {
  return [
    call('cloudtrail', 'CreateTrail', { Name: TRAIL_NAME, S3BucketName, ...WHOLE, TagsList }),
    call('cloudtrail', 'StartLogging', { Name: TRAIL_NAME }),
  ];
}

async function mending(want: TrailState, now: TrailState, selectors: () => Promise<Selectors>): Promise<AnyCall[]> {
  const { logging, managementEvents, ...its } = now;
  const { logging: _logging, managementEvents: _events, ...wanted } = want;
  return [
    ...(sameJson(its, wanted)
      ? []
      : [call('cloudtrail', 'UpdateTrail', { Name: TRAIL_NAME, S3BucketName: want.bucket, ...WHOLE })]),
    ...(managementEvents
      ? []
      : [call('cloudtrail', 'PutEventSelectors', { TrailName: TRAIL_NAME, ...withManagement(await selectors()) })]),
    ...(logging ? [] : [call('cloudtrail', 'StartLogging', { Name: TRAIL_NAME })]),
  ];
}

function troubleIn(now: TrailState, want: TrailState): string | undefined {
  const troubles = [
    now.logging ? undefined : 'it is stopped',
    now.allRegions ? undefined : 'it records one Region only',
    now.globalServices ? undefined : 'it does not record global services',
    now.managementEvents ? undefined : 'it does not record all management events',
    now.validation ? undefined : 'log file validation is off',
    now.bucket === want.bucket ? undefined : `it writes to bucket ${now.bucket}`,
  ].filter((one) => one !== undefined);
  return troubles.length > 0 ? troubles.join('; ') : undefined;
}
