import { type AnyCall, call } from './call.ts';
import { cliLine, cliLines } from './cli-line.ts';

/**
 * A shell function in a printed plan: runs a command and ignores one error code, which means that nothing is left to do.
 * Any other error stops the script.
 */
export const UNLESS = [
  'unless() { # CODE COMMAND: ignores error CODE, which means already done',
  '  code=$1; shift',
  '  if said=$("$@" 2>&1); then [ -z "$said" ] || printf \'%s\\n\' "$said"; return 0; fi',
  '  case $said in *"($code)"*) echo "already done: $2 $3" ;; *) printf \'%s\\n\' "$said" >&2; return 1 ;; esac',
  '}',
];

// AWS's error code when nothing is left to do (the "Errors" section of each operation's API page).
const SO_ALREADY: Record<string, [operation: RegExp, code: string][]> = {
  iam: [
    [/^Create(User|Group|Policy|Role|InstanceProfile|LoginProfile)$/, 'EntityAlreadyExists'],
    // "An instance profile can contain only one role."
    [/^AddRoleToInstanceProfile$/, 'LimitExceeded'],
    [/^(Delete|Detach|Remove|Deactivate)/, 'NoSuchEntity'],
  ],
  // In us-east-1 S3 answers 200 instead.
  s3: [[/^CreateBucket$/, 'BucketAlreadyOwnedByYou']],
  scheduler: [
    [/^Create/, 'ConflictException'],
    [/^Delete/, 'ResourceNotFoundException'],
  ],
  autoscaling: [[/^CreateAutoScalingGroup$/, 'AlreadyExists']],
  elasticloadbalancing: [[/^CreateListener$/, 'DuplicateListener']],
  ec2: [
    [/^CreateLaunchTemplate$/, 'InvalidLaunchTemplateName.AlreadyExistsException'],
    [/^CreateSecurityGroup$/, 'InvalidGroup.Duplicate'],
    [/^AuthorizeSecurityGroup/, 'InvalidPermission.Duplicate'],
    [/^RevokeSecurityGroup/, 'InvalidPermission.NotFound'],
  ],
};

// What lists the things that an operation creates, and where their names are.
const LISTED: Record<string, [question: string, list: string, named: string]> = {
  CreateLoadBalancer: ['DescribeLoadBalancers', 'LoadBalancers', 'LoadBalancerName'],
  CreateTargetGroup: ['DescribeTargetGroups', 'TargetGroups', 'TargetGroupName'],
};

// EC2 endpoints are created once, and found by their tags: how they are listed, and their ids in the answer.
const ENDPOINTS: Record<string, [operation: string, ids: string]> = {
  CreateVpcEndpoint: ['DescribeVpcEndpoints', 'VpcEndpoints[].VpcEndpointId'],
  CreateInstanceConnectEndpoint: [
    'DescribeInstanceConnectEndpoints',
    'InstanceConnectEndpoints[].InstanceConnectEndpointId',
  ],
};

/** The state of the account when the plan was made, for guards that compare with it. */
export interface Before {
  /** The number of versions that a managed policy has just before the new one is created. */
  policyVersions?: number;
}

/** The call as lines of a script that can be run again: nothing is done twice, and real errors stop the script. */
export function guardedLines(given: AnyCall, before: Before = {}): string {
  const code = SO_ALREADY[given.service]?.find(([operation]) => operation.test(given.operation))?.[1];
  if (code) return cliLines(given, 80, ['unless', code]);
  const guard = questionBefore(given, before);
  return guard ? [...guard, cliLines(given)].join('\n') : cliLines(given);
}

// Reads first, on a separate line, so that a failed read also stops the script.
function questionBefore({ service, operation, input, region }: AnyCall, before: Before): string[] | undefined {
  const asked = (question: AnyCall, query: string) =>
    `found=$(${cliLine(question)} --query ${single(query)} --output text)`;
  if (service === 'ec2' && operation === 'RunInstances') {
    const Filters = [
      ...ownTags(input).map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value] })),
      { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
    ];
    const question = call('ec2', 'DescribeInstances', { Filters });
    return [asked(question, 'Reservations[].Instances[].InstanceId'), '[ -n "$found" ] ||'];
  }
  // AWS takes the same request again; other endpoints may not.
  const listed = service === 'elasticloadbalancing' ? LISTED[operation] : undefined;
  if (listed) {
    const [question, list, named] = listed;
    const { Name } = input as { Name: string };
    const mine = `${list}[?${named}=='${Name}'].${named}`;
    return [asked({ service, operation: question, input: {} }, mine), '[ -n "$found" ] ||'];
  }
  const [endpoints, ids] = ENDPOINTS[operation] ?? [];
  if (service === 'ec2' && endpoints && ids) {
    const Filters = ownTags(input).map(({ Key, Value }) => ({ Name: `tag:${Key}`, Values: [Value] }));
    const question: AnyCall = { service, operation: endpoints, input: { Filters } };
    return [asked(question, ids), '[ -n "$found" ] ||'];
  }
  if (service === 'sns' && operation === 'Subscribe') {
    const { TopicArn, Endpoint } = input as { TopicArn: string; Endpoint: string };
    const question = call('sns', 'ListSubscriptionsByTopic', { TopicArn }, region);
    const mine = `Subscriptions[?Endpoint=='${Endpoint.replace(/[\\']/g, '\\$&')}'].Endpoint`;
    return [asked(question, mine), '[ -n "$found" ] ||'];
  }
  if (service === 'iam' && operation === 'CreatePolicyVersion' && before.policyVersions !== undefined) {
    const { PolicyArn } = input as { PolicyArn: string };
    // Only printed, so it is not in the list of operations that may be sent.
    const question: AnyCall = { service: 'iam', operation: 'ListPolicyVersions', input: { PolicyArn } };
    return [asked(question, 'length(Versions)'), `[ "$found" != ${before.policyVersions} ] ||`];
  }
  return undefined;
}

interface Tagged {
  TagSpecifications?: { ResourceType?: string; Tags?: { Key: string; Value: string }[] }[];
}

// These tags identify an instance or endpoint, even if it has been renamed.
function ownTags(input: unknown): { Key: string; Value: string }[] {
  const [specification] = (input as Tagged).TagSpecifications ?? [];
  return (specification?.Tags ?? []).filter(({ Key }) => /^(managed-by|aws-baseline:name)$/.test(Key));
}

function single(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
