import { consoleLink, type Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Chore } from '../../engine/fact.ts';
import { judged } from './judged.ts';

/**
 * The root user has a hardware MFA device or a passkey, or no password: its virtual device is listed with those of the
 * users, other devices are not (IAM pages "ListVirtualMFADevices", "GetAccountSummary").
 */
export function rootHasHardwareMfa(partition: Partition): Chore<string[]> {
  return judged('root-hardware-mfa', {
    title: 'the root user has a hardware MFA device',
    how: 'as root, assign a security key or a hardware token',
    link: consoleLink(partition, 'iam/home#/security_credentials'),
    async read(account) {
      const { SummaryMap = {} } = await account.send(call('iam', 'GetAccountSummary', {}));
      const { AccountMFAEnabled, AccountPasswordPresent } = SummaryMap as Record<string, number | undefined>;
      if (AccountMFAEnabled !== 1) return AccountPasswordPresent === 0 ? [] : ['the root user has no MFA'];
      const question = call('iam', 'ListVirtualMFADevices', { AssignmentStatus: 'Assigned' });
      const devices = (await allPages(account, question, 'Marker')).flatMap(
        ({ VirtualMFADevices = [] }) => VirtualMFADevices,
      );
      const ofRoot = devices.filter(
        ({ SerialNumber = '', User }) =>
          User?.Arn?.endsWith(':root') || SerialNumber.endsWith(':mfa/root-account-mfa-device'),
      );
      return ofRoot.map(({ SerialNumber = '' }) => `the root user has a virtual device (${SerialNumber})`);
    },
  });
}
