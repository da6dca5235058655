import { arnOf, type Context, nextNumber, type Operations } from '../context.ts';
import { hasLogGroup, writeLog } from '../logs/logs.ts';
import { refuse } from '../refuse.ts';
import { ecsIn, revisionArn, revisionOf } from './definitions.ts';
import type { EcsCluster, EcsTask } from './state.ts';

/** The ARN of a cluster. */
export const clusterArn = (context: Context, name: string) => arnOf(context, 'ecs', context.region, `cluster/${name}`);
const taskArn = (context: Context, { cluster, id }: EcsTask) =>
  arnOf(context, 'ecs', context.region, `task/${cluster}/${id}`);

/** The cluster with a name; throws ClusterNotFoundException if it does not exist or was deleted. */
export function activeCluster(context: Context, name: string | undefined): EcsCluster {
  const found = ecsIn(context).clusters.find((one) => one.name === name && one.status === 'ACTIVE');
  return found ?? refuse('ClusterNotFoundException', 'Cluster not found.');
}

function toldTask(context: Context, task: EcsTask) {
  const { id, cluster, status, created, stopped, reason, exitCode } = task;
  return {
    taskArn: taskArn(context, task),
    clusterArn: clusterArn(context, cluster),
    taskDefinitionArn: revisionArn(context, task),
    lastStatus: status,
    desiredStatus: stopped ? 'STOPPED' : 'RUNNING',
    createdAt: new Date(created),
    pullStartedAt: new Date(created),
    ...(stopped ? { stoppedAt: new Date(stopped) } : {}),
    ...(reason ? { stoppedReason: reason } : {}),
    containers: [{ name: task.family, runtimeId: id, ...(exitCode === undefined ? {} : { exitCode }) }],
  };
}

interface Container {
  name: string;
  image: string;
  logConfiguration?: { options?: Record<string, string> };
}

// A task needs some time to start, and ends by itself.
function moveOn(context: Context): void {
  for (const task of ecsIn(context).tasks) {
    if (task.status === 'PROVISIONING') task.status = 'RUNNING';
    else if (task.status === 'RUNNING') finish(context, task);
  }
}

function finish(context: Context, task: EcsTask): void {
  task.status = 'STOPPED';
  task.stopped = context.now.toISOString();
  const definition = revisionOf(context, revisionArn(context, task))?.definition;
  const [container] = (definition?.containerDefinitions ?? []) as Container[];
  const { 'awslogs-group': group = '', 'awslogs-stream-prefix': prefix } = container?.logConfiguration?.options ?? {};
  if (!hasLogGroup(context, group)) {
    task.reason = `ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group ${group}`;
    return;
  }
  task.reason = 'Essential container in task exited';
  task.exitCode = 0;
  writeLog(context, group, `${prefix}/${container?.name}/${task.id}`, `Output of ${container?.image} (rehearsed)`);
}

/** ECS's tasks on Fargate, which end by themselves. */
export const ecsTasks = {
  RunTask: {
    fields: [
      'cluster',
      'taskDefinition',
      'launchType',
      'count',
      'networkConfiguration',
      'propagateTags',
      'startedBy',
      'clientToken',
    ],
    answer({ cluster, taskDefinition, networkConfiguration }, context) {
      const { name } = activeCluster(context, cluster);
      const revision = revisionOf(context, taskDefinition);
      if (revision?.status !== 'ACTIVE') refuse('ClientException', 'TaskDefinition is inactive');
      if (!networkConfiguration?.awsvpcConfiguration?.subnets?.length)
        refuse(
          'InvalidParameterException',
          "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
        );
      const task: EcsTask = {
        id: nextNumber(context).toString(16).padStart(32, '0'),
        cluster: name,
        family: revision.family,
        revision: revision.revision,
        status: 'PROVISIONING',
        created: context.now.toISOString(),
      };
      ecsIn(context).tasks.push(task);
      return { tasks: [toldTask(context, task)], failures: [] };
    },
  },
  DescribeTasks: {
    fields: ['cluster', 'tasks'],
    answer({ tasks = [] }, context) {
      const found = ecsIn(context).tasks.filter((one) => tasks.includes(taskArn(context, one)));
      return { tasks: found.map((one) => toldTask(context, one)), failures: [] };
    },
    after: moveOn,
  },
  ListTasks: {
    fields: ['cluster', 'family', 'nextToken'],
    answer({ cluster, family }, context) {
      const { name } = activeCluster(context, cluster);
      const live = ecsIn(context).tasks.filter(
        (one) => one.cluster === name && one.family === family && one.status !== 'STOPPED',
      );
      return { taskArns: live.map((one) => taskArn(context, one)) };
    },
  },
  StopTask: {
    fields: ['cluster', 'task', 'reason'],
    answer({ task, reason }, context) {
      const found = ecsIn(context).tasks.find((one) => taskArn(context, one) === task);
      if (!found) refuse('InvalidParameterException', 'The referenced task was not found.');
      Object.assign(found, { status: 'STOPPED', stopped: context.now.toISOString(), reason });
      return { task: toldTask(context, found) };
    },
  },
} satisfies Partial<Operations<'ecs'>>;
