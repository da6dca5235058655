import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Chore } from '../../engine/fact.ts';
import { judged } from './judged.ts';

/** IAM keeps no server certificate that has expired (IAM page "ListServerCertificates"). `now` is in milliseconds. */
export function certificatesAreValid(now: () => number): Chore<string[]> {
  return judged('certificates-valid', {
    title: 'no server certificate in IAM has expired',
    how: 'delete it with "aws iam delete-server-certificate"',
    async read(account) {
      const pages = await allPages(account, call('iam', 'ListServerCertificates', {}), 'Marker');
      return pages
        .flatMap(({ ServerCertificateMetadataList = [] }) => ServerCertificateMetadataList)
        .filter(({ Expiration }) => Expiration !== undefined && Expiration.getTime() <= now())
        .map(({ ServerCertificateName = '' }) => ServerCertificateName);
    },
  });
}
