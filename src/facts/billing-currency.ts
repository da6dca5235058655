import type { Account, Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import type { AlarmPlace } from './alarm-topic.ts';

/** What a partition is billed in where no metric tells yet (AWS page "Billing and Payment" of China: CNY). */
export function usualCurrency({ partition }: { partition: Partition }): string {
  return partition === 'aws-cn' ? 'CNY' : 'USD';
}

/** The currency of the account's bills, which is a dimension of the billing metric; undefined before the first one. */
export async function metricCurrency({ globalRegion }: AlarmPlace, account: Account): Promise<string | undefined> {
  const question = call(
    'cloudwatch',
    'ListMetrics',
    { Namespace: 'AWS/Billing', MetricName: 'EstimatedCharges' },
    globalRegion,
  );
  const { Metrics } = await account.send(question);
  const dimensions = (Metrics ?? []).flatMap(({ Dimensions }) => Dimensions ?? []);
  return dimensions.find(({ Name }) => Name === 'Currency')?.Value;
}
