import type { Cluster } from '@aws-sdk/client-eks';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { codeOf } from '../../aws/errors.ts';
import { Broken, type Fact, fact, Obstacle } from '../../engine/fact.ts';
import type { Network, SecurityGroup } from '../ec2/networks.ts';
import { asTagMap, fromTagMap, marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { clusterNetwork } from './cluster-network.ts';

/** The tag with the time after which status reminds of the cluster; it is on the cluster, so every computer sees it. */
const REMIND_TAG = 'aws-baseline:remind-after';

/** A cluster of EKS Auto Mode, its roles by ARN. */
interface ClusterWish {
  name: string;
  clusterRoleArn: string;
  nodeRoleArn: string;
  subnet: string | undefined;
  tags: Tag[];
}

type ClusterValue = { since: string; state: 'there' | 'deleting' | 'failed'; remindAfter?: string; problem?: string };

/** The fact that a cluster exists, and its name. */
export type EksCluster = Fact<ClusterValue> & { clusterName: string };

const DELETING_MS = 1_500_000;
const HOURS = { s: 1 / 3_600, m: 1 / 60, h: 1 };

/**
 * An EKS cluster with Auto Mode exists: compute, block storage and load balancing enabled together, and without self-managed
 * add-ons, as the AWS page "Create an EKS Auto Mode Cluster with the AWS CLI" has it. Whoever creates it is its
 * administrator. `now` is the time in milliseconds.
 */
export function eksClusterExists(wish: ClusterWish, group: SecurityGroup, now: () => number): EksCluster {
  const { name } = wish;
  let network: Network | undefined;
  const exists = fact<ClusterValue>({
    id: `eks/cluster/${name}`,
    title: `EKS cluster ${name} exists`,
    thing: `EKS cluster ${name}`,
    note: 'EKS Auto Mode, billed by the hour',
    // AWS page "Delete a cluster".
    undoing:
      'What runs on the EKS cluster ends with it, which takes AWS about 10 minutes. If you deployed load balancers or volumes, delete them with kubectl first: otherwise they stay and are billed.',
    want: { since: '', state: 'there' },
    needs: [group],
    lingers: DELETING_MS,
    async read(account) {
      const found = await clusterNamed(name, account);
      return found ? seenAs(found) : null;
    },
    same: (a, b) => (a === null || b === null ? a === b : a.state === b.state),
    remark: (value) => (value?.state === 'there' ? remarkOn(value, now()) : undefined),
    async calls(to, value, account) {
      if (to === null) return value?.state === 'deleting' ? [] : [call('eks', 'DeleteCluster', { name })];
      if (value?.state === 'deleting') throw new Obstacle('AWS is still deleting the earlier one: wait some minutes');
      if (value?.state === 'failed')
        throw new Broken(`AWS could not create it (${value.problem}): delete it with aws-baseline undo --steps try`);
      network = await clusterNetwork(wish.subnet, account);
      return [creation(wish, group, network)];
    },
    // Some zones have no room for new clusters; AWS names those that have (AWS API reference "CreateCluster").
    instead(error, _refused, times) {
      if (codeOf(error) !== 'UnsupportedAvailabilityZone' || !network || times > 1) return undefined;
      const zones = (error as { validZones?: string[] }).validZones ?? [];
      const subnets = network.subnets.filter(({ zone }) => zones.includes(zone));
      return subnets.length < 2 ? undefined : { calls: [creation(wish, group, { ...network, subnets })] };
    },
    async owner(account) {
      const found = await clusterNamed(name, account);
      return found ? ownerBy(fromTagMap(found.tags), wish.tags) : undefined;
    },
    async mark(account) {
      const resourceArn = (await clusterNamed(name, account))?.arn;
      return [call('eks', 'TagResource', { resourceArn, tags: asTagMap(marksIn(wish.tags)) })];
    },
  });
  return { ...exists, clusterName: name };
}

/** Status reminds of the cluster so long after it was created. */
export function clusterRemindsAfter(cluster: EksCluster, duration: string): Fact<string> {
  return fact<string>({
    id: `eks/cluster/${cluster.clusterName}/reminder`,
    title: `status reminds you of EKS cluster ${cluster.clusterName} after ${duration}`,
    want: duration,
    within: cluster,
    read: async (account) => (await clusterNamed(cluster.clusterName, account))?.tags?.[REMIND_TAG] ?? null,
    calls(to, _now, { identity, homeRegion }) {
      // Also of a cluster that is yet to be created; ARNs of clusters have no random part.
      const resourceArn = `arn:${identity.partition}:eks:${homeRegion}:${identity.accountId}:cluster/${cluster.clusterName}`;
      return [
        to === null
          ? call('eks', 'UntagResource', { resourceArn, tagKeys: [REMIND_TAG] })
          : call('eks', 'TagResource', { resourceArn, tags: { [REMIND_TAG]: to } }),
      ];
    },
  });
}

function creation(wish: ClusterWish, group: SecurityGroup, { vpcId, subnets }: Network): AnyCall {
  return call('eks', 'CreateCluster', {
    name: wish.name,
    roleArn: wish.clusterRoleArn,
    resourcesVpcConfig: {
      subnetIds: subnets.slice(0, 2).map(({ subnetId }) => subnetId),
      securityGroupIds: [group.groupId(vpcId)],
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
    },
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: true },
    computeConfig: { enabled: true, nodePools: ['general-purpose', 'system'], nodeRoleArn: wish.nodeRoleArn },
    kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
    storageConfig: { blockStorage: { enabled: true } },
    bootstrapSelfManagedAddons: false,
    tags: asTagMap(wish.tags),
  });
}

function seenAs({ createdAt, status, tags, health }: Cluster): ClusterValue {
  const remindAfter = tags?.[REMIND_TAG];
  const problem = health?.issues?.[0]?.message ?? 'AWS gives no reason';
  return {
    since: createdAt ? new Date(createdAt).toISOString() : '',
    state: status === 'DELETING' ? 'deleting' : status === 'FAILED' ? 'failed' : 'there',
    ...(remindAfter ? { remindAfter } : {}),
    ...(status === 'FAILED' ? { problem } : {}),
  };
}

function remarkOn({ since, remindAfter = '' }: ClusterValue, now: number): string {
  const hours = (now - Date.parse(since)) / 3_600_000;
  const age = Number.isFinite(hours)
    ? `, for ${hours < 1 ? 'less than an hour' : `${Math.floor(hours)} h`} so far`
    : '';
  const [, amount, unit] = /^(\d+)([smh])$/.exec(remindAfter) ?? [];
  const isDue = amount !== undefined && hours >= Number(amount) * HOURS[unit as keyof typeof HOURS];
  const reminder = isDue ? `Reminder after ${remindAfter}: ` : '';
  return `${reminder}it is still there and billed by the hour${age}; nothing deletes it but aws-baseline undo --steps try`;
}

async function clusterNamed(name: string, account: Account) {
  const answer = await orNull(account.send(call('eks', 'DescribeCluster', { name })), 'ResourceNotFound');
  return answer?.cluster;
}
