import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { type Fact, fact } from '../../engine/fact.ts';
import { marksIn, ownerBy, type Tag } from '../tags.ts';
import { networkOf } from './networks.ts';
import { routeTableOf } from './routes.ts';

/** The route tables without a route to S3; `others` if no endpoint is ours. */
type Routes = { without: string[]; others?: true };

/**
 * The route tables of the subnets lead to S3 through a gateway endpoint, which is free of charge: Amazon Linux is updated
 * from S3 (VPC page "Gateway endpoints for Amazon S3"; Amazon Linux 2023 page "Deterministic upgrades"). A route table takes
 * one such endpoint, so that of somebody else counts.
 */
export function subnetsReachS3({ subnet, tags }: { subnet?: string | undefined; tags: Tag[] }): Fact<Routes> {
  // One round, because every status asks whose it is.
  const listed = async (account: Account) => {
    const [network, pages] = await Promise.all([
      networkOf(subnet, account),
      allPages(account, call('ec2', 'DescribeVpcEndpoints', {}), 'NextToken'),
    ]);
    const ServiceName = `com.amazonaws.${account.homeRegion}.s3`;
    const endpoints = pages
      .flatMap(({ VpcEndpoints = [] }) => VpcEndpoints)
      .filter((one) => one.VpcId === network.vpcId && one.ServiceName === ServiceName && isGatewayThere(one));
    const ours = endpoints.filter(({ Tags }) => /^(ours|partly)$/.test(ownerBy(Tags, tags).whose));
    // Without our tags, the journal may still show that we created it.
    return { network, ServiceName, endpoints, ours, mine: ours[0] ?? endpoints[0] };
  };
  const found = async (account: Account) => {
    const known = await listed(account);
    const { vpcId, subnets } = known.network;
    const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
    const { RouteTables = [] } = await account.send(call('ec2', 'DescribeRouteTables', { Filters }));
    const tables = subnets.map(({ subnetId }) => routeTableOf(subnetId, RouteTables)?.RouteTableId ?? '');
    return { ...known, vpcId, tables: [...new Set(tables)].filter(Boolean).sort() };
  };
  return fact<Routes>({
    id: 'ec2/vpc-endpoint/s3',
    title: 'the subnet reaches Amazon S3 through a gateway endpoint',
    thing: 'VPC endpoint for Amazon S3',
    want: { without: [] },
    async read(account) {
      const { tables, endpoints, ours } = await found(account);
      const without = tables.filter((table) => !endpoints.some((one) => one.RouteTableIds?.includes(table)));
      if (ours.length > 0) return { without };
      return without.length > 0 ? null : { without, others: true };
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      return a.without.length === b.without.length;
    },
    isOthers: ({ others = false }) => others,
    async works(account) {
      const { endpoints } = await listed(account);
      const own = endpoints.find(({ PolicyDocument }) => PolicyDocument && !/"Action"\s*:\s*"\*"/.test(PolicyDocument));
      return (
        own && `endpoint ${own.VpcEndpointId} has a policy of its own, and whether it allows updates is not checked`
      );
    },
    async calls(to, _now, account) {
      const { vpcId: VpcId, tables, ServiceName, endpoints, ours } = await found(account);
      const [one] = ours;
      if (to === null)
        return [
          call('ec2', 'DeleteVpcEndpoints', { VpcEndpointIds: ours.map(({ VpcEndpointId = '' }) => VpcEndpointId) }),
        ];
      const RouteTableIds = tables.filter(
        (id) => !endpoints.some(({ RouteTableIds = [] }) => RouteTableIds.includes(id)),
      );
      if (one)
        return [
          call('ec2', 'ModifyVpcEndpoint', { VpcEndpointId: one.VpcEndpointId, AddRouteTableIds: RouteTableIds }),
        ];
      const TagSpecifications = [{ ResourceType: 'vpc-endpoint' as const, Tags: tags }];
      return [
        call('ec2', 'CreateVpcEndpoint', {
          VpcEndpointType: 'Gateway',
          VpcId,
          ServiceName,
          RouteTableIds,
          TagSpecifications,
        }),
      ];
    },
    async owner(account) {
      const { mine } = await listed(account);
      return mine && ownerBy(mine.Tags, tags, mine.VpcEndpointId);
    },
    async mark(account) {
      const { mine } = await listed(account);
      const Resources = [mine?.VpcEndpointId ?? ''];
      return [call('ec2', 'CreateTags', { Resources, Tags: marksIn(tags) })];
    },
    madeAs: ['CreateVpcEndpoint', 'VpcEndpoint.VpcEndpointId'],
  });
}

const isGatewayThere = ({ State, VpcEndpointType }: VpcEndpoint): boolean =>
  VpcEndpointType === 'Gateway' && !/^(deleting|deleted|failed|rejected|expired)$/i.test(State ?? '');
