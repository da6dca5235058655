import { readOnly, remembering } from '../../../aws/views.ts';
import type { Finding } from '../../../engine/finding.ts';
import { type Cost, launchCost, launchIn } from '../../../steps/cost.ts';
import { within } from '../../account/time-limit.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';

// Nobody shall wait for a price.
const LATE_MS = 2_000;

/** Asks AWS what the launch among findings would cost; each question once a run, and undefined when no answer comes. */
export function costAsker({ besides, world }: Session): (findings: Finding[]) => Promise<Cost | undefined> {
  const view = remembering(readOnly(besides.of('what the instance costs is known')));
  return (findings) => launchCost(findings, view, (asked) => within(world, LATE_MS, asked));
}

/** What carrying out the findings would cost, as far as it is known. */
export function costText(findings: Finding[], cost: Cost | undefined): string {
  const launch = launchIn(findings);
  const stores = findings.some(({ fact }) => fact.holdsData);
  if (!launch) return stores ? 'Cost: nothing by itself; stored data is billed by S3.' : 'Cost: nothing.';
  if (!cost) {
    const things = launch.NetworkInterfaces?.some((one) => one.AssociatePublicIpAddress)
      ? ', its disk and its public address'
      : ' and its disk';
    return `Cost: free but for the instance (${clean(String(launch.InstanceType))})${things}: they cost money unless the free tier covers them. Prices: https://aws.amazon.com/ec2/pricing/`;
  }
  const { monthly, parts, unpriced, asOf, region, source } = cost;
  const known = parts.map((part) => `${clean(part.what)} ${part.monthly.toFixed(2)}`);
  const open = unpriced.map((what) => `${what} not known`);
  const from =
    source === 'AWS Price List' ? `AWS list prices of ${asOf} in ${region}` : "a rehearsal's invented prices";
  return `Cost: ${open.length > 0 ? 'at least' : 'about'} USD ${monthly.toFixed(2)} a month if it runs all the time: ${[...known, ...open].join(', ')} (${from}). The free tier or credits may cover it.`;
}
