import type { Instance, Snapshot, Volume } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { snapshotPrice } from '../billing/more-prices.ts';
import { clusterPrice, instancePrice, volumePrice } from '../billing/prices.ts';
import { carriesOurTag, fromTagMap } from '../tags.ts';
import type { Billed, Reading } from './billed.ts';

/** The instances of a Region that have not been terminated. */
export async function instancesOf(account: Account): Promise<Instance[]> {
  const pages = await allPages(account, call('ec2', 'DescribeInstances', {}), 'NextToken');
  const all = pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
  return all.filter(({ State }) => State?.Name !== 'terminated' && State?.Name !== 'shutting-down');
}

const isStopped = ({ State }: Instance) => /^stop/.test(State?.Name ?? '');

// EC2 bills an instance while it is pending or running (EC2 page "Instance lifecycle").
async function instances(account: Account): Promise<Billed[]> {
  const all = await instancesOf(account);
  return all
    .filter((one) => !isStopped(one))
    .map((one) => {
      const { InstanceId = '', InstanceType = '', PlatformDetails = 'Linux/UNIX', InstanceLifecycle, Placement } = one;
      const isListed =
        /^Linux/.test(PlatformDetails) && !InstanceLifecycle && (Placement?.Tenancy ?? 'default') === 'default';
      return {
        kind: 'EC2 instance',
        id: InstanceId,
        what: [
          InstanceType,
          ...(InstanceLifecycle ? [InstanceLifecycle] : []),
          ...(isListed ? [] : [PlatformDetails]),
        ].join(', '),
        ours: carriesOurTag(one.Tags),
        amount: 1,
        unit: 'hour' as const,
        ...(isListed ? { price: (there: Account) => instancePrice(InstanceType, there) } : {}),
      };
    });
}

async function volumes(account: Account): Promise<Billed[]> {
  const [pages, owners] = await Promise.all([
    allPages(account, call('ec2', 'DescribeVolumes', {}), 'NextToken'),
    // Without them, a volume is not said to belong to a stopped instance.
    instancesOf(account).catch(() => []),
  ]);
  const stopped = new Set(owners.filter(isStopped).map(({ InstanceId }) => InstanceId));
  return pages.flatMap(({ Volumes }) => Volumes ?? []).map((one) => volume(one, stopped));
}

function volume(one: Volume, stopped: ReadonlySet<string | undefined>): Billed {
  const { VolumeId = '', VolumeType = '', Size = 0, Attachments = [] } = one;
  const [holder] = Attachments;
  const where = holder
    ? `of ${stopped.has(holder.InstanceId) ? 'stopped ' : ''}instance ${holder.InstanceId}`
    : 'attached to nothing';
  return {
    kind: 'EBS volume',
    id: VolumeId,
    what: `${Size} GiB ${VolumeType}, ${where}`,
    ours: carriesOurTag(one.Tags),
    amount: Size,
    unit: 'GB-month',
    price: (account) => volumePrice(VolumeType, account),
  };
}

// EBS bills the blocks that a snapshot stores, which are fewer than the volume has (EBS page "Amazon EBS snapshots").
async function snapshots(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('ec2', 'DescribeSnapshots', { OwnerIds: ['self'] }), 'NextToken');
  return pages.flatMap(({ Snapshots }) => Snapshots ?? []).map(snapshot);
}

function snapshot({ SnapshotId = '', VolumeSize = 0, StorageTier, StartTime, Tags }: Snapshot): Billed {
  const isArchived = StorageTier === 'archive';
  return {
    kind: 'EBS snapshot',
    id: SnapshotId,
    what: `up to ${VolumeSize} GiB${isArchived ? ', archived' : ''}${StartTime ? `, of ${StartTime.toISOString().slice(0, 10)}` : ''}`,
    ours: carriesOurTag(Tags),
    amount: VolumeSize,
    unit: 'GB-month',
    atMost: true,
    ...(isArchived ? {} : { price: snapshotPrice }),
  };
}

async function clusters(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('eks', 'ListClusters', {}), 'nextToken');
  const names = pages.flatMap((page) => page.clusters ?? []);
  return Promise.all(
    names.map(async (name) => {
      const tags = await account.send(call('eks', 'DescribeCluster', { name })).then(
        ({ cluster }) => fromTagMap(cluster?.tags),
        () => [],
      );
      return {
        kind: 'EKS cluster',
        id: name,
        what: 'control plane, without nodes',
        ours: carriesOurTag(tags),
        amount: 1,
        unit: 'hour' as const,
        price: clusterPrice,
      };
    }),
  );
}

// RDS bills a stopped database for its storage only (RDS page "Stopping an Amazon RDS DB instance temporarily").
async function databases(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('rds', 'DescribeDBInstances', {}), 'Marker');
  return pages
    .flatMap(({ DBInstances }) => DBInstances ?? [])
    .flatMap(({ DBInstanceIdentifier: id = '', DBInstanceClass = '', Engine = '', TagList, ...one }) => {
      const { DBInstanceStatus = '', AllocatedStorage = 0 } = one;
      const both = { id, ours: carriesOurTag(TagList) };
      const runs = {
        ...both,
        kind: 'RDS database',
        what: `${DBInstanceClass}, ${Engine}`,
        amount: 1,
        unit: 'hour' as const,
      };
      const stores = {
        ...both,
        kind: 'RDS storage',
        what: `${AllocatedStorage} GiB, database ${DBInstanceStatus}`,
        amount: AllocatedStorage,
        unit: 'GB-month' as const,
      };
      return [...(DBInstanceStatus === 'stopped' ? [] : [runs]), stores];
    });
}

/** Computing and storage. */
export const COMPUTE: Reading[] = [
  { call: { service: 'ec2', operation: 'DescribeInstances' }, read: instances },
  { call: { service: 'ec2', operation: 'DescribeVolumes' }, read: volumes },
  { call: { service: 'ec2', operation: 'DescribeSnapshots' }, read: snapshots },
  { call: { service: 'eks', operation: 'ListClusters' }, read: clusters },
  { call: { service: 'rds', operation: 'DescribeDBInstances' }, read: databases },
];
