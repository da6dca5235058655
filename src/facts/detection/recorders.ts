import type {
  ConfigurationRecorder,
  ConfigurationRecorderStatus,
  DeliveryChannel,
} from '@aws-sdk/client-config-service';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';

/** The name of our recorder and of its delivery channel. */
export const NAME = 'aws-baseline';
/** In place of the bucket: the delivery channel is somebody else's. */
export const ANOTHER = 'ANOTHER';

/** A recorder with its delivery channel. */
export type Recorder = {
  name: string;
  role: string;
  /** All types of resources that a Region has; and the global ones. */
  all: boolean;
  global: boolean;
  bucket: string | null;
  recording: boolean;
};

/** The recorder of a Region, in a list. */
export async function recordersIn(region: string, account: Account): Promise<ConfigurationRecorder[]> {
  const answer = await account.send(call('config', 'DescribeConfigurationRecorders', {}, region));
  return answer.ConfigurationRecorders ?? [];
}

/** The recorder of a Region with its delivery channel; null if there is none. */
export async function recorderIn(region: string, account: Account): Promise<Recorder | null> {
  const [recorders, states, channels] = await Promise.all([
    recordersIn(region, account),
    account.send(call('config', 'DescribeConfigurationRecorderStatus', {}, region)),
    account.send(call('config', 'DescribeDeliveryChannels', {}, region)),
  ]);
  const [found] = recorders;
  if (!found) return null;
  return asRecorder(found, states.ConfigurationRecordersStatus ?? [], channels.DeliveryChannels ?? []);
}

function asRecorder(
  { name = '', roleARN = '', recordingGroup = {} }: ConfigurationRecorder,
  states: ConfigurationRecorderStatus[],
  [channel]: DeliveryChannel[],
): Recorder {
  const { allSupported = false, includeGlobalResourceTypes = false } = recordingGroup;
  const isOurs = channel?.name === NAME;
  return {
    name,
    role: roleARN,
    all: allSupported,
    global: includeGlobalResourceTypes,
    bucket: channel ? (isOurs ? (channel.s3BucketName ?? '') : ANOTHER) : null,
    recording: states.find((one) => one.name === name)?.recording === true,
  };
}
