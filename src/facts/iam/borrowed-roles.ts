import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isDenied, isSignedOut, messageOf } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { permissionFor } from '../../aws/permissions.ts';
import { rolePath } from '../../policies/index.ts';
import { iamAccount } from './account.ts';

/** A resource with a role outside the path of the group that may open or run the resource: the residual risk. */
interface BorrowedRole {
  group: 'engineer' | 'analyst';
  kind: string;
  name: string;
  /** The ARN of the role or instance profile. */
  role: string;
}

/** What was found, and what could not be checked. */
export interface BorrowedRoles {
  found: BorrowedRole[];
  unseen: { kind: string; why: string; permission?: string }[];
}

type Runs = { name: string; roles: (string | undefined)[] }[];

interface Kind {
  group: BorrowedRole['group'];
  kind: string;
  permission: string;
  list(account: Account): Promise<Runs>;
}

// Each resource needs a request of its own, and an account may have thousands.
const MOST = 100;

const KINDS: Kind[] = [
  {
    group: 'analyst',
    kind: 'SageMaker notebook',
    permission: permissionFor({ service: 'sagemaker', operation: 'ListNotebookInstances' }),
    list: notebooks,
  },
  {
    group: 'analyst',
    kind: 'EC2 instance',
    permission: permissionFor({ service: 'ec2', operation: 'DescribeInstances' }),
    list: instances,
  },
  {
    group: 'analyst',
    kind: 'ECS task definition',
    permission: permissionFor({ service: 'ecs', operation: 'ListTaskDefinitionFamilies' }),
    list: taskDefinitions,
  },
  {
    group: 'analyst',
    kind: 'EKS cluster',
    permission: permissionFor({ service: 'eks', operation: 'ListClusters' }),
    list: clusters,
  },
  {
    group: 'engineer',
    kind: 'Glue job',
    permission: permissionFor({ service: 'glue', operation: 'GetJobs' }),
    list: jobs,
  },
];

/** Notebooks, instances, task definitions, clusters and jobs in the home Region with a role outside their group's path. */
export async function borrowedRoles(account: Account): Promise<BorrowedRoles> {
  const result: BorrowedRoles = { found: [], unseen: [] };
  await Promise.all(
    KINDS.map(async ({ group, kind, permission, list }) => {
      try {
        for (const { name, roles } of await list(account)) {
          for (const role of roles) if (role && !isOnPath(role, group)) result.found.push({ group, kind, name, role });
        }
      } catch (error) {
        if (isSignedOut(error)) throw error;
        result.unseen.push({ kind, why: messageOf(error), ...(isDenied(error) ? { permission } : {}) });
      }
    }),
  );
  return result;
}

function isOnPath(role: string, group: BorrowedRole['group']): boolean {
  return role.split(':role')[1]?.startsWith(rolePath(group)) ?? false;
}

async function notebooks(account: Account): Promise<Runs> {
  const pages = await allPages(account, call('sagemaker', 'ListNotebookInstances', {}), 'NextToken');
  const names = pages
    .flatMap(({ NotebookInstances }) => NotebookInstances ?? [])
    .map(({ NotebookInstanceName }) => NotebookInstanceName);
  return each(names, async (NotebookInstanceName) => {
    const { RoleArn } = await account.send(call('sagemaker', 'DescribeNotebookInstance', { NotebookInstanceName }));
    return [RoleArn];
  });
}

async function instances(account: Account): Promise<Runs> {
  const pages = await allPages(account, call('ec2', 'DescribeInstances', {}), 'NextToken');
  const all = pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
  const live = all.filter(({ State }) => State?.Name !== 'terminated');
  // The instance runs with the role; the profile only passes it.
  const { roles } = await iamAccount(account);
  const roleOf = (profile: string) =>
    [...roles.values()].find(({ InstanceProfileList }) => InstanceProfileList?.some(({ Arn }) => Arn === profile))
      ?.Arn ?? profile;
  return live.map(({ InstanceId = '', IamInstanceProfile }) => ({
    name: InstanceId,
    roles: IamInstanceProfile?.Arn ? [roleOf(IamInstanceProfile.Arn)] : [],
  }));
}

async function taskDefinitions(account: Account): Promise<Runs> {
  const pages = await allPages(account, call('ecs', 'ListTaskDefinitionFamilies', { status: 'ACTIVE' }), 'nextToken');
  return each(
    pages.flatMap(({ families }) => families ?? []),
    async (taskDefinition) => {
      const answer = await account.send(call('ecs', 'DescribeTaskDefinition', { taskDefinition }));
      return [answer.taskDefinition?.taskRoleArn, answer.taskDefinition?.executionRoleArn];
    },
  );
}

async function clusters(account: Account): Promise<Runs> {
  const pages = await allPages(account, call('eks', 'ListClusters', {}), 'nextToken');
  return each(
    pages.flatMap(({ clusters: names }) => names ?? []),
    async (name) => {
      const { cluster } = await account.send(call('eks', 'DescribeCluster', { name }));
      return [cluster?.roleArn];
    },
  );
}

async function jobs(account: Account): Promise<Runs> {
  const pages = await allPages(account, call('glue', 'GetJobs', {}), 'NextToken');
  return pages.flatMap(({ Jobs }) => Jobs ?? []).map(({ Name = '', Role }) => ({ name: Name, roles: [Role] }));
}

function each(
  names: (string | undefined)[],
  rolesOf: (name: string) => Promise<(string | undefined)[]>,
): Promise<Runs> {
  const some = names.filter((name) => name !== undefined);
  if (some.length > MOST) throw new Error(`found ${some.length}; only up to ${MOST} are checked one by one`);
  return Promise.all(some.map(async (name) => ({ name, roles: await rolesOf(name) })));
}
