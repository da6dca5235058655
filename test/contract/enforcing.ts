import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { evaluate, type PolicyDocument, type PolicyRequest } from '../../src/policies/index.ts';
import { simulate } from '../policies/simulate.ts';
import { otherClient } from './end-state.ts';
import { answerOf, type Named, nameOf } from './faults.ts';
import { bodyOf } from './proxy.ts';

/** A request as IAM sees it, and what was decided. */
export interface Judged {
  action: string;
  resource: string | string[];
  decision: string;
}

/** An endpoint in front of moto that enforces IAM: it does what a user's groups allow, by the policies that moto has. */
export interface EnforcingEndpoint {
  endpoint: string;
  judged: Judged[];
  /** Requests that could not be judged, and why. */
  puzzles: string[];
  stop(): Promise<void>;
}

/** The header with the action, the resource and the context of a request that is only decided, as JSON. */
export const CHECKED = 'x-checked';

type Body = Record<string, unknown>;
/** What AWS checks for a request, besides the keys that come with every request. */
type Checks = { action: string; resource: string | string[]; context?: PolicyRequest['context'] }[];
interface Place {
  accountId: string;
  region: string;
}

const text = (value: unknown): string => String(value ?? '');

/** Handing a role to a service (IAM page "Grant a user permissions to pass a role to an AWS service"). */
const pass = (roles: unknown[], service: string): Checks =>
  roles
    .filter(Boolean)
    .map((role) => ({ action: 'iam:PassRole', resource: text(role), context: { 'iam:PassedToService': service } }));

const EVERYTHING = ['ec2:Describe', 'ecs:List', 'glue:List', 'logs:DescribeLogGroups', 'iam:ListRoles'];

/** What AWS checks, by the Service Authorization Reference; throws for a request that no task here sends. */
function checksOf({ service, operation, protocol }: Named, url: URL, body: Body, place: Place): Checks {
  const { accountId, region } = place;
  const arn = (of: string, resource: string) => `arn:aws:${of}:${region}:${accountId}:${resource}`;
  const one = (action: string, resource: string | string[], context = {}): Checks => [{ action, resource, context }];
  if (protocol === 's3') return s3Checks(operation.split(' ')[0] ?? '', url);
  const action = `${service}:${operation}`;
  if (EVERYTHING.some((start) => action.startsWith(start))) return one(action, '*');
  if (service === 'iam') {
    const of =
      body.UserName && action !== 'iam:AddUserToGroup'
        ? `user/${text(body.UserName)}`
        : `group/${text(body.GroupName)}`;
    return one(action, `arn:aws:iam::${accountId}:${of}`);
  }
  if (service === 'glue')
    return [
      ...one(action, arn('glue', `job/${text(body.Name ?? body.JobName)}`)),
      ...pass([body.Role], 'glue.amazonaws.com'),
    ];
  if (service === 'logs') return one(action, arn('logs', `log-group:${text(body.logGroupName)}`));
  if (service === 'sagemaker')
    return [
      ...one(action, arn('sagemaker', `training-job/${text(body.TrainingJobName)}`)),
      ...pass([body.RoleArn], 'sagemaker.amazonaws.com'),
    ];
  if (service === 'ecs') return ecsChecks(action, body, arn);
  if (service === 'ec2') return ec2Checks(operation, body, { arn, ...place });
  if (service === 'eks') return eksChecks(operation, body, arn);
  throw new Error(`nobody said what AWS checks for ${service} ${operation}`);
}

function s3Checks(method: string, url: URL): Checks {
  const [, bucket = '', ...key] = url.pathname.split('/');
  const object = key.join('/');
  const of = `arn:aws:s3:::${bucket}${object ? `/${object}` : ''}`;
  const names: Record<string, string> = object
    ? { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }
    : {
        GET: url.searchParams.has('list-type') ? 'ListBucket' : 'GetBucketLocation',
        PUT: url.searchParams.has('policy') ? 'PutBucketPolicy' : 'CreateBucket',
        DELETE: 'DeleteBucket',
      };
  return [{ action: `s3:${names[method]}`, resource: of }];
}

type Arn = (of: string, resource: string) => string;

function ecsChecks(action: string, body: Body, arn: Arn): Checks {
  const cluster = arn('ecs', `cluster/${text(body.cluster ?? body.clusterName)}`);
  const family = text(body.family ?? body.taskDefinition).split(':')[0];
  const of: Record<string, string> = {
    'ecs:RegisterTaskDefinition': arn('ecs', `task-definition/${family}:1`),
    'ecs:RunTask': arn('ecs', `task-definition/${family}:1`),
    'ecs:DescribeTasks': arn('ecs', `task/${text(body.cluster)}/t-1`),
    'ecs:StopTask': arn('ecs', `task/${text(body.cluster)}/t-1`),
  };
  return [
    { action, resource: of[action] ?? cluster, context: { 'ecs:cluster': cluster } },
    ...pass([body.taskRoleArn, body.executionRoleArn], 'ecs-tasks.amazonaws.com'),
  ];
}

function eksChecks(operation: string, body: Body, arn: Arn): Checks {
  const [method, path = ''] = operation.split(' ');
  const [, , cluster = '', kind] = path.split('/');
  if (kind)
    return [
      { action: 'eks:CreateNodegroup', resource: arn('eks', `cluster/${cluster}`) },
      ...pass([body.nodeRole], 'eks.amazonaws.com'),
    ];
  if (method === 'GET') return [{ action: 'eks:DescribeCluster', resource: arn('eks', `cluster/${cluster}`) }];
  if (method === 'DELETE') return [{ action: 'eks:DeleteCluster', resource: arn('eks', `cluster/${cluster}`) }];
  return [{ action: 'eks:CreateCluster', resource: '*' }, ...pass([body.roleArn], 'eks.amazonaws.com')];
}

function ec2Checks(operation: string, body: Body, { arn, region }: Place & { arn: Arn }): Checks {
  if (operation !== 'RunInstances')
    return [{ action: `ec2:${operation}`, resource: arn('ec2', `instance/${text(body['InstanceId.1'])}`) }];
  const ours = ['instance/i', 'volume/v', 'network-interface/n', 'security-group/s', 'subnet/s'];
  const image = `arn:aws:ec2:${region}::image/${text(body.ImageId)}`;
  // The role of the profile has the same name and path.
  const role =
    body['IamInstanceProfile.Arn'] && text(body['IamInstanceProfile.Arn']).replace('instance-profile', 'role');
  return [
    { action: 'ec2:RunInstances', resource: [image, ...ours.map((of) => arn('ec2', of))] },
    ...pass([role], 'ec2.amazonaws.com'),
  ];
}

/** The documents of all groups of a user, as the account has them. */
async function documentsOf(UserName: string, moto: string): Promise<PolicyDocument[]> {
  const ask = otherClient(moto);
  const { UserDetailList, GroupDetailList, Policies } = await ask('iam', 'GetAccountAuthorizationDetails', {
    Filter: ['User', 'Group', 'LocalManagedPolicy'],
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  const groups: string[] = UserDetailList.find((one: any) => one.UserName === UserName).GroupList;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  const attached = GroupDetailList.filter((one: any) => groups.includes(one.GroupName)).flatMap((one: any) =>
    one.AttachedManagedPolicies.map(({ PolicyArn }: { PolicyArn: string }) => PolicyArn),
  );
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  return Policies.filter(({ Arn }: any) => attached.includes(Arn)).map(({ PolicyVersionList }: any) => {
    // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
    const { Document } = PolicyVersionList.find(({ IsDefaultVersion }: any) => IsDefaultVersion);
    return JSON.parse(decodeURIComponent(Document)) as PolicyDocument;
  });
}

/** Enforces IAM for the user whose name is the access key ID of a request. Our evaluator and iam-simulate must agree. */
export async function enforcingEndpoint(moto: string, accountId: string): Promise<EnforcingEndpoint> {
  const known = new Map<string, Promise<PolicyDocument[]>>();
  const judged: Judged[] = [];
  const puzzles: string[] = [];

  async function isAllowed(checks: Checks, user: string, region: string): Promise<boolean> {
    const documents = known.get(user) ?? documentsOf(user, moto);
    known.set(user, documents);
    const every = {
      'aws:RequestedRegion': region,
      'aws:ResourceAccount': accountId,
      'aws:PrincipalAccount': accountId,
      'aws:PrincipalArn': `arn:aws:iam::${accountId}:user/${user}`,
      'aws:username': user,
      'aws:MultiFactorAuthPresent': 'true',
      'aws:ViaAWSService': 'false',
    };
    for (const { action, resource, context } of checks) {
      const isIam = action.startsWith('iam:') && action !== 'iam:PassRole';
      const where = isIam ? { 'aws:RequestedRegion': 'us-east-1' } : {};
      const keys = Object.entries({ ...every, ...where, ...context }).filter(([, value]) => value !== null);
      const asked = { action, resource, context: Object.fromEntries(keys) as PolicyRequest['context'] };
      const decision = evaluate(await documents, asked);
      const other = await simulate(await documents, asked);
      if (decision !== other) throw new Error(`${action} on ${resource}: we say ${decision}, iam-simulate ${other}`);
      judged.push({ action, resource, decision });
      if (decision !== 'allow') return false;
    }
    return true;
  }

  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const named = nameOf(method, url, headers, body.toString('utf8'));
    const [, user = '', region = ''] = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(text(headers.authorization)) ?? [];
    const said = body.toString('utf8');
    const given = /^\s*\{/.test(said) ? JSON.parse(said) : Object.fromEntries(new URLSearchParams(said));
    try {
      // A request of a list brings what AWS checks for it, and asks for the decision only.
      const told = headers[CHECKED];
      if (told !== undefined) {
        const isFine = await isAllowed([JSON.parse(text(told))], user, region);
        return void outgoing.writeHead(isFine ? 200 : 403).end();
      }
      const checks = checksOf(named, new URL(url, moto), given, { accountId, region });
      if (await isAllowed(checks, user, region)) return forward();
      const denied = answerOf({ do: 'error', status: 403, code: 'AccessDenied', message: 'not authorized' }, named);
      outgoing.writeHead(denied.status, denied.headers).end(denied.body);
    } catch (error) {
      puzzles.push(String(error));
      outgoing.writeHead(400).end();
    }
    function forward(): void {
      const { hostname, port } = new URL(moto);
      const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    judged,
    puzzles,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
