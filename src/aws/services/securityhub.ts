import {
  DescribeHubCommand,
  DisableSecurityHubCommand,
  EnableSecurityHubCommand,
  ListTagsForResourceCommand,
  SecurityHubClient,
  TagResourceCommand,
} from '@aws-sdk/client-securityhub';

export const Client = SecurityHubClient;

/** Every Security Hub operation this program may send, by its AWS name. */
export const commands = {
  DescribeHub: DescribeHubCommand,
  DisableSecurityHub: DisableSecurityHubCommand,
  EnableSecurityHub: EnableSecurityHubCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  TagResource: TagResourceCommand,
};
