// The floor: the fewest requests that build (or check) a similar end state, each sent as soon as what it needs has
// answered. It looks at nothing first, handles no error, and knows no TLS policy, lifecycle, tags, instance role or
// Region check: no tool to use, but no tool can be much faster.     node floor.mjs apply|check N
import { bare } from './bare.mjs';
import { buckets, EMAIL, GROUPS, NAME, REGION, users } from './wanted.mjs';

const aws = bare(process.env.AWS_ENDPOINT_URL);
const n = Number(process.argv[3]);
const iam = (action, input) => aws.query('iam', 'us-east-1', action, input);
const sns = (action, input) => aws.query('sns', 'us-east-1', action, input);
const ec2 = (action, input) => aws.query('ec2', REGION, action, input);
const alarm = (operation, input) =>
  aws.json('monitoring', 'us-east-1', `GraniteServiceVersion20100801.${operation}`, input);
const put = (path, body, headers) => aws.s3(REGION, 'PUT', path, body, headers);
const pick = (xml, element) => new RegExp(`<${element}>([^<]*)<`).exec(xml)?.[1];
const xml = (tree) =>
  Object.entries(tree)
    .map(([name, inner]) => `<${name}>${typeof inner === 'object' ? xml(inner) : inner}</${name}>`)
    .join('');

const SECURITY_GROUP = `${NAME}-floor`;
const PASSWORD = { Password: 'Aa1!aaaaaaaaaaaaaaaa', PasswordResetRequired: 'true' };
const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
});
const BLOCKED = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];
const SETTINGS = {
  publicAccessBlock: { PublicAccessBlockConfiguration: Object.fromEntries(BLOCKED.map((name) => [name, true])) },
  versioning: { VersioningConfiguration: { Status: 'Enabled' } },
  encryption: {
    ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } } },
  },
};

async function alarms() {
  const TopicArn = pick(await sns('CreateTopic', { Name: `${NAME}-billing` }), 'TopicArn');
  const metric = { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges', Statistic: 'Maximum', Period: 21600 };
  const limit = { Threshold: 10, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 };
  const Dimensions = [{ Name: 'Currency', Value: 'USD' }];
  await Promise.all([
    sns('Subscribe', { TopicArn, Protocol: 'email', Endpoint: EMAIL }),
    alarm('PutMetricAlarm', { AlarmName: NAME, ...metric, ...limit, Dimensions, AlarmActions: [TopicArn] }),
  ]);
}

async function bucket(name) {
  const place = xml({ CreateBucketConfiguration: { LocationConstraint: REGION } });
  await put(`/${name}`, place, { 'x-amz-object-ownership': 'BucketOwnerEnforced' });
  await Promise.all(Object.entries(SETTINGS).map(([setting, tree]) => put(`/${name}?${setting}`, xml(tree))));
}

async function instance() {
  const made = await ec2('CreateSecurityGroup', { GroupName: SECURITY_GROUP, GroupDescription: 'No inbound traffic' });
  await ec2('RunInstances', {
    ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
    InstanceType: 't3.micro',
    MinCount: 1,
    MaxCount: 1,
    'SecurityGroupId.1': pick(made, 'groupId'),
    'MetadataOptions.HttpTokens': 'required',
    'BlockDeviceMapping.1.DeviceName': '/dev/xvda',
    'BlockDeviceMapping.1.Ebs.Encrypted': 'true',
    'BlockDeviceMapping.1.Ebs.VolumeSize': 8,
  });
}

async function apply() {
  const made = new Map(GROUPS.map((GroupName) => [GroupName, iam('CreateGroup', { GroupName })]));
  const group = async (GroupName) => {
    const policy = iam('CreatePolicy', { PolicyName: `${GroupName}_access`, PolicyDocument: DOCUMENT });
    await made.get(GroupName);
    await iam('AttachGroupPolicy', { GroupName, PolicyArn: pick(await policy, 'Arn') });
  };
  const user = async ([GroupName, UserName]) => {
    await iam('CreateUser', { UserName });
    const member = made.get(GroupName).then(() => iam('AddUserToGroup', { UserName, GroupName }));
    await Promise.all([member, iam('CreateLoginProfile', { UserName, ...PASSWORD })]);
  };
  await Promise.all([
    iam('GetAccountSummary'),
    alarms(),
    instance(),
    ...GROUPS.map(group),
    ...users(n).map(user),
    ...buckets(n).map(bucket),
  ]);
}

async function check() {
  const kinds = { 'Filter.member.1': 'User', 'Filter.member.2': 'Group', 'Filter.member.3': 'LocalManagedPolicy' };
  const settings = [...Object.keys(SETTINGS), 'ownershipControls'];
  await Promise.all([
    aws.query('sts', 'us-east-1', 'GetCallerIdentity'),
    iam('GetAccountSummary'),
    iam('GetAccountAuthorizationDetails', { ...kinds, MaxItems: 1000 }),
    ...users(n).map(([, UserName]) => iam('GetLoginProfile', { UserName })),
    sns('ListSubscriptions'),
    alarm('DescribeAlarms', { AlarmNames: [NAME] }),
    ...buckets(n).flatMap((name) => settings.map((setting) => aws.s3(REGION, 'GET', `/${name}?${setting}`))),
    ec2('DescribeInstances'),
    ec2('DescribeVolumes'),
    ec2('DescribeSecurityGroups', { 'Filter.1.Name': 'group-name', 'Filter.1.Value.1': SECURITY_GROUP }),
  ]);
}

await (process.argv[2] === 'check' ? check() : apply());
aws.close();
