import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { loadService, type ServiceName } from '../../src/aws/services.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of many operations
type Answer = any;

/** Sends operations with a client of the test's own, so that the program's reading is not trusted with its own proof. */
export function otherClient(endpoint: string) {
  const clients = new Map<string, { send(command: unknown): Promise<Answer> }>();
  return async (service: ServiceName, operation: string, input: object, region = 'ap-southeast-2'): Promise<Answer> => {
    const { Client, commands } = (await loadService(service)) as unknown as {
      Client: new (options: object) => { send(command: unknown): Promise<Answer> };
      commands: Record<string, new (input: object) => unknown>;
    };
    const key = `${service}/${region}`;
    const client =
      clients.get(key) ??
      new Client({ region, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    clients.set(key, client);
    const Command = commands[operation];
    if (!Command) throw new Error(`no ${operation}`);
    return client.send(new Command(input));
  };
}

const orNull = (answer: Promise<Answer>) => answer.catch(() => null);
const byId = (a: Answer, b: Answer) => (a.ID < b.ID ? -1 : 1);
const byUserName = (a: Answer, b: Answer) => (a.UserName < b.UserName ? -1 : 1);
const sorted = (list: Answer[] | undefined) => (list ?? []).map((one) => JSON.stringify(one)).sort();

/** What is in a moto account, without what differs from run to run: ids, dates, order. */
export async function snapshot(endpoint: string): Promise<Answer> {
  const ask = otherClient(endpoint);
  const iam = await ask('iam', 'GetAccountAuthorizationDetails', {
    Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'],
  });
  const { Buckets } = await ask('s3', 'ListBuckets', {});
  const topic = { TopicArn: 'arn:aws:sns:us-east-1:111122223333:aws-baseline-alarms' };
  const instances = await ask('ec2', 'DescribeInstances', {});
  const groups = await ask('ec2', 'DescribeSecurityGroups', {});
  const alarms = await ask('cloudwatch', 'DescribeAlarms', {}, 'us-east-1');
  return {
    users: await Promise.all(
      (iam.UserDetailList ?? []).sort(byUserName).map(async ({ UserName, GroupList, Tags }: Answer) => ({
        UserName,
        groups: [...(GroupList ?? [])].sort(),
        Tags,
        signIn: (await orNull(ask('iam', 'GetLoginProfile', { UserName }))) !== null,
      })),
    ),
    groups: sorted(
      iam.GroupDetailList?.map(({ GroupName, Path, AttachedManagedPolicies, GroupPolicyList }: Answer) => ({
        GroupName,
        Path,
        policies: sorted(AttachedManagedPolicies),
        inline: GroupPolicyList,
      })),
    ),
    roles: sorted(
      iam.RoleDetailList?.map(({ RoleName, Path, AttachedManagedPolicies, RolePolicyList }: Answer) => ({
        RoleName,
        Path,
        // In no order: they are attached side by side.
        policies: sorted(AttachedManagedPolicies),
        inline: RolePolicyList,
      })),
    ),
    policies: sorted(
      iam.Policies?.map(({ Arn, DefaultVersionId, PolicyVersionList }: Answer) => ({
        Arn,
        inForce: PolicyVersionList.find(({ VersionId }: Answer) => VersionId === DefaultVersionId)?.Document,
        all: PolicyVersionList.map(({ Document }: Answer) => Document).sort(),
      })),
    ),
    profile:
      (await orNull(ask('iam', 'GetInstanceProfile', { InstanceProfileName: 'aws-baseline-ec2' })))?.InstanceProfile
        .Roles.length ?? null,
    buckets: await Promise.all(
      (Buckets ?? [])
        .map(({ Name }: Answer) => Name)
        .sort()
        .map((name: string) => bucketState(ask, name)),
    ),
    topic: (await orNull(ask('sns', 'GetTopicAttributes', topic, 'us-east-1')))?.Attributes.Policy ?? null,
    subscriptions: sorted(
      (await orNull(ask('sns', 'ListSubscriptionsByTopic', topic, 'us-east-1')))?.Subscriptions?.map(
        ({ Endpoint }: Answer) => Endpoint,
      ),
    ),
    alarms: sorted(
      alarms.MetricAlarms?.map(({ AlarmName, Threshold, AlarmActions }: Answer) => ({
        AlarmName,
        Threshold,
        AlarmActions,
      })),
    ),
    instances: sorted(
      instances.Reservations?.flatMap(({ Instances }: Answer) => Instances)
        .filter(({ State }: Answer) => State.Name !== 'terminated')
        .map(({ InstanceType, MetadataOptions, Tags, KeyName, IamInstanceProfile }: Answer) => ({
          InstanceType,
          tokens: MetadataOptions?.HttpTokens,
          tags: sorted(Tags),
          KeyName,
          profile: IamInstanceProfile?.Arn,
        })),
    ),
    securityGroups: sorted(
      groups.SecurityGroups?.map(({ GroupName, IpPermissions }: Answer) => ({ GroupName, IpPermissions })),
    ),
  };
}

/** The different tokens of all launches: AWS starts one instance for each, moto one for each request. */
export async function launchTokens(endpoint: string): Promise<string[]> {
  const { Reservations } = await otherClient(endpoint)('ec2', 'DescribeInstances', {});
  const instances = Reservations.flatMap(({ Instances }: Answer) => Instances);
  return [...new Set<string>(instances.map(({ ClientToken }: Answer) => ClientToken))];
}

async function bucketState(ask: ReturnType<typeof otherClient>, Bucket: string): Promise<Answer> {
  const get = (operation: string) => orNull(ask('s3', operation, { Bucket }));
  return {
    Bucket,
    region: (await get('GetBucketLocation'))?.LocationConstraint,
    blocks: (await get('GetPublicAccessBlock'))?.PublicAccessBlockConfiguration ?? null,
    ownership: (await get('GetBucketOwnershipControls'))?.OwnershipControls ?? null,
    versioning: (await get('GetBucketVersioning'))?.Status ?? null,
    encryption: (await get('GetBucketEncryption'))?.ServerSideEncryptionConfiguration ?? null,
    policy: (await get('GetBucketPolicy'))?.Policy ?? null,
    // Rules have no order.
    lifecycle: (await get('GetBucketLifecycleConfiguration'))?.Rules?.sort(byId) ?? null,
    tags: (await get('GetBucketTagging'))?.TagSet ?? null,
  };
}

/** Puts an object into a bucket. Over plain HTTP our own policy refuses that, so it has to go first. */
export async function upload(endpoint: string, Bucket: string, Key: string): Promise<void> {
  const client = new S3Client({
    region: 'ap-southeast-2',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await otherClient(endpoint)('s3', 'DeleteBucketPolicy', { Bucket });
  await client.send(new PutObjectCommand({ Bucket, Key, Body: 'a,b' }));
}
