import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

function firstUse({ ask, iam }: Words, service: string, role: string): DayCall[] {
  const name = `${service}.amazonaws.com`;
  return ask('iam: CreateServiceLinkedRole', iam(`role/aws-service-role/${name}/${role}`), {
    'iam:AWSServiceName': name,
  });
}

/** What analysts do with ECS and ECR. */
export function containerTasks(words: Words): Tasks {
  const { ask, arn, pass } = words;
  const ecs = (resource: string) => arn('ecs', resource);
  const ecsRoles = ['ecs-task', 'ecs-execution'].flatMap((role) => pass(role, 'ecs-tasks.amazonaws.com'));
  const group = arn('logs', 'log-group:/ecs/app');
  const repository = arn('ecr', 'repository/app');
  const stack = arn('cloudformation', 'stack/Infra-ECS-Cluster-app-1/0f6e');
  const service = arn('cloudformation', 'stack/ECS-Console-V2-Service-app-1/0f6e');
  return {
    'registers a task definition, runs it on Fargate, and reads its log': [
      ...ask('logs: CreateLogGroup TagResource PutRetentionPolicy DeleteRetentionPolicy', group),
      ...ask('ec2: DescribeVpcs DescribeSubnets DescribeRouteTables'),
      ...ask('ec2: CreateSecurityGroup', [arn('ec2', 'security-group/g'), arn('ec2', 'vpc/vpc-1')]),
      ...ask('ecs: CreateCluster DescribeClusters TagResource', ecs('cluster/app')),
      ...firstUse(words, 'ecs', 'AWSServiceRoleForECS'),
      ...ask('ecs: RegisterTaskDefinition RunTask', ecs('task-definition/app:1'), {
        'ecs:cluster': ecs('cluster/app'),
      }),
      ...ecsRoles,
      ...ask('ecs: DescribeTasks StopTask', ecs('task/app/t-1')),
      ...ask('ecs: ListTasks', ecs('container-instance/app/c-1')),
      ...ask('logs: DescribeLogStreams FilterLogEvents StartLiveTail', group),
      ...ask('logs: GetLogEvents', `${group}:log-stream:app/app/t-1`),
      ...ask('ecs: DeregisterTaskDefinition'),
      ...ask('ecs: DeleteTaskDefinitions', ecs('task-definition/app:1')),
      ...ask('ecs: DeleteCluster', ecs('cluster/app')),
      ...ask('ec2: DeleteSecurityGroup', arn('ec2', 'security-group/g')),
      ...ask('logs: DeleteLogGroup', group),
    ],
    'creates a cluster and a service in the ECS console, and deletes them': [
      ...ask('ecs: ListClusters ListTaskDefinitionFamilies ListTaskDefinitions DescribeTaskDefinition'),
      ...ask('iam: ListRoles'),
      ...ask('elasticloadbalancing: DescribeLoadBalancers DescribeTargetGroups'),
      ...ask('servicediscovery: ListNamespaces'),
      ...ask('cloudformation: CreateStack DescribeStacks DescribeStackEvents', stack),
      ...ask('ecs: CreateCluster PutClusterCapacityProviders UpdateClusterSettings', ecs('cluster/app'), {
        'aws:ViaAWSService': 'true',
      }),
      ...ask('cloudformation: CreateStack DescribeStacks UpdateStack DeleteStack', service),
      ...ask('ecs: CreateService UpdateService DeleteService', ecs('service/app/web'), { 'aws:ViaAWSService': 'true' }),
      ...ask('ecs: DescribeServices', ecs('service/app/web')),
      ...ask('application-autoscaling: DescribeScalableTargets'),
      ...ask('cloudwatch: GetMetricStatistics'),
      ...ask('cloudformation: DeleteStack', stack),
    ],
    'pushes an image to ECR, reads what a scan found, and pulls it again': [
      ...ask('ecr: GetAuthorizationToken'),
      ...ask('ecr: CreateRepository DescribeRepositories PutLifecyclePolicy', repository),
      ...ask(
        'ecr: BatchCheckLayerAvailability InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage PutImageTagMutability TagResource',
        repository,
      ),
      ...ask('ecr: StartImageScan DescribeImageScanFindings DescribeImages ListImages', repository),
      ...ask('ecr: GetDownloadUrlForLayer BatchGetImage BatchDeleteImage', repository),
    ],
    'searches the logs of tasks and clusters': [
      ...ask(
        'logs: DescribeLogGroups ListLogGroups DescribeQueryDefinitions DescribeAccountPolicies DescribeFieldIndexes DescribeIndexPolicies',
      ),
      ...ask('logs: StartQuery GetQueryResults GetLogGroupFields', [
        group,
        arn('logs', 'log-group:/aws/eks/c/cluster'),
      ]),
      ...ask('logs: DescribeMetricFilters GetDataProtectionPolicy GetTransformer GetLogRecord', group),
      ...ask('logs: StopQuery StopLiveTail'),
      ...ask('logs: PutRetentionPolicy', arn('logs', 'log-group:/aws/ecs/containerinsights/c/performance')),
    ],
  };
}

/** What analysts do with EKS. */
export function clusterTasks(words: Words): Tasks {
  const { ask, arn, pass, iam } = words;
  const eks = (resource: string) => arn('eks', resource);
  const cluster = eks('cluster/lab');
  const nodeRole = iam('role/aws-baseline/analyst/aws-baseline-eks-node');
  return {
    'creates an EKS cluster with Auto Mode, gets its kubeconfig, and views it in the console': [
      ...ask('eks: ListClusters DescribeClusterVersions DescribeAddonVersions'),
      ...ask('ec2: DescribeVpcs DescribeSubnets DescribeSecurityGroups'),
      ...ask('kms: ListAliases'),
      ...ask('iam: ListRoles'),
      ...ask('iam: GetRole ListAttachedRolePolicies', nodeRole),
      ...ask('eks: CreateCluster'),
      ...pass('eks-cluster', 'eks.amazonaws.com'),
      ...pass('eks-node', 'eks.amazonaws.com'),
      ...firstUse(words, 'eks', 'AWSServiceRoleForAmazonEKS'),
      ...ask(
        'eks: DescribeCluster AccessKubernetesApi TagResource ListUpdates UpdateClusterConfig UpdateClusterVersion',
        cluster,
      ),
      ...ask('eks: DeleteCluster', cluster),
    ],
    'adds a node group, an add-on and a Fargate profile to a cluster, and deletes them': [
      ...ask('iam: GetRole ListAttachedRolePolicies', nodeRole),
      ...ask(
        'iam: GetRole',
        iam('role/aws-service-role/eks-nodegroup.amazonaws.com/AWSServiceRoleForAmazonEKSNodegroup'),
      ),
      ...ask('eks: CreateNodegroup CreateAddon CreateFargateProfile ListNodegroups', cluster),
      ...pass('eks-node', 'ec2.amazonaws.com'),
      ...pass('eks-node', 'eks.amazonaws.com'),
      ...firstUse(words, 'eks-nodegroup', 'AWSServiceRoleForAmazonEKSNodegroup'),
      ...pass('eks-fargate', 'eks-fargate-pods.amazonaws.com'),
      ...firstUse(words, 'eks-fargate', 'AWSServiceRoleForAmazonEKSForFargate'),
      ...ask('ec2: DescribeInstanceTypes DescribeLaunchTemplates DescribeLaunchTemplateVersions DescribeKeyPairs'),
      ...ask('autoscaling: DescribeAutoScalingGroups'),
      ...ask(
        'eks: DescribeNodegroup UpdateNodegroupConfig UpdateNodegroupVersion DeleteNodegroup',
        eks('nodegroup/lab/n/1'),
      ),
      ...ask('eks: DescribeAddon UpdateAddon DeleteAddon', eks('addon/lab/vpc-cni/1')),
      ...ask('eks: DeleteFargateProfile', eks('fargateprofile/lab/f/1')),
    ],
  };
}
