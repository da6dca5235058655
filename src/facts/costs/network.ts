import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { endpointPrice, loadBalancerPrice, natGatewayPrice } from '../billing/more-prices.ts';
import { addressPrice, idleAddressPrice } from '../billing/prices.ts';
import { carriesOurTag } from '../tags.ts';
import type { Billed, Reading } from './billed.ts';

async function natGateways(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('ec2', 'DescribeNatGateways', {}), 'NextToken');
  return pages
    .flatMap(({ NatGateways }) => NatGateways ?? [])
    .filter(({ State }) => State === 'available' || State === 'pending')
    .map(({ NatGatewayId = '', VpcId, Tags }) => ({
      kind: 'NAT gateway',
      id: NatGatewayId,
      what: `in ${VpcId}`,
      ours: carriesOurTag(Tags),
      amount: 1,
      unit: 'hour',
      price: natGatewayPrice,
    }));
}

/**
 * Public IPv4 addresses, each billed whether it is used or not, except those that the account brought itself (VPC page
 * "Public IPv4 addresses"): Elastic IP addresses, and those of network interfaces, which services use too.
 */
async function addresses(account: Account): Promise<Billed[]> {
  const [elastic, pages] = await Promise.all([
    account.send(call('ec2', 'DescribeAddresses', {})),
    allPages(account, call('ec2', 'DescribeNetworkInterfaces', {}), 'NextToken'),
  ]);
  const own = (elastic.Addresses ?? []).map((one): [string, Billed | undefined] => {
    const { PublicIp = '', PublicIpv4Pool = 'amazon', AssociationId, InstanceId, NetworkInterfaceId, Tags } = one;
    const user = InstanceId || NetworkInterfaceId;
    const isUsed = Boolean(AssociationId || user);
    const what = isUsed ? `Elastic IP address of ${user ?? AssociationId}` : 'Elastic IP address, used by nothing';
    return [PublicIp, PublicIpv4Pool === 'amazon' ? address(PublicIp, what, carriesOurTag(Tags), isUsed) : undefined];
  });
  const used = pages
    .flatMap(({ NetworkInterfaces }) => NetworkInterfaces ?? [])
    .flatMap(({ PrivateIpAddresses = [], Association, Attachment, Description, NetworkInterfaceId, TagSet }) => {
      const public4 = [Association, ...PrivateIpAddresses.map((one) => one.Association)];
      const what = `of ${Attachment?.InstanceId ?? (Description || NetworkInterfaceId)}`;
      return public4.flatMap((one): [string, Billed][] =>
        one?.PublicIp ? [[one.PublicIp, address(one.PublicIp, what, carriesOurTag(TagSet), true)]] : [],
      );
    });
  return [...new Map([...used, ...own]).values()].filter((one) => one !== undefined);
}

function address(id: string, what: string, ours: boolean, isUsed: boolean): Billed {
  const price = isUsed ? addressPrice : idleAddressPrice;
  return { kind: 'public IPv4 address', id, what, ours, amount: 1, unit: 'hour', price };
}

// An endpoint with network interfaces is billed for each Availability Zone (AWS PrivateLink pricing).
async function endpoints(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('ec2', 'DescribeVpcEndpoints', {}), 'NextToken');
  return pages
    .flatMap(({ VpcEndpoints }) => VpcEndpoints ?? [])
    .filter(({ VpcEndpointType, State }) => VpcEndpointType !== 'Gateway' && !/^(deleted|deleting)$/i.test(State ?? ''))
    .map(({ VpcEndpointId = '', VpcEndpointType, ServiceName, SubnetIds = [], Tags }) => ({
      kind: 'VPC endpoint',
      id: VpcEndpointId,
      what: `${ServiceName}, in ${SubnetIds.length} ${SubnetIds.length === 1 ? 'zone' : 'zones'}`,
      ours: carriesOurTag(Tags),
      amount: SubnetIds.length,
      unit: 'hour',
      ...(VpcEndpointType === 'Interface' ? { price: endpointPrice } : {}),
    }));
}

async function loadBalancers(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('elasticloadbalancing', 'DescribeLoadBalancers', {}), [
    'Marker',
    'NextMarker',
  ]);
  const found = pages.flatMap(({ LoadBalancers }) => LoadBalancers ?? []);
  // Without their tags, none is said to be ours.
  const ours = await withOurTag(
    found.map(({ LoadBalancerArn = '' }) => LoadBalancerArn).filter(Boolean),
    account,
  ).catch(() => new Set());
  return found.map(({ LoadBalancerName = '', LoadBalancerArn, Type = 'application' }) => ({
    kind: 'load balancer',
    id: LoadBalancerName,
    what: `${Type}, without its traffic`,
    ours: ours.has(LoadBalancerArn),
    amount: 1,
    unit: 'hour',
    price: (there: Account) => loadBalancerPrice(Type, there),
  }));
}

// AWS describes the tags of 20 at a time (AWS API reference "DescribeTags").
async function withOurTag(arns: string[], account: Account): Promise<Set<string | undefined>> {
  const twenties = Array.from({ length: Math.ceil(arns.length / 20) }, (_, i) => arns.slice(i * 20, i * 20 + 20));
  const answers = await Promise.all(
    twenties.map((ResourceArns) => account.send(call('elasticloadbalancing', 'DescribeTags', { ResourceArns }))),
  );
  const described = answers.flatMap(({ TagDescriptions }) => TagDescriptions ?? []);
  return new Set(described.filter(({ Tags }) => carriesOurTag(Tags)).map(({ ResourceArn }) => ResourceArn));
}

// What has network interfaces of its service and no request of its own here, by the descriptions that the services give
// them (page "Requester-managed network interfaces" and the pages of the services).
const BY_INTERFACE = [
  { kind: 'load balancer', of: /^ELB ([^/]+)$/, what: 'classic, without its traffic' },
  { kind: 'ElastiCache node', of: /^ElastiCache (\S+)/, what: 'cache' },
  { kind: 'Redshift node', of: /^RedshiftNetworkInterface/, what: 'data warehouse' },
  { kind: 'Fargate task', of: /^arn:aws[\w-]*:ecs:\S+attachment\/(\S+)/, what: 'ECS' },
];

async function others(account: Account): Promise<Billed[]> {
  const pages = await allPages(account, call('ec2', 'DescribeNetworkInterfaces', {}), 'NextToken');
  const found = pages
    .flatMap(({ NetworkInterfaces }) => NetworkInterfaces ?? [])
    .flatMap((one) => {
      const { Description = '', NetworkInterfaceId = '' } = one;
      return BY_INTERFACE.flatMap(({ kind, of, what }): [string, Billed][] => {
        const match = of.exec(Description);
        if (!match) return [];
        const id = match[1] ?? NetworkInterfaceId;
        return [[`${kind} ${id}`, { kind, id, what, ours: carriesOurTag(one.TagSet), amount: 1, unit: 'hour' }]];
      });
    });
  // A load balancer has an interface in each zone.
  return [...new Map(found).values()];
}

/** Networks. */
export const NETWORK: Reading[] = [
  { call: { service: 'ec2', operation: 'DescribeNatGateways' }, read: natGateways },
  { call: { service: 'ec2', operation: 'DescribeAddresses' }, read: addresses },
  { call: { service: 'ec2', operation: 'DescribeVpcEndpoints' }, read: endpoints },
  { call: { service: 'elasticloadbalancing', operation: 'DescribeLoadBalancers' }, read: loadBalancers },
  { call: { service: 'ec2', operation: 'DescribeNetworkInterfaces' }, read: others },
];
