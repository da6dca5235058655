import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { connectRows } from './connect.ts';
import { imageRows } from './images.ts';
import { rowMakers } from './row-makers.ts';

/** What analysts compute with. */
export function computeRows(place: Place): TableRow[] {
  return [
    ...ec2Rows(place),
    ...connectRows(place),
    ...containerRows(place),
    ...imageRows(place),
    ...sageMakerRows(place),
  ];
}

function ec2Rows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  const ec2 = (resource: string) => arn('ec2', resource);
  const publicOnes = ['image/ami-1', 'snapshot/snap-1'].map(
    (one) => `arn:${place.partition}:ec2:${place.region}::${one}`,
  );
  const own = [
    'instance/i',
    'volume/v',
    'network-interface/e',
    'subnet/s',
    'security-group/g',
    'key-pair/k',
    'launch-template/l',
  ];
  const launching = { 'ec2:CreateAction': 'RunInstances' };
  return [
    ...grant('ec2: RunInstances', [...publicOnes, ...own.map(ec2)], 'a launch touches these'),
    ...refuse('ec2: RunInstances', ec2('placement-group/p'), 'a launch needs no more'),
    ...['instance/i', 'volume/v', 'network-interface/e'].flatMap((resource) => [
      ...grant('ec2: CreateTags', ec2(resource), 'tags while launching', launching),
      ...refuse('ec2: CreateTags', ec2(resource), 'tags later', { 'ec2:CreateAction': null }),
      ...refuse('ec2: CreateTags', ec2(resource), 'tags with something else', { 'ec2:CreateAction': 'CreateVolume' }),
      ...refuse('ec2: DeleteTags', ec2(resource), 'tags later'),
    ]),
    ...refuse('ec2: CreateTags', ec2('vpc/v'), 'tags elsewhere', launching),
    ...grant('ec2: GetConsoleOutput GetConsoleScreenshot', ec2('instance/i-1'), 'why an instance does not start'),
    ...grant('ec2: RebootInstances StartInstances StopInstances TerminateInstances', ec2('instance/i-1'), 'instances'),
    ...grant('ec2: DescribeInstances DescribeImages DescribeKeyPairs DescribeSecurityGroups DescribeVpcs', '*', 'look'),
    ...refuse(
      'ec2: ModifyInstanceAttribute ModifyInstanceMetadataOptions AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation GetPasswordData',
      ec2('instance/i-1'),
      'an instance that is there keeps role and start script',
    ),
    ...refuse('ec2: CreateVpc', ec2('vpc/v'), "networks are the admin's"),
    ...refuse(
      'ec2: CreateLaunchTemplateVersion DeleteLaunchTemplate',
      ec2('launch-template/l'),
      "templates are the admin's",
    ),
    ...refuse('ec2: DeleteVolume', ec2('volume/v'), 'volumes go with their instance'),
    ...refuse('ec2: DisableEbsEncryptionByDefault ModifyInstanceMetadataDefaults', '*', 'guard rails'),
  ];
}

function containerRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  const ecs = (resource: string) => arn('ecs', resource);
  const eks = (resource: string) => arn('eks', resource);
  return [
    ...grant(
      'ecs: CreateCluster DeleteCluster PutClusterCapacityProviders UpdateCluster UpdateClusterSettings TagResource UntagResource',
      ecs('cluster/c'),
      'clusters',
    ),
    ...grant('ecs: CreateService DeleteService UpdateService', ecs('service/c/s'), 'services'),
    ...grant('ecs: DeleteTaskDefinitions RegisterTaskDefinition RunTask', ecs('task-definition/x:1'), 'tasks'),
    ...grant('ecs: StopTask GetTaskProtection', ecs('task/c/t'), 'tasks'),
    ...grant('ecs: StopServiceDeployment', [ecs('service/c/s'), ecs('service-deployment/c/s/d')], 'services'),
    ...grant('ecs: DeregisterTaskDefinition DescribeTaskDefinition ListClusters ListServices', '*', 'no resource type'),
    ...grant('ecs: DescribeTasks', ecs('task/c/t'), 'look'),
    ...refuse('ecs: ExecuteCommand', [ecs('cluster/c'), ecs('task/c/t')], 'a shell has the role of the task'),
    ...refuse('ecs: PutAccountSettingDefault', '*', 'account settings'),
    ...refuse('ecs: RegisterContainerInstance', ecs('cluster/c'), 'what agents do'),
    ...grant(
      'eks: AccessKubernetesApi CreateAddon CreateFargateProfile CreateNodegroup DeleteCluster TagResource UntagResource UpdateClusterConfig UpdateClusterVersion',
      eks('cluster/c'),
      'clusters',
    ),
    ...grant('eks: DeleteNodegroup UpdateNodegroupConfig UpdateNodegroupVersion', eks('nodegroup/c/n/1'), 'nodes'),
    ...grant('eks: DeleteAddon UpdateAddon', eks('addon/c/a/1'), 'add-ons'),
    ...grant('eks: DeleteFargateProfile', eks('fargateprofile/c/f/1'), 'Fargate'),
    ...grant('eks: CreateCluster DescribeAddonVersions ListClusters', '*', 'no resource type'),
    ...grant('eks: DescribeCluster ListNodegroups', eks('cluster/c'), 'look'),
    ...refuse(
      'eks: CreateAccessEntry CreatePodIdentityAssociation AssociateIdentityProviderConfig MutateViaKubernetesApi',
      eks('cluster/c'),
      "a cluster's admin",
    ),
    ...refuse(
      'eks: AssociateAccessPolicy UpdateAccessEntry DeleteAccessEntry',
      eks('access-entry/c/user/1/x/2'),
      "a cluster's admin",
    ),
    ...refuse('eks: RegisterCluster', '*', 'not theirs'),
  ];
}

function sageMakerRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  const sm = (resource: string) => arn('sagemaker', resource);
  return [
    ...grant(
      'sagemaker: AddTags CreateNotebookInstance CreatePresignedNotebookInstanceUrl DeleteNotebookInstance StartNotebookInstance StopNotebookInstance UpdateNotebookInstance',
      sm('notebook-instance/n'),
      'notebooks',
    ),
    ...grant(
      'sagemaker: CreateTrainingJob StopTrainingJob DescribeTrainingJob BatchGetMetrics',
      sm('training-job/t'),
      'training',
    ),
    ...grant('sagemaker: CreateEndpoint', [sm('endpoint/e'), sm('endpoint-config/e')], 'endpoints'),
    ...grant('sagemaker: DeleteEndpoint InvokeEndpoint', sm('endpoint/e'), 'endpoints'),
    ...grant('sagemaker: GetRecord PutRecord', sm('feature-group/f'), 'features'),
    ...grant('sagemaker: RetryPipelineExecution', sm('pipeline/p/execution/1'), 'pipelines'),
    ...grant(
      'sagemaker: GetSearchSuggestions GetSagemakerServicecatalogPortfolioStatus ListModels ListNotebookInstances Search',
      '*',
      'look',
    ),
    ...grant('sagemaker: CreateModel', sm('model/m'), 'models'),
    ...refuse(
      'sagemaker: PutModelPackageGroupPolicy DeleteModelPackageGroupPolicy',
      sm('model-package-group/g'),
      'lets other accounts in',
    ),
    ...refuse(
      'sagemaker: CreateNotebookInstanceLifecycleConfig UpdateNotebookInstanceLifecycleConfig',
      sm('notebook-instance-lifecycle-config/x'),
      'a script that runs with the role of any notebook',
    ),
    ...refuse('sagemaker: CreateWorkforce UpdateWorkforce DeleteWorkforce', sm('workforce/w'), 'logins past IAM'),
    ...refuse('sagemaker: StartSession', sm('space/d/s'), 'a shell has the role of the space'),
    ...refuse('sagemaker: CreateTrainingPlan', sm('training-plan/p'), 'paid for ahead'),
    ...refuse('sagemaker: CreateReservedCapacity', sm('reserved-capacity/r'), 'paid for ahead'),
    ...refuse(
      'sagemaker: PutLineageGroupPolicy EnableSagemakerServicecatalogPortfolio ExtendTrainingPlan',
      '*',
      'not named',
    ),
    ...refuse('sagemaker: CallPartnerAppApi', sm('partner-app/p'), 'not named'),
  ];
}
