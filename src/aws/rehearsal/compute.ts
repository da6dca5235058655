import type { Operations } from './context.ts';
import { refuse } from './refuse.ts';

// A rehearsal has no notebooks and no jobs: nothing this program does makes one.

/** SageMaker as the rehearsal answers it. */
export const sagemaker: Operations<'sagemaker'> = {
  ListNotebookInstances: { fields: ['NextToken'], answer: () => ({ NotebookInstances: [] }) },
  DescribeNotebookInstance: {
    fields: ['NotebookInstanceName'],
    answer: () => refuse('ValidationException', 'RecordNotFound'),
  },
};

/** Glue as the rehearsal answers it. */
export const glue: Operations<'glue'> = {
  GetJobs: { fields: ['NextToken'], answer: () => ({ Jobs: [] }) },
};

/** Amazon RDS as the rehearsal answers it. */
export const rds: Operations<'rds'> = {
  DescribeDBInstances: { fields: ['Marker'], answer: () => ({ DBInstances: [] }) },
};
