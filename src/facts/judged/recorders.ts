import { call } from '../../aws/call.ts';
import type { Chore } from '../../engine/fact.ts';
import { judged } from './judged.ts';

/** No recorder of AWS Config in a Region fails (Config page "ConfigurationRecorderStatus"); whether there is one is another matter. */
export function recordersDeliver(region: string): Chore<string[]> {
  return judged('recorders-deliver', {
    region,
    title: 'no recorder of AWS Config fails',
    how: 'see its last error in the console of AWS Config',
    async read(account) {
      const asked = account.send(call('config', 'DescribeConfigurationRecorderStatus', {}, region));
      const { ConfigurationRecordersStatus = [] } = await asked;
      return ConfigurationRecordersStatus.filter(({ lastStatus }) => lastStatus === 'Failure').map(
        ({ name = '' }) => `recorder ${name}`,
      );
    },
  });
}
