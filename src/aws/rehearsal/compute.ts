import type { Operations } from './context.ts';
import { refuse } from './refuse.ts';

// A rehearsal has no notebooks, containers, clusters or jobs: nothing this program does makes one.

/** SageMaker as the rehearsal answers it. */
export const sagemaker: Operations<'sagemaker'> = {
  ListNotebookInstances: { fields: ['NextToken'], answer: () => ({ NotebookInstances: [] }) },
  DescribeNotebookInstance: {
    fields: ['NotebookInstanceName'],
    answer: () => refuse('ValidationException', 'RecordNotFound'),
  },
};

/** ECS as the rehearsal answers it. */
export const ecs: Operations<'ecs'> = {
  ListTaskDefinitionFamilies: { fields: ['status', 'nextToken'], answer: () => ({ families: [] }) },
  DescribeTaskDefinition: {
    fields: ['taskDefinition'],
    answer: () => refuse('ClientException', 'Unable to describe task definition.'),
  },
};

/** EKS as the rehearsal answers it. */
export const eks: Operations<'eks'> = {
  ListClusters: { fields: ['nextToken'], answer: () => ({ clusters: [] }) },
  DescribeCluster: {
    fields: ['name'],
    answer: ({ name }) => refuse('ResourceNotFoundException', `No cluster found for name: ${name}.`, 404),
  },
};

/** Glue as the rehearsal answers it. */
export const glue: Operations<'glue'> = {
  GetJobs: { fields: ['NextToken'], answer: () => ({ Jobs: [] }) },
};
