import { type AnyCall, call } from './call.ts';
import { cliLine, cliLines } from './cli-line.ts';

/**
 * A shell function of a printed plan: runs a call, and passes over it where AWS answers with one code, by which it says
 * that this is so already. Anything else that AWS refuses stops the script.
 */
export const UNLESS = [
  'unless() { # CODE COMMAND: passes over what AWS says is so already',
  '  code=$1; shift',
  '  if said=$("$@" 2>&1); then [ -z "$said" ] || printf \'%s\\n\' "$said"; return 0; fi',
  '  case $said in *"($code)"*) echo "already so: $2 $3" ;; *) printf \'%s\\n\' "$said" >&2; return 1 ;; esac',
  '}',
];

// What AWS answers when a call has nothing left to do (the "Errors" of each operation's API page).
const SO_ALREADY: Record<string, [operation: RegExp, code: string][]> = {
  iam: [
    [/^Create(User|Group|Policy|Role|InstanceProfile|LoginProfile)$/, 'EntityAlreadyExists'],
    // "An instance profile can contain only one role."
    [/^AddRoleToInstanceProfile$/, 'LimitExceeded'],
    [/^(Delete|Detach|Remove|Deactivate)/, 'NoSuchEntity'],
  ],
  // In us-east-1 S3 answers 200 instead.
  s3: [[/^CreateBucket$/, 'BucketAlreadyOwnedByYou']],
  ec2: [
    [/^CreateSecurityGroup$/, 'InvalidGroup.Duplicate'],
    [/^AuthorizeSecurityGroup/, 'InvalidPermission.Duplicate'],
    [/^RevokeSecurityGroup/, 'InvalidPermission.NotFound'],
  ],
};

/** What the account held when the plan was made, as far as a guard asks for it again. */
export interface Before {
  /** How many versions a managed policy will have when its new one is made. */
  policyVersions?: number;
}

/** The call as lines of a script that may be run twice: the second time does nothing twice, and real errors stop it. */
export function guardedLines(given: AnyCall, before: Before = {}): string {
  const code = SO_ALREADY[given.service]?.find(([operation]) => operation.test(given.operation))?.[1];
  if (code) return cliLines(given, 80, ['unless', code]);
  const guard = questionBefore(given, before);
  return guard ? [...guard, cliLines(given)].join('\n') : cliLines(given);
}

// A question first, on a line of its own, so that a refused question stops the script, too.
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
  if (service === 'sns' && operation === 'Subscribe') {
    const { TopicArn, Endpoint } = input as { TopicArn: string; Endpoint: string };
    const question = call('sns', 'ListSubscriptionsByTopic', { TopicArn }, region);
    const mine = `Subscriptions[?Endpoint=='${Endpoint.replace(/[\\']/g, '\\$&')}'].Endpoint`;
    return [asked(question, mine), '[ -n "$found" ] ||'];
  }
  if (service === 'iam' && operation === 'CreatePolicyVersion' && before.policyVersions !== undefined) {
    const { PolicyArn } = input as { PolicyArn: string };
    // Only ever printed, so it is not among the operations that may be sent.
    const question: AnyCall = { service: 'iam', operation: 'ListPolicyVersions', input: { PolicyArn } };
    return [asked(question, 'length(Versions)'), `[ "$found" != ${before.policyVersions} ] ||`];
  }
  return undefined;
}

interface Tagged {
  TagSpecifications?: { ResourceType?: string; Tags?: { Key: string; Value: string }[] }[];
}

// By these an instance is found again whatever it is called by then.
function ownTags(input: unknown): { Key: string; Value: string }[] {
  const specification = (input as Tagged).TagSpecifications?.find(({ ResourceType }) => ResourceType === 'instance');
  return (specification?.Tags ?? []).filter(({ Key }) => /^(managed-by|aws-baseline:name)$/.test(Key));
}

function single(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
