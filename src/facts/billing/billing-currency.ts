import type { Account, Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { AlarmPlace } from '../alarms/alarm-topic.ts';

/** The usual currency of a partition, until the first metric shows the actual one (AWS page "Billing and Payment" of China: CNY). */
export function usualCurrency({ partition }: { partition: Partition }): string {
  return partition === 'aws-cn' ? 'CNY' : 'USD';
}

/** The currency of the account's bills, a dimension of the billing metric; undefined before the first metric. */
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
