import type { ConfigurationRecorder, DeliveryChannel } from '@aws-sdk/client-config-service';
import { arnOf, type Context, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { puts, settingOf } from '../setting.ts';
import { type Tag, withTags } from '../tags.ts';

interface Kept {
  recorder: ConfigurationRecorder;
  tags: Tag[];
  recording: boolean;
}

const recorders = settingOf<Kept | null>('region', 'config-recorder', null);
const channels = settingOf<DeliveryChannel | null>('region', 'config-channel', null);

const noRecorder = (name: string | undefined) =>
  refuse(
    'NoSuchConfigurationRecorderException',
    `Cannot find configuration recorder with the specified name '${name}'.`,
  );

function named(name: string | undefined, kept: Kept | null): Kept {
  return kept && kept.recorder.name === name ? kept : noRecorder(name);
}

const arn = (context: Context, name: string | undefined) =>
  arnOf(context, 'config', context.region, `configuration-recorder/${name}/rehearsal`);

function checkRole({ state }: Context, roleArn: string | undefined): void {
  if (!state.iam.roles.some(({ name }) => roleArn?.endsWith(`/${name}`)))
    refuse('InvalidRoleException', `The role ARN '${roleArn}' is invalid.`);
}

function byArn(request: { ResourceArn: string | undefined }, context: Context): Kept {
  const { value } = recorders.of(request, context);
  if (value && request.ResourceArn === arn(context, value.recorder.name)) return value;
  return refuse('ResourceNotFoundException', `The resource ${request.ResourceArn} does not exist.`);
}

const tagList = (tags: { Key?: string | undefined; Value?: string | undefined }[] = []) => withTags([], tags);

/** AWS Config as the rehearsal answers it: a Region has one recorder and one delivery channel. */
export const config: Operations<'config'> = {
  DescribeConfigurationRecorders: {
    fields: [],
    answer(request, context) {
      const { value } = recorders.of(request, context);
      return { ConfigurationRecorders: value ? [{ ...value.recorder, arn: arn(context, value.recorder.name) }] : [] };
    },
  },
  DescribeConfigurationRecorderStatus: {
    fields: [],
    answer(request, context) {
      const { value } = recorders.of(request, context);
      const all = value ? [{ name: value.recorder.name, recording: value.recording }] : [];
      return { ConfigurationRecordersStatus: all };
    },
  },
  DescribeDeliveryChannels: {
    fields: [],
    answer: (request, context) => ({ DeliveryChannels: [channels.of(request, context).value ?? []].flat() }),
  },
  PutConfigurationRecorder: puts(
    recorders,
    ({ ConfigurationRecorder: given = {}, Tags }, before, context) => {
      checkRole(context, given.roleARN);
      if (before && before.recorder.name !== given.name)
        refuse(
          'MaxNumberOfConfigurationRecordersExceededException',
          `Failed to put configuration recorder '${given.name}' because the maximum number of customer managed configuration recorders: 1 is reached.`,
        );
      return { tags: before?.tags ?? tagList(Tags), recording: before?.recording ?? false, recorder: given };
    },
    ['ConfigurationRecorder', 'Tags'],
  ),
  PutDeliveryChannel: puts(
    channels,
    ({ DeliveryChannel: given = {} }, before, context) => {
      if (!recorders.of({}, context).value)
        refuse('NoAvailableConfigurationRecorderException', 'Configuration recorder is not available.');
      if (before && before.name !== given.name)
        refuse(
          'MaxNumberOfDeliveryChannelsExceededException',
          'The maximum number of delivery channels: 1 is reached.',
        );
      const bucket = context.state.s3.buckets.find(({ name }) => name === given.s3BucketName);
      if (!bucket) refuse('NoSuchBucketException', `Cannot find a S3 bucket with bucket name '${given.s3BucketName}'.`);
      if (!bucket.policy?.includes('config.amazonaws.com'))
        refuse('InsufficientDeliveryPolicyException', 'Insufficient delivery policy to s3 bucket.');
      return given;
    },
    ['DeliveryChannel'],
  ),
  StartConfigurationRecorder: puts(
    recorders,
    ({ ConfigurationRecorderName }, before, context) => {
      const kept = named(ConfigurationRecorderName, before);
      if (!channels.of({}, context).value)
        refuse(
          'NoAvailableDeliveryChannelException',
          'Delivery channel is not available to start configuration recorder.',
        );
      return { ...kept, recording: true };
    },
    ['ConfigurationRecorderName'],
  ),
  StopConfigurationRecorder: puts(
    recorders,
    ({ ConfigurationRecorderName }, before) => ({ ...named(ConfigurationRecorderName, before), recording: false }),
    ['ConfigurationRecorderName'],
  ),
  DeleteDeliveryChannel: puts(
    channels,
    ({ DeliveryChannelName }, before, context) => {
      if (before?.name !== DeliveryChannelName)
        refuse(
          'NoSuchDeliveryChannelException',
          `Cannot find delivery channel with specified name '${DeliveryChannelName}'.`,
        );
      if (recorders.of({}, context).value?.recording)
        refuse(
          'LastDeliveryChannelDeleteFailedException',
          `Failed to delete last specified delivery channel with name '${DeliveryChannelName}', because there is a running configuration recorder.`,
        );
      return null;
    },
    ['DeliveryChannelName'],
  ),
  DeleteConfigurationRecorder: puts(
    recorders,
    ({ ConfigurationRecorderName }, before) => {
      named(ConfigurationRecorderName, before);
      return null;
    },
    ['ConfigurationRecorderName'],
  ),
  ListTagsForResource: {
    fields: ['ResourceArn'],
    answer: (request, context) => ({ Tags: byArn(request, context).tags }),
  },
  TagResource: puts(
    recorders,
    (request, _before, context) => {
      const kept = byArn(request, context);
      return { ...kept, tags: withTags(kept.tags, request.Tags) };
    },
    ['ResourceArn', 'Tags'],
  ),
};
