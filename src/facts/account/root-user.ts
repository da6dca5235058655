import { type Account, consoleLink, type Partition } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isSignedOut } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import type { Person } from '../../aws/rehearsal/person.ts';
import { ByHand, type Chore, type Fact, fact } from '../../engine/fact.ts';

const securityCredentials = (partition: Partition) => consoleLink(partition, 'iam/home#/security_credentials');

const NO_PASSWORD = 'the root user has no password';

/** Baselines prefer the first: an app on a phone can be phished, and its key copied. */
type Mfa = 'a passkey or a hardware device' | 'an authenticator app';

/**
 * The root user has MFA, or no password that needs it: AWS creates member accounts without root credentials (AWS page
 * "GetAccountSummary", `AccountMFAEnabled`, `AccountPasswordPresent`; "Centrally manage root access for member accounts").
 */
export function rootHasMfa(partition: Partition): Chore<boolean | typeof NO_PASSWORD | Mfa> {
  return {
    id: 'root/mfa',
    control: 'root-mfa',
    title: 'the root user has MFA',
    play: (person) => person.turnsOnRootMfa(),
    want: true,
    async read(account) {
      // Side by side, because the answer to one of them takes as long as both.
      const [{ AccountMFAEnabled, AccountPasswordPresent }, kind] = await Promise.all([
        accountSummary(account),
        kindOfMfa(account),
      ]);
      if (AccountMFAEnabled === 1) return kind ?? true;
      return AccountPasswordPresent === 0 ? NO_PASSWORD : false;
    },
    same: (a, b) => a === b || (typeof a === 'string' && b === true),
    remark: (now) => (typeof now === 'string' ? now : undefined),
    how: 'As root, open the page below and choose "Assign MFA device": a passkey or an authenticator app',
    link: securityCredentials(partition),
  };
}

/**
 * IAM lists the authenticator app of the root user among the virtual devices, and no other kind of device (AWS page
 * "ListVirtualMFADevices"; Security Hub control IAM.6 tells them apart so). Undefined if that cannot be read.
 */
async function kindOfMfa(account: Account): Promise<Mfa | undefined> {
  const question = call('iam', 'ListVirtualMFADevices', { AssignmentStatus: 'Assigned' });
  const pages = await allPages(account, question, 'Marker').catch((error: unknown) => {
    if (isSignedOut(error)) throw error;
    return undefined;
  });
  const devices = pages?.flatMap(({ VirtualMFADevices }) => VirtualMFADevices ?? []);
  if (!devices) return undefined;
  const isApp = devices.some(({ User }) => User?.Arn?.endsWith(':root'));
  return isApp ? 'an authenticator app' : 'a passkey or a hardware device';
}

/**
 * Whether the root user of a partition can sign in to the console: not in GovCloud, where it can only have access keys
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
      how: 'The root user cannot use the console in GovCloud: run this with its access keys and --delete-root-keys',
    };
  }
  return {
    ...noKeys,
    how: 'As root, open the page below and delete each key under "Access keys" (or run with --delete-root-keys as root)',
    link: securityCredentials(partition),
  };
}

/** The root user has no access keys except the one that signs this run, if any; the others are deleted. */
export function otherRootKeysAreDeleted(): Fact<boolean> {
  return fact<boolean>({
    id: 'root/other-access-keys',
    title: 'the root user has no access keys other than the one this run uses',
    wholeAccount: true,
    want: true,
    read: async (account) => ownKey(account) === undefined || (await keysOfRoot(account)).every(isOwn(account)),
    async calls(to, _now, account) {
      mustBeTakenAway(to, account);
      return (await keysOfRoot(account)).filter((key) => !isOwn(account)(key)).map(deletion);
    },
  });
}

/**
 * The root user has no access keys at all. This cannot be undone, so it has a flag of its own. The key that signs this
 * run is kept: without it, the run would stop halfway and could not report the result.
 */
export function rootKeysAreDeleted(): Fact<boolean> {
  return fact<boolean>({
    ...noKeys,
    wholeAccount: true,
    async calls(to, _now, account) {
      mustBeTakenAway(to, account);
      const own = ownKey(account);
      if (own === undefined) return (await keysOfRoot(account)).map(deletion);
      throw new ByHand(
        `this run uses the root access key that ends in ${own.slice(-4)} and would stop halfway without it: sign in as root without a key (AWS CloudShell or aws login), then run the same command again`,
      );
    },
  });
}

function mustBeTakenAway(to: boolean | null, { identity }: Account): void {
  if (to !== true) throw new ByHand('deleted root access keys cannot be restored; as root you can create new ones');
  if (identity.kind !== 'root') throw new ByHand('only the root user can delete root access keys: sign in as root');
}

// Temporary credentials have their own key id, which is not one of root's keys.
function ownKey({ identity }: Account): string | undefined {
  return identity.kind === 'root' && identity.accessKeyId?.startsWith('AKIA') ? identity.accessKeyId : undefined;
}

const isOwn = (account: Account) => (key: string) => key === ownKey(account);
const deletion = (AccessKeyId: string) => call('iam', 'DeleteAccessKey', { AccessKeyId });

async function keysOfRoot(account: Account): Promise<string[]> {
  const pages = await allPages(account, call('iam', 'ListAccessKeys', {}), 'Marker');
  return pages
    .flatMap(({ AccessKeyMetadata }) => AccessKeyMetadata ?? [])
    .flatMap(({ AccessKeyId }) => AccessKeyId ?? []);
}

const noKeys = {
  id: 'root/access-keys',
  control: 'root-access-keys',
  title: 'the root user has no access keys',
  play: (person: Person) => person.deletesRootKeys(),
  want: true,
  read: async (account: Account) => (await accountSummary(account)).AccountAccessKeysPresent === 0,
};

async function accountSummary(account: Account): Promise<Record<string, number | undefined>> {
  const { SummaryMap } = await account.send(call('iam', 'GetAccountSummary', {}));
  return (SummaryMap ?? {}) as Record<string, number | undefined>;
}
