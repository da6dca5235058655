import { arnOf, type Context, here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import type { EksCluster } from './state.ts';

const clustersIn = (context: Context): EksCluster[] => here(context).eksClusters ?? [];

const arn = (context: Context, name: string) => arnOf(context, 'eks', context.region, `cluster/${name}`);

const asTags = (tags: Record<string, string> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

function clusterNamed(context: Context, name: string | undefined): EksCluster {
  const found = clustersIn(context).find((one) => one.name === name);
  return found ?? refuse('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404);
}

const told = (context: Context, { name, status, created, given, tags }: EksCluster) => ({
  ...given,
  name,
  arn: arn(context, name),
  status,
  createdAt: new Date(created),
  endpoint: `https://REHEARSAL.gr7.${context.region}.eks.amazonaws.com`,
  tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
});

// Each look finds a change a step further on.
function moveOn(context: Context): void {
  const clusters = clustersIn(context);
  for (const one of clusters) if (one.status === 'CREATING') one.status = 'ACTIVE';
  if (clusters.some(({ status }) => status === 'DELETING')) {
    const region = here(context);
    region.eksClusters = clusters.filter(({ status }) => status !== 'DELETING');
    if (region.eksClusters.length === 0) delete region.eksClusters;
  }
}

/** EKS as the rehearsal answers it: control planes without nodes. */
export const eks: Operations<'eks'> = {
  CreateCluster: {
    fields: [
      'name',
      'roleArn',
      'resourcesVpcConfig',
      'computeConfig',
      'storageConfig',
      'kubernetesNetworkConfig',
      'accessConfig',
      'bootstrapSelfManagedAddons',
      'tags',
      'clientRequestToken',
    ],
    answer({ name = '', tags, clientRequestToken: _token, ...given }, context) {
      if (clustersIn(context).some((one) => one.name === name))
        refuse('ResourceInUseException', `Cluster already exists with name: ${name}`, 409);
      if ((given.resourcesVpcConfig?.subnetIds?.length ?? 0) < 2)
        refuse('InvalidParameterException', 'Subnets specified must be in at least two different AZs');
      const made: EksCluster = {
        name,
        status: 'CREATING',
        created: context.now.toISOString(),
        given,
        tags: asTags(tags),
      };
      here(context).eksClusters = [...clustersIn(context), made];
      return { cluster: told(context, made) };
    },
  },
  DescribeCluster: {
    fields: ['name'],
    answer: ({ name }, context) => ({ cluster: told(context, clusterNamed(context, name)) }),
    after: moveOn,
  },
  ListClusters: {
    fields: ['nextToken'],
    answer: (_request, context) => ({ clusters: clustersIn(context).map(({ name }) => name) }),
  },
  DeleteCluster: {
    fields: ['name'],
    answer({ name }, context) {
      const found = clusterNamed(context, name);
      found.status = 'DELETING';
      return { cluster: told(context, found) };
    },
  },
  UntagResource: {
    fields: ['resourceArn', 'tagKeys'],
    answer({ resourceArn, tagKeys = [] }, context) {
      const found = clustersIn(context).find(({ name }) => arn(context, name) === resourceArn);
      if (!found) refuse('NotFoundException', 'Resource not found', 404);
      found.tags = found.tags.filter(({ Key }) => !tagKeys.includes(Key));
      return {};
    },
  },
  TagResource: {
    fields: ['resourceArn', 'tags'],
    answer({ resourceArn, tags }, context) {
      const found = clustersIn(context).find(({ name }) => arn(context, name) === resourceArn);
      if (!found) refuse('NotFoundException', 'Resource not found', 404);
      found.tags = withTags(found.tags, asTags(tags));
      return {};
    },
  },
};
