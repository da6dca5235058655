import { arnOf, type Context, here, nextNumber, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import { keep, scaleIn } from './kept.ts';
import type { LoadBalancer } from './state.ts';

/** The ARN of something of Elastic Load Balancing, with the ID that it gets. */
export function newArn(context: Context, what: string): string {
  const id = nextNumber(context).toString(16).padStart(16, '0');
  return arnOf(context, 'elasticloadbalancing', context.region, `${what}/${id}`);
}

/** The load balancer with this ARN. */
export function balancerOf(context: Context, arn: string | undefined): LoadBalancer {
  return scaleIn(context).loadBalancers.find((one) => one.arn === arn) ?? noBalancer(arn);
}

const noBalancer = (what: string | undefined) =>
  refuse('LoadBalancerNotFoundException', `Load balancers '[${what}]' not found`);

/** Replaces the load balancer with this ARN. */
export function changeBalancer(context: Context, to: LoadBalancer): void {
  const { loadBalancers } = scaleIn(context);
  keep(context, { loadBalancers: loadBalancers.map((one) => (one.arn === to.arn ? to : one)) });
}

function told({ arn, name, created, state, given }: LoadBalancer, context: Context) {
  const { subnets } = here(context);
  const number = arn.split('/').at(-1);
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: `${name}-${Number.parseInt(number ?? '', 16)}.${context.region}.elb.amazonaws.com`,
    CreatedTime: new Date(created),
    Scheme: given.Scheme,
    Type: given.Type,
    IpAddressType: given.IpAddressType,
    VpcId: subnets.find(({ id }) => id === given.Subnets?.[0])?.vpc,
    SecurityGroups: given.SecurityGroups,
    State: { Code: state },
    AvailabilityZones: given.Subnets?.map((SubnetId) => ({
      SubnetId,
      ZoneName: subnets.find(({ id }) => id === SubnetId)?.zone,
    })),
  };
}

function checked(Subnets: string[] = [], SecurityGroups: string[] = [], context: Context): void {
  const { subnets, securityGroups } = here(context);
  const zones = new Set(subnets.filter(({ id }) => Subnets.includes(id)).map(({ zone }) => zone));
  if (zones.size < 2)
    refuse('ValidationError', 'At least two subnets in two different Availability Zones must be specified');
  checkedGroups(SecurityGroups, securityGroups);
}

function checkedGroups(ids: string[], all: readonly { id: string }[]): void {
  const missing = ids.find((id) => !all.some((one) => one.id === id));
  if (missing) refuse('InvalidSecurityGroupException', `The security group '${missing}' does not exist`);
}

// Each look finds a change a step further on.
function moveOn(context: Context): void {
  for (const one of scaleIn(context).loadBalancers) one.state = 'active';
}

/** Load balancers, as the rehearsal answers for them. */
export const balancers = {
  CreateLoadBalancer: {
    fields: ['Name', 'Type', 'Scheme', 'IpAddressType', 'Subnets', 'SecurityGroups', 'Tags'],
    answer({ Name: name = '', Tags, ...given }, context) {
      const { loadBalancers } = scaleIn(context);
      checked(given.Subnets, given.SecurityGroups, context);
      const before = loadBalancers.find((one) => one.name === name);
      // The same request again has the same result (AWS API reference "CreateLoadBalancer").
      if (before && JSON.stringify(before.given) !== JSON.stringify(given))
        refuse('DuplicateLoadBalancerNameException', `A load balancer with the same name '${name}' exists.`);
      const made: LoadBalancer = before ?? {
        arn: newArn(context, `loadbalancer/app/${name}`),
        name,
        created: context.now.toISOString(),
        state: 'provisioning',
        given,
        tags: withTags([], Tags),
        listeners: [],
      };
      if (!before) keep(context, { loadBalancers: [...loadBalancers, made] });
      return { LoadBalancers: [told(made, context)] };
    },
  },
  DescribeLoadBalancers: {
    fields: ['Names', 'Marker'],
    answer({ Names }, context) {
      const { loadBalancers } = scaleIn(context);
      const missing = Names?.find((name) => !loadBalancers.some((one) => one.name === name));
      if (missing) noBalancer(missing);
      const found = loadBalancers.filter(({ name }) => !Names || Names.includes(name));
      return { LoadBalancers: found.map((one) => told(one, context)) };
    },
    after: moveOn,
  },
  SetSecurityGroups: {
    fields: ['LoadBalancerArn', 'SecurityGroups'],
    answer({ LoadBalancerArn, SecurityGroups = [] }, context) {
      const before = balancerOf(context, LoadBalancerArn);
      checkedGroups(SecurityGroups, here(context).securityGroups);
      changeBalancer(context, { ...before, given: { ...before.given, SecurityGroups } });
      return { SecurityGroupIds: SecurityGroups };
    },
  },
  DeleteLoadBalancer: {
    fields: ['LoadBalancerArn'],
    answer({ LoadBalancerArn }, context) {
      const { loadBalancers, leaving } = scaleIn(context);
      const gone = loadBalancers.find(({ arn }) => arn === LoadBalancerArn);
      // Deleting one that does not exist succeeds (AWS API reference "DeleteLoadBalancer").
      if (!gone) return {};
      const left = loadBalancers.filter((one) => one !== gone);
      keep(context, { loadBalancers: left, leaving: [...leaving, ...(gone.given.SecurityGroups ?? [])] });
      return {};
    },
  },
} satisfies Partial<Operations<'elasticloadbalancing'>>;
