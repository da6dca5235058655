import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ECSClient,
  ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  TagResourceCommand,
} from '@aws-sdk/client-ecs';

export const Client = ECSClient;

/** Every ECS operation this program may send, by its AWS name. */
export const commands = {
  CreateCluster: CreateClusterCommand,
  DeleteCluster: DeleteClusterCommand,
  DeleteTaskDefinitions: DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinition: DeregisterTaskDefinitionCommand,
  DescribeClusters: DescribeClustersCommand,
  DescribeTaskDefinition: DescribeTaskDefinitionCommand,
  DescribeTasks: DescribeTasksCommand,
  ListTaskDefinitionFamilies: ListTaskDefinitionFamiliesCommand,
  ListTaskDefinitions: ListTaskDefinitionsCommand,
  ListTasks: ListTasksCommand,
  RegisterTaskDefinition: RegisterTaskDefinitionCommand,
  RunTask: RunTaskCommand,
  StopTask: StopTaskCommand,
  TagResource: TagResourceCommand,
};
