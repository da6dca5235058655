import { bucketArn } from '../place.ts';
import { resultsBucket } from '../service-roles/results.ts';
import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** What analysts do with SageMaker. */
export function sageMakerTasks({ ask, arn, pass, analysis, iam, place }: Words): Tasks {
  const sm = (resource: string) => arn('sagemaker', resource);
  const asSageMaker = pass('sagemaker', 'sagemaker.amazonaws.com');
  const group = arn('logs', 'log-group:/aws/sagemaker/TrainingJobs');
  const notebook = sm('notebook-instance/lab');
  const domain = sm('domain/d-1');
  const profile = sm('user-profile/d-1/ann');
  const results = bucketArn(place, resultsBucket(place));
  const linked = iam('role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks');
  return {
    'trains a model on data in the analysis bucket, and reads the log and metrics of the job': [
      ...ask('s3: ListBucket', analysis()),
      ...ask('s3: CreateBucket', results),
      ...ask('s3: PutObject', `${results}/t-1/source/sourcedir.tar.gz`),
      ...ask('iam: ListRoles'),
      ...ask('ecr: DescribeRepositories', arn('ecr', 'repository/app')),
      ...ask('sagemaker: CreateTrainingJob DescribeTrainingJob StopTrainingJob AddTags', sm('training-job/t-1')),
      ...asSageMaker,
      ...ask('sagemaker: ListTrainingJobs Search GetSearchSuggestions'),
      ...ask('logs: DescribeLogStreams FilterLogEvents', group),
      ...ask('logs: GetLogEvents', `${group}:log-stream:t-1/algo-1`),
      ...ask('cloudwatch: GetMetricStatistics'),
      ...ask('s3: ListBucket', results),
      ...ask('s3: GetObject', `${results}/t-1/output/model.tar.gz`),
    ],
    'tunes a model, prepares data, and serves the model at an endpoint': [
      ...ask('sagemaker: CreateHyperParameterTuningJob', sm('hyper-parameter-tuning-job/h-1')),
      ...ask('sagemaker: CreateProcessingJob', sm('processing-job/p-1')),
      ...ask('sagemaker: CreateModel DeleteModel', sm('model/m')),
      ...asSageMaker,
      ...ask('sagemaker: CreateEndpointConfig DeleteEndpointConfig', sm('endpoint-config/e')),
      ...ask('sagemaker: CreateEndpoint', [sm('endpoint/e'), sm('endpoint-config/e')]),
      ...ask('sagemaker: DescribeEndpoint InvokeEndpoint DeleteEndpoint', sm('endpoint/e')),
    ],
    'works in a SageMaker notebook of their own': [
      ...ask('ec2: DescribeVpcs DescribeSubnets DescribeSecurityGroups'),
      ...ask('kms: ListAliases'),
      ...ask('sagemaker: ListNotebookInstances ListCodeRepositories ListNotebookInstanceLifecycleConfigs'),
      ...ask('sagemaker: CreateNotebookInstance DescribeNotebookInstance CreatePresignedNotebookInstanceUrl', notebook),
      ...asSageMaker,
      ...ask('sagemaker: StopNotebookInstance StartNotebookInstance DeleteNotebookInstance', notebook),
    ],
    'sets up SageMaker Studio, and opens it': [
      ...ask('sagemaker: CreateDomain DescribeDomain', domain),
      ...asSageMaker,
      ...ask('iam: CreateServiceLinkedRole', linked, { 'iam:AWSServiceName': 'sagemaker.amazonaws.com' }),
      ...ask('sagemaker: CreateUserProfile CreatePresignedDomainUrl', profile),
      ...ask('sagemaker: CreateSpace', sm('space/d-1/s')),
      ...ask('sagemaker: CreateApp DeleteApp', sm('app/d-1/ann/JupyterLab/default')),
      ...ask('sagemaker: ListDomains ListUserProfiles ListApps ListSpaces'),
    ],
  };
}
