import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { type Fact, fact } from '../../engine/fact.ts';
import { asEcsTags, fromEcsTags, marksIn, ownerBy, type Tag } from '../tags.ts';

/**
 * An ECS cluster of this name exists. An empty one is free, and tasks of launch type FARGATE need nothing else in it (AWS
 * page "Amazon ECS clusters"). Undo stops the tasks of `family` first: AWS deletes no cluster with tasks.
 */
export function ecsClusterExists(clusterName: string, family: string, tags: Tag[]): Fact<true> {
  return fact<true>({
    id: `ecs/cluster/${clusterName}`,
    title: `ECS cluster ${clusterName} exists`,
    thing: `ECS cluster ${clusterName}`,
    want: true,
    read: async (account) => ((await clusterNamed(clusterName, account)) ? true : null),
    async works(account) {
      const { runningTasksCount = 0, pendingTasksCount = 0 } = (await clusterNamed(clusterName, account)) ?? {};
      const tasks = runningTasksCount + pendingTasksCount;
      if (tasks === 0) return undefined;
      const [what, ends, them] =
        tasks === 1 ? ['1 task is', 'it ends', 'it'] : [`${tasks} tasks are`, 'they end', 'them'];
      return `${what} running in it, billed until ${ends}; aws-baseline undo --steps try stops ${them}`;
    },
    async calls(to, _now, account) {
      if (to) return [call('ecs', 'CreateCluster', { clusterName, tags: asEcsTags(tags) })];
      return [
        ...(await tasksToStop(clusterName, family, account)),
        call('ecs', 'DeleteCluster', { cluster: clusterName }),
      ];
    },
    async owner(account) {
      const cluster = await clusterNamed(clusterName, account);
      return cluster && ownerBy(fromEcsTags(cluster.tags), tags);
    },
    async mark(account) {
      const { clusterArn } = (await clusterNamed(clusterName, account)) ?? {};
      return [call('ecs', 'TagResource', { resourceArn: clusterArn, tags: asEcsTags(marksIn(tags)) })];
    },
  });
}

// A deleted cluster stays listed as INACTIVE for a while (AWS API reference "DeleteCluster").
async function clusterNamed(clusterName: string, account: Account) {
  const question = call('ecs', 'DescribeClusters', { clusters: [clusterName], include: ['TAGS'] });
  const { clusters = [] } = await account.send(question);
  return clusters.find((one) => one.clusterName === clusterName && one.status !== 'INACTIVE');
}

async function tasksToStop(cluster: string, family: string, account: Account): Promise<AnyCall[]> {
  const pages = await allPages(account, call('ecs', 'ListTasks', { cluster, family }), 'nextToken');
  return pages
    .flatMap(({ taskArns }) => taskArns ?? [])
    .map((task) => call('ecs', 'StopTask', { cluster, task, reason: 'aws-baseline undo' }));
}
