import {
  ConfigServiceClient,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  ListTagsForResourceCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
  TagResourceCommand,
} from '@aws-sdk/client-config-service';

export const Client = ConfigServiceClient;

/** Every AWS Config operation this program may send, by its AWS name. */
export const commands = {
  DeleteConfigurationRecorder: DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannel: DeleteDeliveryChannelCommand,
  DescribeConfigurationRecorders: DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatus: DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannels: DescribeDeliveryChannelsCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  PutConfigurationRecorder: PutConfigurationRecorderCommand,
  PutDeliveryChannel: PutDeliveryChannelCommand,
  StartConfigurationRecorder: StartConfigurationRecorderCommand,
  StopConfigurationRecorder: StopConfigurationRecorderCommand,
  TagResource: TagResourceCommand,
};
