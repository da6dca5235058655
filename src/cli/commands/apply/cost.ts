import { readOnly, remembering } from '../../../aws/views.ts';
import type { Finding } from '../../../engine/finding.ts';
import { type Cost, launchCost, launchIn, startsIn } from '../../../steps/ec2/cost.ts';
import { withTimeLimit } from '../../account/time-limit.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';

// A price is not worth a longer wait.
const LATE_MS = 2_000;

/** Requests the price of the launch among the findings, once per run; undefined if there is no answer. */
export function costAsker({ sideReads, world }: Session): (findings: Finding[]) => Promise<Cost | undefined> {
  const view = remembering(readOnly(sideReads.of('the price of the instance is known')));
  return (findings) => launchCost(findings, view, (asked) => withTimeLimit(world, LATE_MS, asked));
}

/** The cost of applying the findings, as far as it is known. */
export function costText(findings: Finding[], cost: Cost | undefined): string {
  const charged = [...new Set(findings.flatMap(({ fact }) => fact.charges ?? []))];
  const byUse =
    charged.length > 0
      ? ` AWS also charges by use for ${charged.join(', ')}; aws-baseline explain guardrails says for what.`
      : '';
  return `${knownCost(findings, cost)}${byUse}`;
}

function knownCost(findings: Finding[], cost: Cost | undefined): string {
  const launch = launchIn(findings);
  const stores = findings.some(({ fact }) => fact.holdsData);
  if (!startsIn(findings))
    return stores
      ? 'Cost: USD 0.00 a month for empty buckets; Amazon S3 charges for stored data.'
      : 'Cost: USD 0.00 a month.';
  if (!cost) {
    if (!launch || !launchIsSingle(findings))
      return `Cost: AWS charges for each instance with its EBS volume and public IPv4 address, and by the hour for a load balancer. Prices: https://aws.amazon.com/ec2/pricing/`;
    const things = launch.NetworkInterfaces?.some((one) => one.AssociatePublicIpAddress)
      ? ', its EBS volume and its public IPv4 address'
      : ' and its EBS volume';
    return `Cost: AWS charges for the instance (${clean(String(launch.InstanceType))})${things} unless the free tier covers them; the rest is free. Prices: https://aws.amazon.com/ec2/pricing/`;
  }
  const { monthly, scale, parts, unpriced, asOf, region, source } = cost;
  const known = parts.map((part) => `${clean(part.what)} ${part.monthly.toFixed(2)}`);
  const open = unpriced.map((what) => `${what} (price unknown)`);
  const from =
    source === 'AWS Price List' ? `AWS list prices of ${asOf} in ${region}` : "the rehearsal's sample prices";
  return `Cost: ${open.length > 0 ? 'at least' : 'about'} USD ${monthly.toFixed(2)} a month ${sizeText(scale)}: ${[...known, ...open].join(', ')} (${from}). The free tier or credits may cover it.`;
}

const launchIsSingle = (findings: Finding[]): boolean =>
  findings.some(({ calls }) => calls?.some(({ operation }) => operation === 'RunInstances'));

function sizeText(scale: Cost['scale']): string {
  if (!scale) return 'if it runs continuously';
  const { min, max, monthlyAtMost } = scale;
  return `with ${min} ${min === 1 ? 'instance' : 'instances'}, USD ${monthlyAtMost.toFixed(2)} with ${max}`;
}
