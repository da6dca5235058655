import type { Account } from '../../aws/account.ts';
import { addressPrice, clusterPrice, fargatePrices, type Price } from '../../facts/billing/prices.ts';
import type { Trial } from './trials.ts';

/** What a trial costs by AWS's list prices, an hour in US dollars; `asOf` is the date of the oldest list. */
export interface TrialCost {
  hourly: number;
  asOf: string;
  source: 'AWS Price List' | 'invented by the rehearsal';
}

type Limited = <T>(asked: Promise<T>) => Promise<T>;

/** The cost of an hour; undefined for a function, and if a price is not known. Never throws: nothing depends on it. */
export async function trialCost(trial: Trial, account: Account, limited: Limited): Promise<TrialCost | undefined> {
  // GovCloud has no endpoint for prices, and China's prices are not in dollars.
  if (trial === 'function' || account.identity.partition !== 'aws') return undefined;
  const asked = trial === 'cluster' ? [clusterPrice(account)] : [fargatePrices(account), addressPrice(account)];
  const prices = (await limited(Promise.all(asked)).catch(() => [undefined])).flat();
  if (!prices.every((price): price is Price => price !== undefined)) return undefined;
  const hourly = prices.reduce((sum, { usd }, i) => sum + usd * (SHARES[trial][i] ?? 1), 0);
  return {
    hourly,
    asOf: prices.map(({ published }) => published).sort()[0] ?? '',
    source: account.kind === 'rehearsal' ? 'invented by the rehearsal' : 'AWS Price List',
  };
}

// The task's vCPU, GB and address; the cluster.
const SHARES = { container: [0.25, 0.5, 1], cluster: [1] };

const PAGES: Record<Trial, string> = {
  container: 'https://aws.amazon.com/fargate/pricing/',
  function: 'https://aws.amazon.com/lambda/pricing/',
  cluster: 'https://aws.amazon.com/eks/pricing/',
};

/** What it costs, in a sentence or two, before anything is made. */
export function costBefore(trial: Trial, cost: TrialCost | undefined, region: string): string {
  if (trial === 'function')
    return `Cost: one request of at most 10 seconds with 128 MB, which Lambda's monthly free tier usually covers (${PAGES.function}).`;
  const from = cost && sourceOf(cost, region);
  if (trial === 'cluster')
    return cost
      ? `Cost: USD ${cost.hourly.toFixed(2)} an hour (${from}) until you delete it, about USD ${(cost.hourly * 24).toFixed(2)} a day; and nodes, as soon as you deploy something.`
      : `Cost: AWS charges for each hour until you delete the cluster, and for nodes as soon as you deploy something. Prices: ${PAGES.cluster}`;
  return cost
    ? `Cost: about USD ${costOf(60, cost)} for each minute that the container runs, one minute at least (${from}). Nothing is charged afterwards.`
    : `Cost: AWS charges for the seconds that the container runs, one minute at least, and nothing afterwards. Prices: ${PAGES.container}`;
}

/** What a run of so many seconds cost. */
export function costAfter(seconds: number | undefined, cost: TrialCost | undefined, region: string): string[] {
  if (seconds === undefined || !cost) return [];
  // AWS page "AWS Fargate Pricing": per second, with a minimum of one minute.
  return [`Cost: about USD ${costOf(Math.max(60, seconds), cost)} (${sourceOf(cost, region)}).`];
}

const costOf = (seconds: number, { hourly }: TrialCost) => ((hourly * seconds) / 3_600).toFixed(5);

function sourceOf({ source, asOf }: TrialCost, region: string): string {
  return source === 'AWS Price List' ? `AWS list prices of ${asOf} in ${region}` : "the rehearsal's sample prices";
}
