import type {
  AdvancedEventSelector,
  EventSelector,
  GetEventSelectorsResponse,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';

/** The trail's name. */
export const TRAIL_NAME = 'aws-baseline';

/** What matters of a trail of ours. */
export type TrailState = {
  bucket: string;
  allRegions: boolean;
  globalServices: boolean;
  validation: boolean;
  logging: boolean;
  managementEvents: boolean;
};

/** The trails that record events of the home Region, those of other Regions and of an organization included. */
export async function trailsIn(account: Account): Promise<Trail[]> {
  return (await account.send(call('cloudtrail', 'DescribeTrails', {}))).trailList ?? [];
}

/** The state of a trail, read in the Region where it was created (CloudTrail page "GetTrailStatus": by its ARN). */
export async function stateOf(trail: Trail, account: Account): Promise<TrailState> {
  const [{ IsLogging = false }, selectors] = await Promise.all([
    account.send(call('cloudtrail', 'GetTrailStatus', { Name: trail.TrailARN }, trail.HomeRegion)),
    selectorsOf(trail, account),
  ]);
  return {
    bucket: trail.S3BucketName ?? '',
    allRegions: trail.IsMultiRegionTrail ?? false,
    globalServices: trail.IncludeGlobalServiceEvents ?? false,
    validation: trail.LogFileValidationEnabled ?? false,
    logging: IsLogging,
    managementEvents: recordsManagement(selectors),
  };
}

/** What a trail records. */
export async function selectorsOf(
  { TrailARN, HomeRegion }: Trail,
  account: Account,
): Promise<GetEventSelectorsResponse> {
  return account.send(call('cloudtrail', 'GetEventSelectors', { TrailName: TrailARN }, HomeRegion));
}

const isAll = ({ IncludeManagementEvents, ReadWriteType }: EventSelector) =>
  IncludeManagementEvents !== false && (ReadWriteType ?? 'All') === 'All';
const isManagement = ({ FieldSelectors = [] }: AdvancedEventSelector) =>
  FieldSelectors.some(({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management'));
// Events of a source that is left out, such as AWS KMS, are a decision about cost.
const isWhole = ({ FieldSelectors = [] }: AdvancedEventSelector) =>
  FieldSelectors.every(({ Field, Equals }) => Field === 'eventCategory' || (Field === 'eventSource' && !Equals));

// Reads and writes, also without any selector (CloudTrail page "Logging management events": "By default, trails log
// management events"); basic and advanced selectors exclude each other.
function recordsManagement({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse): boolean {
  if (AdvancedEventSelectors.length > 0) return AdvancedEventSelectors.some((one) => isManagement(one) && isWhole(one));
  return EventSelectors.length === 0 || EventSelectors.some(isAll);
}

/** The selectors of PutEventSelectors that also record all management events; what is recorded besides stays. */
export function withManagement({ EventSelectors = [], AdvancedEventSelectors = [] }: GetEventSelectorsResponse) {
  if (AdvancedEventSelectors.length > 0) {
    const others = AdvancedEventSelectors.filter((one) => !isManagement(one));
    const ours = { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
    return { AdvancedEventSelectors: [ours, ...others] };
  }
  // A selector that only records data events keeps its kind of events.
  const others = EventSelectors.filter(({ DataResources = [] }) => DataResources.length > 0);
  const ours: EventSelector = { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] };
  return { EventSelectors: [ours, ...others.map((one) => ({ ...one, IncludeManagementEvents: false }))] };
}

/** The other trails that do the same job: they are logging the management events of all Regions. */
export async function othersAtWork(ourArn: string, account: Account): Promise<Trail[]> {
  const trails = await trailsIn(account);
  return atWork(
    trails.filter(({ TrailARN, IncludeGlobalServiceEvents }) => TrailARN !== ourArn && IncludeGlobalServiceEvents),
    account,
  );
}

/**
 * Those of the trails that are logging the management events of all Regions. A trail that cannot be read only matters if no
 * other does it.
 */
export async function atWork(trails: Trail[], account: Account): Promise<Trail[]> {
  const candidates = trails.filter(({ IsMultiRegionTrail }) => IsMultiRegionTrail);
  const states = await Promise.allSettled(candidates.map((trail) => stateOf(trail, account)));
  const working = candidates.filter((_trail, at) => {
    const one = states[at];
    return one?.status === 'fulfilled' && one.value.logging && one.value.managementEvents;
  });
  const unread = states.find((one) => one.status === 'rejected');
  if (working.length === 0 && unread) throw unread.reason;
  return working;
}

/** A trail in words, with its account. */
export function trailInWords({ Name, TrailARN = '', IsOrganizationTrail }: Trail): string {
  return `trail ${Name} of ${IsOrganizationTrail ? 'the organization, in ' : ''}account ${TrailARN.split(':')[4]}`;
}

/** The first of the other trails that do the same job, in words. Undefined if there is none. */
export async function anotherTrail(ourArn: string, account: Account): Promise<string | undefined> {
  const [first] = await othersAtWork(ourArn, account);
  return first && trailInWords(first);
}
