import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers } from './row-makers.ts';

/** Images, the stacks of the ECS console, and the public gallery. */
export function imageRows(place: Place): TableRow[] {
  const { grant, refuse, arn, bucket, away } = rowMakers(['analyst'], place);
  const repository = arn('ecr', 'repository/tools/app');
  const stack = (name: string) => arn('cloudformation', `stack/${name}/0f6e`);
  const stacks = [stack('Infra-ECS-Cluster-c-1'), stack('ECS-Console-V2-Service-s-1')];
  return [
    ...grant('ecr: GetAuthorizationToken DescribeRegistry', '*', 'docker login'),
    ...grant(
      'ecr: BatchCheckLayerAvailability BatchGetImage GetDownloadUrlForLayer DescribeImages DescribeRepositories ListImages',
      repository,
      'pull',
    ),
    ...grant(
      'ecr: InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage BatchDeleteImage',
      repository,
      'push',
    ),
    ...grant(
      'ecr: CreateRepository DeleteRepository TagResource UntagResource PutImageTagMutability PutImageScanningConfiguration StartImageScan PutLifecyclePolicy DeleteLifecyclePolicy',
      repository,
      'a repository of their own',
    ),
    ...refuse('ecr: SetRepositoryPolicy DeleteRepositoryPolicy ReplicateImage', repository, 'lets other accounts in'),
    ...refuse('ecr: PutRegistryPolicy PutReplicationConfiguration PutAccountSetting', '*', 'lets other accounts in'),
    ...publicGalleryRows(place),
    ...stacks.flatMap((one) =>
      grant(
        'cloudformation: CreateStack DeleteStack DescribeStacks DescribeStackEvents UpdateStack',
        one,
        'how the ECS console makes clusters and services',
      ),
    ),
    ...refuse('cloudformation: SetStackPolicy', stacks[0] ?? '', 'not what the ECS console does'),
    ...refuse('cloudformation: CreateStack UpdateStack DeleteStack', stack('billing'), "others' stacks"),
    ...refuse('cloudformation: CreateStackSet', '*', 'works in other accounts and Regions'),
    ...refuse('ecr: GetAuthorizationToken', '*', 'at home only', { 'aws:RequestedRegion': away }),
    ...refuse('s3: PutObject', `${bucket(place.analysisBucket)}/x`, 'reads only'),
  ];
}

function publicGalleryRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  const at = { 'aws:RequestedRegion': 'us-east-1' };
  const to = (service: string | null) => ({ ...at, 'sts:AWSServiceName': service });
  const signsIn = place.partition === 'aws' ? grant : refuse;
  return [
    ...signsIn('ecr-public: GetAuthorizationToken', '*', 'docker login at the public gallery', at),
    ...signsIn('sts: GetServiceBearerToken', '*', 'docker login at the public gallery', to('ecr-public.amazonaws.com')),
    ...refuse('sts: GetServiceBearerToken', '*', 'for the gallery only', to('codeartifact.amazonaws.com')),
    ...refuse('sts: GetServiceBearerToken', '*', 'for the gallery only', to(null)),
    ...refuse('ecr-public: CreateRepository PutImage', arn('ecr-public', 'repository/x', ''), 'publishes nothing', at),
  ];
}
