import type { Account } from '../../aws/account.ts';
import type { AnyCall } from '../../aws/call.ts';
import type { InputOf } from '../../aws/services.ts';
import type { Finding } from '../../engine/finding.ts';
import { loadBalancerPrice } from '../../facts/billing/more-prices.ts';
import { addressPrice, type Price } from '../../facts/billing/prices.ts';

/** What of a launch costs. */
export type Launch = Pick<InputOf<'ec2', 'RunInstances'>, 'InstanceType' | 'BlockDeviceMappings' | 'NetworkInterfaces'>;

/** A billed item whose price is asked. */
export interface Asked {
  what: string;
  /** Instances, GiB or addresses. */
  amount: number;
  /** Whether there is more of it with more instances. */
  isOfInstance: boolean;
  price: Promise<Price | undefined>;
}

/** The launch that the findings would lead to, of one instance or by a launch template. */
export function launchIn(findings: Finding[]): Launch | undefined {
  return inputOf('RunInstances', findings) ?? inputOf('CreateLaunchTemplate', findings)?.LaunchTemplateData;
}

/** Whether the findings would start what AWS charges for by the hour. */
export function startsIn(findings: Finding[]): boolean {
  return launchIn(findings) !== undefined || scaledIn(findings) !== undefined;
}

/** The size of a group that would be made, or a load balancer with an address in each of these zones. */
interface Scaled {
  min: number;
  max: number;
  zones: number;
}

/** The group and the load balancer that the findings would make. */
export function scaledIn(findings: Finding[]): Scaled | undefined {
  const group = inputOf('CreateAutoScalingGroup', findings);
  const balancer = inputOf('CreateLoadBalancer', findings);
  if (!group && !balancer) return undefined;
  return { min: group?.MinSize ?? 1, max: group?.MaxSize ?? 1, zones: balancer?.Subnets?.length ?? 0 };
}

/** A load balancer, with a public address in each zone (VPC page "Public IPv4 addresses"). */
export function balancerParts(scaled: Scaled | undefined, account: Account): Asked[] {
  if (!scaled?.zones) return [];
  const { zones } = scaled;
  return [
    {
      what: 'load balancer without its traffic',
      amount: 1,
      isOfInstance: false,
      price: loadBalancerPrice('application', account),
    },
    { what: `its ${zones} public addresses`, amount: zones, isOfInstance: false, price: addressPrice(account) },
  ];
}

function inputOf(operation: string, findings: Finding[]): AnyCall['input'] {
  const calls = findings.filter(({ state }) => state === 'todo').flatMap(({ calls: mine }) => mine ?? []);
  return calls.find((one) => one.operation === operation)?.input;
}
