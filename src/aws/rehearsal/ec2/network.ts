import { arnOf, type Context, here, type Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse } from '../refuse.ts';
import { zoneIdOf } from '../region.ts';
import type { RegionState, Subnet } from '../state-region.ts';
import { badToken, filtered } from './filters.ts';
import { keyFor } from './launch.ts';

function checkIds(ids: string[] | undefined, all: readonly { id: string }[], code: string, what: string): void {
  for (const id of ids ?? []) {
    if (!all.some((one) => one.id === id)) refuse(`${code}.NotFound`, `The ${what} ID '${id}' does not exist`);
  }
}

function vpcAnswer({ accountId }: Context, vpc: RegionState['vpcs'][number]) {
  return {
    VpcId: vpc.id,
    OwnerId: accountId,
    State: 'available' as const,
    CidrBlock: vpc.cidr,
    DhcpOptionsId: vpc.id.replace('vpc-', 'dopt-'),
    InstanceTenancy: 'default' as const,
    IsDefault: vpc.isDefault,
    CidrBlockAssociationSet: [
      {
        AssociationId: vpc.id.replace('vpc-', 'vpc-cidr-assoc-'),
        CidrBlock: vpc.cidr,
        CidrBlockState: { State: 'associated' as const },
      },
    ],
  };
}

function subnetAnswer(context: Context, subnet: Subnet) {
  return {
    SubnetId: subnet.id,
    SubnetArn: arnOf(context, 'ec2', context.region, `subnet/${subnet.id}`),
    VpcId: subnet.vpc,
    OwnerId: context.accountId,
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: zoneIdOf(subnet.zone),
    CidrBlock: subnet.cidr,
    State: 'available' as const,
    AvailableIpAddressCount: 4091,
    DefaultForAz: true,
    MapPublicIpOnLaunch: true,
    AssignIpv6AddressOnCreation: false,
    MapCustomerOwnedIpOnLaunch: false,
    EnableDns64: false,
    Ipv6Native: false,
    Ipv6CidrBlockAssociationSet: [],
  };
}

// Page "AWS Regions": these are enabled in every account, the others only after an opt-in.
const ALWAYS_ON =
  /^(us-(east|west)-[12]|ap-south-1|ap-northeast-[123]|ap-southeast-[12]|ca-central-1|eu-(central|north)-1|eu-west-[123]|sa-east-1|us-gov-.*|cn-.*)$/;

function optInStatus({ state }: Context, region: string): string {
  if (ALWAYS_ON.test(region)) return 'opt-in-not-required';
  return state.optedIn?.includes(region) ? 'opted-in' : 'not-opted-in';
}

/** EC2's Regions, VPCs and subnets, and the names of its key pairs. */
export const ec2Network = {
  DescribeRegions: {
    fields: ['RegionNames', 'AllRegions', 'DryRun'],
    answer({ RegionNames, AllRegions }, context) {
      const all = (RegionNames ?? [context.region, ...(context.state.optedIn ?? [])]).map((RegionName) => ({
        RegionName,
        Endpoint: `ec2.${RegionName}.amazonaws.com`,
        OptInStatus: optInStatus(context, RegionName),
      }));
      return { Regions: all.filter(({ OptInStatus }) => AllRegions || OptInStatus !== 'not-opted-in') };
    },
  },
  DescribeKeyPairs: {
    fields: ['KeyNames', 'DryRun'],
    answer({ KeyNames }, context) {
      const { keyPairs } = here(context);
      for (const name of KeyNames ?? []) keyFor(name, context);
      const found = keyPairs.filter((name) => !KeyNames?.length || KeyNames.includes(name));
      return { KeyPairs: found.map((KeyName) => ({ KeyName, KeyType: 'ed25519' as const, Tags: [] })) };
    },
  },
  DescribeNetworkInterfaces: {
    fields: ['Filters', 'NextToken'],
    answer({ Filters }, context) {
      const { instances } = here(context);
      const used = instances.filter(({ state }) => state !== 'terminated');
      const found = filtered('DescribeNetworkInterfaces', used, Filters, { 'group-id': ({ groups }) => groups });
      return {
        NetworkInterfaces: found.map((one) => ({
          NetworkInterfaceId: one.interface,
          Groups: one.groups.map((GroupId) => ({ GroupId })),
          Attachment: { InstanceId: one.id, Status: 'attached' as const },
          TagSet: one.tags['network-interface'],
          ...(one.state === 'running' && one.publicAddress ? { Association: { PublicIp: one.publicAddress } } : {}),
        })),
      };
    },
  },
  DescribeVpcs: {
    fields: ['VpcIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ VpcIds, Filters, MaxResults, NextToken }, context) {
      const { vpcs } = here(context);
      checkIds(VpcIds, vpcs, 'InvalidVpcID', 'vpc');
      const named = vpcs.filter(({ id }) => !VpcIds?.length || VpcIds.includes(id));
      const found = filtered('DescribeVpcs', named, Filters, {
        'is-default': ({ isDefault }) => [String(isDefault)],
        isDefault: ({ isDefault }) => [String(isDefault)],
        'vpc-id': ({ id }) => [id],
        cidr: ({ cidr }) => [cidr],
        state: () => ['available'],
      });
      const { items, next } = page(found, MaxResults ?? 1000, NextToken, badToken);
      return { Vpcs: items.map((one) => vpcAnswer(context, one)), ...(next ? { NextToken: next } : {}) };
    },
  },
  DescribeSubnets: {
    fields: ['SubnetIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ SubnetIds, Filters, MaxResults, NextToken }, context) {
      const { subnets } = here(context);
      checkIds(SubnetIds, subnets, 'InvalidSubnetID', 'subnet');
      const named = subnets.filter(({ id }) => !SubnetIds?.length || SubnetIds.includes(id));
      const found = filtered('DescribeSubnets', named, Filters, {
        'vpc-id': ({ vpc }) => [vpc],
        'subnet-id': ({ id }) => [id],
        'availability-zone': ({ zone }) => [zone],
        'availability-zone-id': ({ zone }) => [zoneIdOf(zone)],
        'default-for-az': () => ['true'],
        'map-public-ip-on-launch': () => ['true'],
        state: () => ['available'],
      });
      const { items, next } = page(found, MaxResults ?? 1000, NextToken, badToken);
      return { Subnets: items.map((one) => subnetAnswer(context, one)), ...(next ? { NextToken: next } : {}) };
    },
  },
  // Every VPC has one route table here, which leads to an internet gateway, as a default VPC's does.
  DescribeRouteTables: {
    fields: ['Filters'],
    answer({ Filters }, context) {
      const found = filtered('DescribeRouteTables', here(context).vpcs, Filters, { 'vpc-id': ({ id }) => [id] });
      return {
        RouteTables: found.map(({ id, cidr }) => ({
          RouteTableId: id.replace('vpc-', 'rtb-'),
          VpcId: id,
          Associations: [{ Main: true, RouteTableId: id.replace('vpc-', 'rtb-') }],
          Routes: [
            { DestinationCidrBlock: cidr, GatewayId: 'local', State: 'active' as const },
            { DestinationCidrBlock: '0.0.0.0/0', GatewayId: id.replace('vpc-', 'igw-'), State: 'active' as const },
          ],
        })),
      };
    },
  },
} satisfies Partial<Operations<'ec2'>>;
