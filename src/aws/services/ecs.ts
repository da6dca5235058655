import { DescribeTaskDefinitionCommand, ECSClient, ListTaskDefinitionFamiliesCommand } from '@aws-sdk/client-ecs';

export const Client = ECSClient;

/** Every ECS operation this program may send, by its AWS name. */
export const commands = {
  DescribeTaskDefinition: DescribeTaskDefinitionCommand,
  ListTaskDefinitionFamilies: ListTaskDefinitionFamiliesCommand,
};
