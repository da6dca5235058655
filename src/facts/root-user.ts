import { type Account, consoleLink, type Partition } from '../aws/account.ts';
import { call } from '../aws/call.ts';
import { ByHand, type Chore, type Fact, fact } from '../engine/fact.ts';

const securityCredentials = (partition: Partition) => consoleLink(partition, 'iam/home#/security_credentials');

const NO_PASSWORD = 'the root user has no password';

/**
 * The root user has a second factor, or no password that it could protect: AWS makes member accounts without root
 * credentials (AWS page "GetAccountSummary", `AccountMFAEnabled`, `AccountPasswordPresent`; "Centrally manage root
 * access for member accounts").
 */
export function rootHasMfa(partition: Partition): Chore<boolean | string> {
  return {
    id: 'root/mfa',
    title: 'the root user has MFA',
    want: true,
    async read(account) {
      const { AccountMFAEnabled, AccountPasswordPresent } = await accountSummary(account);
      if (AccountMFAEnabled === 1) return true;
      return AccountPasswordPresent === 0 ? NO_PASSWORD : false;
    },
    same: (a, b) => a === b || (a === NO_PASSWORD && b === true),
    instead: (now) => (now === NO_PASSWORD ? NO_PASSWORD : undefined),
    how: 'As root open the page below, then "Assign MFA device": a passkey or an authenticator app',
    link: securityCredentials(partition),
  };
}

/**
 * Whether the root user of a partition can sign in to a console: not in GovCloud, where it has access keys at most
 * (AWS page "AWS GovCloud (US) account root user").
 */
export function rootSignsIn(partition: Partition): boolean {
  return partition !== 'aws-us-gov';
}

/** The root user has no access keys; inactive ones count. Only root can delete them. */
export function rootHasNoAccessKeys(partition: Partition): Chore<boolean> {
  if (!rootSignsIn(partition)) {
    return {
      ...noKeys,
      how: 'The root user has no console in GovCloud: sign in with its access keys and run this with --delete-root-keys',
    };
  }
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
