import type { EventSelector, Trail as Told } from '@aws-sdk/client-cloudtrail';
import { arnOf, type Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import { settingOf } from '../setting.ts';
import type { Tag } from '../tags.ts';

/** A trail. */
export interface Trail {
  name: string;
  bucket: string;
  globalServices: boolean;
  allRegions: boolean;
  validation: boolean;
  logging: boolean;
  selectors: EventSelector[];
  logs?: { group: string; role: string };
  tags: Tag[];
}

const kept = settingOf<Trail[]>('region', 'trails', []);
/** The trails that were created in the Region of the request. */
export const trailsOf = (context: Context) => kept.of({}, context);
/** The ARN of a trail that was created in the Region of the request. */
export const arnOfTrail = (context: Context, name: string) =>
  arnOf(context, 'cloudtrail', context.region, `trail/${name}`);
/** A new trail records reads and writes of management events (AWS page "Logging management events"). */
export const EVENTS: EventSelector[] = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }];

/** A trail as CloudTrail describes it. */
export function told(trail: Trail, context: Context): Told {
  const { name, bucket, globalServices, allRegions, validation, logs } = trail;
  return {
    Name: name,
    S3BucketName: bucket,
    IncludeGlobalServiceEvents: globalServices,
    IsMultiRegionTrail: allRegions,
    HomeRegion: context.region,
    TrailARN: arnOfTrail(context, name),
    LogFileValidationEnabled: validation,
    ...(logs ? { CloudWatchLogsLogGroupArn: logs.group, CloudWatchLogsRoleArn: logs.role } : {}),
    IsOrganizationTrail: false,
  };
}

/** The trails that a Region shows: its own, and those of all Regions. */
export function everywhere(context: Context): Told[] {
  const regions = [...new Set([context.region, ...Object.keys(context.state.regions)])];
  return regions.flatMap((region) => {
    const there = { ...context, region, writes: false };
    const trails = trailsOf(there).value.filter(({ allRegions }) => allRegions || region === context.region);
    return trails.map((trail) => told(trail, there));
  });
}

/** The trail of a name or an ARN, in the Region in which it was created. */
export function trailNamed(context: Context, name = ''): Trail {
  const found = trailsOf(context).value.find((one) => one.name === name || arnOfTrail(context, one.name) === name);
  return found ?? refuse('TrailNotFoundException', `Unknown trail: ${name} for the user: ${context.accountId}`, 404);
}

/** Changes a trail. */
export function change(context: Context, name: string | undefined, to: Partial<Trail>): Trail {
  const trail = { ...trailNamed(context, name), ...to };
  const slot = trailsOf(context);
  slot.value = slot.value.map((one) => (one.name === trail.name ? trail : one));
  return trail;
}

/** The name of a bucket that CloudTrail may write to; throws as CloudTrail otherwise. */
export function checkBucket({ state }: Context, name: string | undefined): string {
  const bucket = state.s3.buckets.find((one) => one.name === name);
  if (!bucket) refuse('S3BucketDoesNotExistException', `S3 bucket ${name} does not exist!`, 404);
  if (!bucket.policy?.includes('cloudtrail.amazonaws.com'))
    refuse('InsufficientS3BucketPolicyException', `Incorrect S3 bucket policy is detected for bucket: ${name}`);
  return bucket.name;
}
