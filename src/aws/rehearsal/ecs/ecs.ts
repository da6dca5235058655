import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import { asTags, ecsDefinitions, ecsIn, ecsTags, revisionArn } from './definitions.ts';
import type { EcsCluster, EcsTask } from './state.ts';
import { activeCluster, clusterArn, ecsTasks } from './tasks.ts';

function toldCluster(context: Context, { name, status, tags }: EcsCluster) {
  const of = (its: EcsTask['status']) =>
    ecsIn(context).tasks.filter((task) => task.cluster === name && task.status === its).length;
  return {
    clusterName: name,
    clusterArn: clusterArn(context, name),
    status,
    runningTasksCount: of('RUNNING'),
    pendingTasksCount: of('PROVISIONING'),
    tags: ecsTags(tags),
  };
}

/** ECS as the rehearsal answers it. */
export const ecs: Operations<'ecs'> = {
  ...ecsDefinitions,
  ...ecsTasks,
  CreateCluster: {
    fields: ['clusterName', 'tags'],
    answer({ clusterName: name = 'default', tags }, context) {
      const state = ecsIn(context);
      const known = state.clusters.find((one) => one.name === name && one.status === 'ACTIVE');
      const made: EcsCluster = known ?? { name, status: 'ACTIVE', tags: asTags(tags) };
      if (!known) state.clusters = [...state.clusters.filter((one) => one.name !== name), made];
      return { cluster: toldCluster(context, made) };
    },
  },
  DescribeClusters: {
    fields: ['clusters', 'include'],
    answer({ clusters = [] }, context) {
      const found = ecsIn(context).clusters.filter(({ name }) => clusters.includes(name));
      return { clusters: found.map((one) => toldCluster(context, one)), failures: [] };
    },
  },
  DeleteCluster: {
    fields: ['cluster'],
    answer({ cluster }, context) {
      const found = activeCluster(context, cluster);
      if (ecsIn(context).tasks.some((task) => task.cluster === found.name && task.status !== 'STOPPED'))
        refuse('ClusterContainsTasksException', 'The Cluster cannot be deleted while Tasks are active.');
      found.status = 'INACTIVE';
      return { cluster: toldCluster(context, found) };
    },
  },
  TagResource: {
    fields: ['resourceArn', 'tags'],
    answer({ resourceArn, tags }, context) {
      const { clusters, revisions } = ecsIn(context);
      const found =
        clusters.find(({ name }) => clusterArn(context, name) === resourceArn) ??
        revisions.find((one) => revisionArn(context, one) === resourceArn) ??
        refuse('InvalidParameterException', 'The specified resource could not be found.');
      found.tags = withTags(found.tags, asTags(tags));
      return {};
    },
  },
};
