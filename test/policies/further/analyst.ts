import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { computeRows } from './compute.ts';
import { resultRows } from './results.ts';
import { rowMakers } from './row-makers.ts';

export function analystRows(place: Place): TableRow[] {
  return [...resultRows('analyst', place), ...dataRows(place), ...computeRows(place), ...roleRows(place)];
}

function dataRows(place: Place): TableRow[] {
  const { grant, refuse, arn, bucket, away } = rowMakers(['analyst'], place);
  const analysis = bucket(place.analysisBucket);
  const landing = bucket(place.landingBucket);
  const reads = 'GetObject GetObjectAcl GetObjectAttributes GetObjectTagging GetObjectVersion GetObjectVersionTagging';
  return [
    ...grant(
      's3: GetBucketLocation GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPublicAccessBlock GetBucketTagging GetBucketVersioning GetEncryptionConfiguration ListBucket ListBucketVersions',
      analysis,
      'may list',
    ),
    ...grant(`s3: ${reads}`, `${analysis}/a/b.csv`, 'may read'),
    ...grant('s3: ListAllMyBuckets', '*', 'answered from anywhere', { 'aws:RequestedRegion': away }),
    ...refuse('s3: ListBucket GetBucketLocation', landing, "the landing zone is the engineers'"),
    ...refuse(`s3: ${reads} PutObject`, `${landing}/a/b.csv`, "the landing zone is the engineers'"),
    ...refuse(
      's3: PutObject DeleteObject AbortMultipartUpload PutObjectTagging PutObjectAcl DeleteObjectVersion',
      `${analysis}/a`,
      'reads only',
    ),
    ...refuse(
      's3: PutBucketPolicy PutBucketVersioning DeleteBucket PutLifecycleConfiguration GetBucketPolicy',
      analysis,
      'reads objects only',
    ),
    ...refuse('s3: CreateJob ListJobs PutAccountPublicAccessBlock', '*', "the engineers', the admin's"),
    ...refuse('s3: CreateAccessPoint', arn('s3', `accesspoint/${place.analysisBucket}-x`), "the engineers'"),
    ...refuse('glue: StartJobRun', arn('glue', 'job/x'), "Glue is the engineers'"),
    ...refuse('glue: GetJobs', '*', "Glue is the engineers'"),
    ...refuse('ce: GetSavingsPlansCoverage', '*', "costs are the engineers'"),
    ...refuse(
      'iam: CreateAccessKey ListAccessKeys',
      arn('iam', `user/analyst_${place.name}`, ''),
      'no keys for analysts',
    ),
  ];
}

function roleRows(place: Place): TableRow[] {
  const { grant, refuse, iam, globalRegion } = rowMakers(['analyst'], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const role = iam('role/aws-baseline/analyst/compute');
  const to = (service: string | null) => ({ 'iam:PassedToService': service });
  const china = place.partition === 'aws-cn' ? ['ec2.amazonaws.com.cn'] : [];
  const services = ['ec2', 'ecs-tasks', 'eks', 'eks-fargate-pods', 'sagemaker'].map((name) => `${name}.amazonaws.com`);
  const linked = (name: string, role: string) => iam(`role/aws-service-role/${name}.amazonaws.com/${role}`);
  const firstUse = (name: string) => ({ ...at, 'iam:AWSServiceName': `${name}.amazonaws.com` });
  return [
    ...[...services, ...china].flatMap((service) => [
      ...grant('iam: PassRole', role, 'evaluated in the Region of the call', to(service)),
      ...refuse('iam: PassRole', iam('role/administrator'), 'the role is the power', to(service)),
      ...refuse('iam: PassRole', iam('role/aws-baseline/analyst-admin/x'), 'a lookalike path', to(service)),
      ...refuse('iam: PassRole', iam('role/aws-baseline/engineer/x'), "the other group's roles", to(service)),
    ]),
    ...['glue.amazonaws.com', 'lambda.amazonaws.com', 'pods.eks.amazonaws.com', 'ssm.amazonaws.com', null].flatMap(
      (service) => refuse('iam: PassRole', role, 'four services only', to(service)),
    ),
    ...grant('iam: ListInstanceProfiles', '*', 'the launch page offers them', at),
    ...grant('iam: GetInstanceProfile', iam('instance-profile/aws-baseline/analyst/x'), 'what a launch hands out', at),
    ...refuse('iam: GetInstanceProfile', iam('instance-profile/x'), 'not of theirs', at),
    ...refuse('iam: GetInstanceProfile', iam('instance-profile/aws-baseline/analyst-x'), 'a lookalike', at),
    ...refuse('iam: GetRole', iam('role/aws-service-role-x'), 'a lookalike', at),
    ...grant('iam: GetRole', linked('eks-nodegroup', 'AWSServiceRoleForX'), 'EKS looks for it as the caller', at),
    ...refuse('iam: PassRole', linked('eks', 'AWSServiceRoleForX'), 'not of theirs', to('eks.amazonaws.com')),
    ...['ecs', 'eks', 'eks-fargate', 'eks-nodegroup', 'sagemaker'].flatMap((name) => [
      ...grant('iam: CreateServiceLinkedRole', linked(name, 'AWSServiceRoleForX'), 'first use', firstUse(name)),
      ...refuse('iam: CreateServiceLinkedRole', linked(name, 'AWSServiceRoleForX'), 'another service', firstUse('sso')),
      ...refuse('iam: CreateServiceLinkedRole', linked(name, 'AWSServiceRoleForX'), 'no service named', at),
      ...refuse('iam: DeleteServiceLinkedRole', linked(name, 'AWSServiceRoleForX'), 'first use only', at),
    ]),
    ...refuse('iam: CreateServiceLinkedRole', linked('sso', 'AWSServiceRoleForSSO'), 'not of theirs', firstUse('ecs')),
  ];
}
