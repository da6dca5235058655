import {
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';

export const Client = SageMakerClient;

/** Every SageMaker operation this program may send, by its AWS name. */
export const commands = {
  DescribeNotebookInstance: DescribeNotebookInstanceCommand,
  ListNotebookInstances: ListNotebookInstancesCommand,
};
