import { type AnyCall, call } from '../../aws/call.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { type GuardrailPlace, guardrail } from '../guardrails/guardrail.ts';
import { marksIn, ownerBy, type Tag } from '../tags.ts';
import { ROLE, ROLE_PATH } from './config-role.ts';
import type { LogBucket } from './log-bucket.ts';
import { ANOTHER, NAME, type Recorder, recorderIn, recordersIn } from './recorders.ts';

/**
 * AWS Config records all resources in a Region, and in the home Region the global ones. A Region has one recorder: one of
 * somebody else that records counts (Config pages "PutConfigurationRecorder", "PutDeliveryChannel", "RecordingGroup").
 */
export function changesAreRecorded(
  region: string,
  place: GuardrailPlace & { home: string },
  { Bucket, ready }: LogBucket,
  role: Fact<true>,
): Fact<Recorder> {
  const { accountId, partition, tags, home } = place;
  const roleArn = `arn:${partition}:iam::${accountId}:role${ROLE_PATH}${ROLE}`;
  const isOurs = ({ name }: { name: string }) => name === NAME;
  const want = { name: NAME, role: roleArn, all: true, global: region === home, bucket: Bucket, recording: true };
  return guardrail<Recorder>(`config/${region}`, {
    title: `AWS Config in ${region} records resources and their changes`,
    thing: 'AWS Config',
    want,
    needs: [ready, role],
    undoing: `AWS Config in ${region} stops; what it recorded stays in its bucket.`,
    read: (account) => recorderIn(region, account),
    same(a, b) {
      if (a === null || b === null) return a === b;
      const [one, other] = [a, b].map((given) => metBy(given, want));
      return sameJson(one ?? null, other ?? null);
    },
    isOthers: (now) => !isOurs(now),
    calls(to, now) {
      if (to === null) return removal(now, region);
      if (now && !isOurs(now))
        throw new ByHand(
          `recorder ${now.name} of AWS Config in ${region} does not record, and a Region has only one: start it, or delete it and run this again`,
        );
      return changes(now, to, tags, region);
    },
    async owner(account) {
      const { arn: ResourceArn } = (await recordersIn(region, account)).find(({ name }) => name === NAME) ?? {};
      if (!ResourceArn) return undefined;
      const { Tags } = await account.send(call('config', 'ListTagsForResource', { ResourceArn }, region));
      return ownerBy(Tags, tags);
    },
    async mark(account) {
      const { arn = '' } = (await recordersIn(region, account)).find(({ name }) => name === NAME) ?? {};
      return [call('config', 'TagResource', { ResourceArn: arn, Tags: marksIn(tags) }, region)];
    },
  });
}

// Another recorder that records and delivers does the same as ours; so does another delivery channel.
function metBy(given: Recorder, want: Recorder): Recorder {
  const works = given.recording && given.bucket !== null;
  if (given.name !== NAME && works) return want;
  return given.bucket === ANOTHER ? { ...given, bucket: want.bucket } : given;
}

function changes(now: Recorder | null, to: Recorder, Tags: Tag[], region: string): AnyCall[] {
  const recorder = ({ bucket: _, recording: __, ...rest }: Recorder) => rest;
  const recordingGroup = { allSupported: to.all, includeGlobalResourceTypes: to.global };
  const ConfigurationRecorder = { name: to.name, roleARN: to.role, recordingGroup };
  const DeliveryChannel = { name: NAME, s3BucketName: to.bucket ?? '' };
  const isNew = now === null;
  return [
    ...(isNew || !sameJson(recorder(now), recorder(to))
      ? [call('config', 'PutConfigurationRecorder', { ConfigurationRecorder, ...(isNew ? { Tags } : {}) }, region)]
      : []),
    ...(isNew || (now.bucket !== to.bucket && now.bucket !== ANOTHER)
      ? [call('config', 'PutDeliveryChannel', { DeliveryChannel }, region)]
      : []),
    ...((now?.recording ?? false) === to.recording ? [] : [switching(to, region)]),
  ];
}

function switching({ name: ConfigurationRecorderName, recording }: Recorder, region: string): AnyCall {
  return recording
    ? call('config', 'StartConfigurationRecorder', { ConfigurationRecorderName }, region)
    : call('config', 'StopConfigurationRecorder', { ConfigurationRecorderName }, region);
}

function removal(now: Recorder | null, region: string): AnyCall[] {
  const ConfigurationRecorderName = NAME;
  const hasChannel = now?.bucket && now.bucket !== ANOTHER;
  return [
    // AWS refuses to delete the delivery channel of a recorder that records (page "DeleteDeliveryChannel").
    ...(now?.recording ? [call('config', 'StopConfigurationRecorder', { ConfigurationRecorderName }, region)] : []),
    ...(hasChannel ? [call('config', 'DeleteDeliveryChannel', { DeliveryChannelName: NAME }, region)] : []),
    call('config', 'DeleteConfigurationRecorder', { ConfigurationRecorderName }, region),
  ];
}
