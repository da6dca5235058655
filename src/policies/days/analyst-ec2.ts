import type { DayCall, Words } from './day.ts';

type Tasks = Record<string, DayCall[]>;

/** The requests of the launch page before somebody chooses "Launch instance". */
function launchPage({ ask, arn, iam }: Words): DayCall[] {
  return [
    ...ask(
      'ec2: DescribeImages DescribeInstanceTypes DescribeInstanceTypeOfferings DescribeKeyPairs DescribeVpcs DescribeSubnets DescribeSecurityGroups DescribeAvailabilityZones DescribeLaunchTemplates DescribeCapacityReservations DescribePlacementGroups DescribeAddresses DescribeVolumes DescribeSpotPriceHistory DescribeNetworkInterfaces DescribeAccountAttributes GetEbsEncryptionByDefault GetInstanceMetadataDefaults GetAllowedImagesSettings',
    ),
    ...ask('ec2: GetSecurityGroupsForVpc', arn('ec2', 'vpc/vpc-1')),
    ...ask('iam: ListInstanceProfiles ListRoles'),
    ...ask('kms: ListAliases'),
    ...ask('iam: GetInstanceProfile', iam('instance-profile/aws-baseline/analyst/aws-baseline-ec2')),
    ...ask('ec2: GetInstanceTypesFromInstanceRequirements GetSpotPlacementScores GetDefaultCreditSpecification'),
    ...ask('servicequotas: ListServiceQuotas'),
    ...ask('tag: GetResources GetTagKeys'),
  ];
}

function launch({ ask, arn, pass, place }: Words): DayCall[] {
  const ours = ['instance/i', 'volume/v', 'network-interface/e', 'subnet/s', 'security-group/g', 'key-pair/k'];
  const new_ = ['instance/i', 'volume/v', 'network-interface/e'];
  const image = `arn:${place.partition}:ec2:${place.region}::image/ami-1`;
  return [
    ...ask('ec2: RunInstances', [image, ...ours.map((one) => arn('ec2', one))]),
    ...new_.flatMap((one) => ask('ec2: CreateTags', arn('ec2', one), { 'ec2:CreateAction': 'RunInstances' })),
    ...pass('ec2', 'ec2.amazonaws.com'),
  ];
}

/** What analysts do with EC2 and the analysis bucket. */
export function instanceTasks(words: Words): Tasks {
  const { ask, arn, analysis, user } = words;
  const instance = arn('ec2', 'instance/i-1');
  const shell = arn('ssm', 'document/SSM-SessionManagerRunShell');
  const session = arn('ssm', `session/${user}-0a1b2c3d`);
  return {
    'launches the smallest instance on the launch page, connects to it, and stops it': [
      ...launchPage(words),
      ...launch(words),
      ...ask('ec2: DescribeInstances DescribeInstanceStatus DescribeTags'),
      ...ask('ssm: DescribeInstanceInformation DescribeInstanceProperties'),
      ...ask('ssm: GetConnectionStatus', instance),
      ...ask('ssm: GetDocument', shell),
      ...ask('ssm: StartSession', [instance, shell]),
      ...ask('ssmmessages: OpenDataChannel'),
      ...ask('ssm: ResumeSession TerminateSession', session),
      ...ask('ec2: StopInstances', instance),
    ],
    'launches an instance with the newest image from the command line, and terminates it': [
      ...ask(
        'ssm: GetParameter GetParameters GetParametersByPath',
        arn('ssm', 'parameter/aws/service/ami-amazon-linux-latest/al2023'),
      ),
      ...ask('ec2: CreateKeyPair ImportKeyPair', arn('ec2', 'key-pair/mine')),
      ...ask('ec2: CreateSecurityGroup', [arn('ec2', 'security-group/g'), arn('ec2', 'vpc/vpc-1')]),
      ...ask('ec2: CreateTags', arn('ec2', 'security-group/g'), { 'ec2:CreateAction': 'CreateSecurityGroup' }),
      ...launch(words),
      ...ask('ec2-instance-connect: SendSSHPublicKey', instance),
      ...ask('ec2: DescribeInstanceConnectEndpoints DescribeInstances'),
      ...ask('ec2: TerminateInstances', instance),
      ...ask('ec2: DeleteSecurityGroup', arn('ec2', 'security-group/g')),
      ...ask('ec2: DeleteKeyPair', arn('ec2', 'key-pair/mine')),
    ],
    'finds out why an instance does not answer, and restarts it': [
      ...ask('ec2: DescribeInstances DescribeInstanceStatus'),
      ...ask('ec2: GetConsoleOutput GetConsoleScreenshot RebootInstances StartInstances', instance),
      ...ask('cloudwatch: DescribeAlarms', arn('cloudwatch', 'alarm:cpu')),
      ...ask('cloudwatch: GetMetricStatistics DescribeAlarmsForMetric'),
      ...ask('cloudwatch: GetMetricData ListMetrics', arn('cloudwatch', 'dataset/default')),
      ...ask('ssm: DescribeSessions'),
    ],
    'copies files from the analysis bucket, earlier versions too': [
      ...ask('s3: ListAllMyBuckets'),
      ...ask(
        's3: GetBucketLocation GetBucketVersioning GetBucketPublicAccessBlock GetBucketOwnershipControls GetBucketObjectLockConfiguration GetBucketTagging GetEncryptionConfiguration ListBucket ListBucketVersions',
        analysis(),
      ),
      ...ask('s3: GetObject GetObjectAttributes GetObjectTagging GetObjectVersion', analysis('out/data.csv')),
    ],
  };
}
