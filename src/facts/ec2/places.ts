import type { InstanceTypeInfo, _InstanceType as InstanceTypeName } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isUnsupported } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { Obstacle } from '../../engine/fact.ts';
import { type Arch, candidatesOf, type Family, typeNamed } from './instance-types.ts';
import type { Network } from './networks.ts';
import { type DefaultRoute, defaultRoutesIn } from './routes.ts';

/** A subnet and its Availability Zone. */
export type Place = Network['subnets'][number];

/** A type, and the subnets to launch it in: the first one, and the others if that zone has no capacity. */
export interface Choice {
  type: InstanceTypeInfo;
  places: [Place, ...Place[]];
}

/**
 * The named type, or the smallest of the family, that is offered in the zone of one of the subnets: not every zone offers
 * every type (EC2 API page "DescribeInstanceTypeOfferings").
 */
export async function choose(
  { type, family, arch }: { type?: string | undefined; family: Family; arch: Arch },
  reading: Promise<{ network: Network }>,
  account: Account,
): Promise<Choice> {
  const groups = type ? [[await typeNamed(type, arch, account)]] : candidatesOf(family, arch, account);
  let first: { name: string; zones: string[] } | undefined;
  for await (const types of groups) {
    for (let i = 0; i < types.length; i += MANY) {
      const some = types.slice(i, i + MANY);
      const offered = await zonesOffering(
        some.map(({ InstanceType = '' }) => InstanceType),
        account,
      );
      const { subnets } = (await reading).network;
      for (const one of some) {
        const zones = offered.get(one.InstanceType ?? '') ?? [];
        const [place, ...others] = subnets.filter(({ zone }) => zones.includes(zone));
        if (place) return { type: one, places: [place, ...others] };
        first ??= { name: one.InstanceType ?? '', zones };
      }
    }
  }
  if (!first)
    throw new Obstacle(
      `${account.homeRegion} offers no ${family} instance type for ${arch}: choose another --family or --arch`,
    );
  throw new Obstacle(
    `no subnet is in an Availability Zone that offers ${first.name} (offered in: ${first.zones.join(', ') || 'none'})${type ? '' : ` or another ${family} type`}: specify one with --subnet`,
  );
}

// A filter takes 200 values (EC2 page "List and filter your resources"), and the smallest types come first.
const MANY = 100;

/** The Availability Zones of the Region that offer each of these types; one request for each hundred, side by side. */
export async function zonesOffering(names: string[], account: Account): Promise<Map<string, string[]>> {
  const parts = Array.from({ length: Math.ceil(names.length / MANY) }, (_, i) => names.slice(i * MANY, (i + 1) * MANY));
  const pages = parts.map((some) => {
    const question = call('ec2', 'DescribeInstanceTypeOfferings', {
      LocationType: 'availability-zone',
      Filters: [{ Name: 'instance-type', Values: some as InstanceTypeName[] }],
    });
    return allPages(account, question, 'NextToken');
  });
  const zones = new Map<string, string[]>();
  for (const { InstanceTypeOfferings = [] } of (await Promise.all(pages)).flat()) {
    for (const { InstanceType = '', Location = '' } of InstanceTypeOfferings)
      zones.set(InstanceType, [...(zones.get(InstanceType) ?? []), Location]);
  }
  return zones;
}

/** The network, with the subnets first whose default route lets an instance reach AWS; not every endpoint has route tables. */
export async function connectedFirst(
  network: Network,
  isPublic: boolean,
  account: Account,
): Promise<{ network: Network; routeOf: (subnetId: string) => DefaultRoute | undefined }> {
  const routeOf = await defaultRoutesIn(network.vpcId, account).catch((error: unknown) => {
    if (isUnsupported(error)) return undefined;
    throw error;
  });
  if (!routeOf) return { network, routeOf: () => undefined };
  const leads = ({ subnetId }: Place) => routeOf(subnetId) === (isPublic ? 'internet' : 'elsewhere');
  const subnets = [...network.subnets.filter(leads), ...network.subnets.filter((one) => !leads(one))];
  return { network: { ...network, subnets }, routeOf };
}

/** What an instance in a subnet with this default route cannot reach; undefined if it reaches AWS. */
export function withoutWayOut(
  subnetId: string,
  route: DefaultRoute | undefined,
  isPublic: boolean,
  region: string,
): string | undefined {
  if (route === undefined || route === 'elsewhere' || (isPublic && route === 'internet')) return undefined;
  if (!isPublic)
    return `subnet ${subnetId} has no route to a NAT gateway, so Session Manager and updates need VPC endpoints, which are not checked`;
  return `subnet ${subnetId} has no route to an internet gateway, so Session Manager cannot reach the instance and it cannot download updates: specify another subnet with --subnet, or add the route (aws ec2 create-route --destination-cidr-block 0.0.0.0/0 --gateway-id IGW --route-table-id RTB --region ${region})`;
}
