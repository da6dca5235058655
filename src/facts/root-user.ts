import { type Account, consoleLink, type Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { ByHand, type Chore, type Fact, fact } from '../engine/fact.ts';

const securityCredentials = (partition: Partition) => consoleLink(partition, 'iam/home#/security_credentials');

/** The root user has a second factor (AWS page "GetAccountSummary", `AccountMFAEnabled`). */
export function rootHasMfa(partition: Partition): Chore<boolean> {
  return {
    id: 'root/mfa',
    title: 'the root user has MFA',
    want: true,
    read: async (account) => (await accountSummary(account)).AccountMFAEnabled === 1,
    how: 'As root open the page below, then "Assign MFA device": a passkey or an authenticator app',
    link: securityCredentials(partition),
  };
}

/** The root user has no access keys; inactive ones count. Only root can delete them. */
export function rootHasNoAccessKeys(partition: Partition): Chore<boolean> {
  return {
    ...noKeys,
    how: 'As root open the page below, section "Access keys", and delete each (or run with --delete-root-keys as root)',
    link: securityCredentials(partition),
  };
}

/** The same as a fact that deletes them. It cannot be undone, which is why it has a flag of its own. */
export function rootKeysAreDeleted(): Fact<boolean> {
  return fact<boolean>({
    ...noKeys,
    async calls(to, _now, account) {
      if (to !== true) throw new ByHand('deleted root access keys cannot come back; as root you can make new ones');
      if (account.identity.kind !== 'root')
        throw new ByHand('root access keys can only be deleted by the root user: sign in as root');
      const { AccessKeyMetadata } = await account.send(call('iam', 'ListAccessKeys', {}));
      return (AccessKeyMetadata ?? []).map(({ AccessKeyId }) => call('iam', 'DeleteAccessKey', { AccessKeyId }));
    },
  });
}

const noKeys = {
  id: 'root/access-keys',
  title: 'the root user has no access keys',
  want: true,
  read: async (account: Account) => (await accountSummary(account)).AccountAccessKeysPresent === 0,
};

async function accountSummary(account: Account): Promise<Record<string, number | undefined>> {
  const { SummaryMap } = await account.send(call('iam', 'GetAccountSummary', {}));
  return (SummaryMap ?? {}) as Record<string, number | undefined>;
}
