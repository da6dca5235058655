import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Chore } from '../../engine/fact.ts';
import { iamAccount } from '../iam/account.ts';
import { hasMfaDevice } from '../iam/mfa-device.ts';
import { orNull } from '../tags.ts';
import { judged, thoseThat } from './judged.ts';

const DAY_MS = 86_400_000;

/** What benchmarks ask of every IAM user. `now` is the time in milliseconds. */
export function judgedUsers(now: () => number): Chore<string[]>[] {
  return [
    usersHaveMfa(),
    keysAreRotated(90, now),
    nobodyHasKeys(),
    nothingIsUnused('credentials-in-use', 45, now),
    nothingIsUnused('credentials-in-use-30', 30, now),
    nothingIsUnused('credentials-in-use-90', 90, now),
    usersGetGroupsOnly(),
  ];
}

/** Every user with a console password has an MFA device (IAM pages "GetLoginProfile", "ListMFADevices"). */
function usersHaveMfa(): Chore<string[]> {
  return judged('users-have-mfa', {
    title: 'every IAM user with a password has MFA',
    how: 'each sets it up in the console, under "Security credentials"',
    async read(account) {
      const users = await userNames(account);
      const lacksIt = async (name: string) =>
        (await passwordOf(name, account)) !== null && !(await hasMfaDevice(name, account));
      return thoseThat(users, lacksIt);
    },
  });
}

/** No active access key of a user is older than `days`, counted in whole days (IAM page "ListAccessKeys": CreateDate). */
function keysAreRotated(days: number, now: () => number): Chore<string[]> {
  return judged('access-keys-rotated', {
    title: `no active access key of an IAM user is older than ${days} days`,
    how: 'replace the key, or delete it and use "aws login" instead',
    async read(account) {
      const keys = await activeKeys(account);
      return keys.filter(({ created }) => isOlder(created, days + 1, now)).map(({ user, id }) => `${user} (${id})`);
    },
  });
}

/** No user has an active access key: people and programs use temporary credentials. */
function nobodyHasKeys(): Chore<string[]> {
  return judged('no-access-keys', {
    title: 'no IAM user has an active access key',
    how: 'use "aws login" or a role instead, then delete the key',
    read: async (account) => (await activeKeys(account)).map(({ user, id }) => `${user} (${id})`),
  });
}

/**
 * No password or access key has been unused for `days`; one that was never used counts from its creation, as in CIS.
 * Younger ones need no proof (IAM pages "ListUsers": PasswordLastUsed; "GetAccessKeyLastUsed").
 */
function nothingIsUnused(control: string, days: number, now: () => number): Chore<string[]> {
  return judged(control, {
    title: `no password or access key has been unused for ${days} days`,
    how: 'delete what nobody uses',
    async read(account) {
      const isOld = (date: Date | undefined) => isOlder(date, days, now);
      const [users, active] = await Promise.all([userNames(account), activeKeys(account)]);
      const passwords = await thoseThat(users, async (name) => isOld((await passwordOf(name, account))?.CreateDate));
      const signIns = passwords.length > 0 ? await lastSignIns(account) : new Map<string, Date | undefined>();
      const keys = active.filter(({ created }) => isOld(created));
      const uses = await Promise.all(keys.map(({ id }) => lastUse(id, account)));
      const isUnused = (last: Date | undefined) => last === undefined || isOld(last);
      return [
        ...passwords.filter((name) => isUnused(signIns.get(name))).map((name) => `the password of ${name}`),
        ...keys.filter((_key, at) => isUnused(uses[at])).map(({ user, id }) => `${user} (${id})`),
      ];
    },
  });
}

async function lastSignIns(account: Account): Promise<Map<string, Date | undefined>> {
  const pages = await allPages(account, call('iam', 'ListUsers', {}), 'Marker');
  const users = pages.flatMap(({ Users = [] }) => Users);
  return new Map(users.map(({ UserName = '', PasswordLastUsed }) => [UserName, PasswordLastUsed]));
}

async function lastUse(AccessKeyId: string, account: Account): Promise<Date | undefined> {
  return (await account.send(call('iam', 'GetAccessKeyLastUsed', { AccessKeyId }))).AccessKeyLastUsed?.LastUsedDate;
}

/** No user has a policy of its own: permissions come from groups. */
function usersGetGroupsOnly(): Chore<string[]> {
  return judged('permissions-by-groups', {
    title: 'IAM users get permissions from groups only',
    how: 'put the users into groups, then detach and delete their own policies',
    async read(account) {
      const { users } = await iamAccount(account);
      return [...users.values()]
        .filter(
          ({ UserPolicyList = [], AttachedManagedPolicies = [] }) =>
            UserPolicyList.length + AttachedManagedPolicies.length > 0,
        )
        .map(({ UserName = '' }) => UserName);
    },
  });
}

async function userNames(account: Account): Promise<string[]> {
  const { users } = await iamAccount(account);
  return [...users.values()].map(({ UserName = '' }) => UserName);
}

async function passwordOf(UserName: string, account: Account): Promise<{ CreateDate?: Date | undefined } | null> {
  const answer = await orNull(account.send(call('iam', 'GetLoginProfile', { UserName })), 'NoSuchEntity');
  return answer && { CreateDate: answer.LoginProfile?.CreateDate };
}

async function activeKeys(account: Account): Promise<{ user: string; id: string; created: Date | undefined }[]> {
  const keysOf = async (UserName: string) => {
    const pages = await allPages(account, call('iam', 'ListAccessKeys', { UserName }), 'Marker');
    return pages
      .flatMap(({ AccessKeyMetadata = [] }) => AccessKeyMetadata)
      .filter(({ Status }) => Status === 'Active')
      .map(({ AccessKeyId: id = '', CreateDate: created }) => ({ user: UserName, id, created }));
  };
  return (await Promise.all((await userNames(account)).map(keysOf))).flat();
}

const isOlder = (date: Date | undefined, days: number, now: () => number): boolean =>
  date !== undefined && now() - date.getTime() >= days * DAY_MS;
