import { identityOf } from '../../account.ts';
import { type Context, iamId, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { User } from '../state.ts';
import { boundaryOf } from './boundaries.ts';
import { iamPage } from './page.ts';
import { checkPassword } from './passwords.ts';
import {
  checkedName,
  checkedPath,
  checkedTags,
  conflict,
  detach,
  dropInline,
  exists,
  iamArn,
  isTaken,
  noSuch,
  userNamed,
} from './rules.ts';

/** The SDK's shape of a user. */
export function userAnswer(context: Context, user: User) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: iamArn(context, 'user', user),
    CreateDate: new Date(user.created),
    ...boundaryOf(user),
    ...(user.tags.length ? { Tags: user.tags } : {}),
  };
}

/** The named user or, where the name is left out, the caller; undefined for root. */
export function userOrCaller(context: Context, name: string | undefined): User | undefined {
  if (name !== undefined) return userNamed(context, name);
  const caller = identityOf(context.state.callerArn, context.accountId);
  if (caller.kind === 'role') refuse('ValidationError', 'Must specify userName when calling with non-User credentials');
  return caller.kind === 'root' ? undefined : userNamed(context, caller.name);
}

// The account has its default password policy (AWS page "Default password policy"): nothing here can change it.
function checkEmpty(user: User): void {
  const left = (what: string) => conflict(`Cannot delete entity, must ${what} first.`);
  if (user.groups.length) left('remove users from group');
  if (user.attached.length) left('detach all policies');
  if (Object.keys(user.inline).length) left('delete policies');
  if (user.login) left('delete login profile');
  if (user.accessKeys.length) left('delete access keys');
  if (user.mfaDevices.length) left('delete MFA device');
  if (user.certificates.length) left('delete signing certificates');
  if (user.sshKeys.length) left('delete SSH public keys');
  if (user.credentials.length) left('delete service specific credentials');
}

function loginOf(user: User) {
  if (!user.login) noSuch(`Login Profile for User ${user.name} cannot be found.`);
  return {
    UserName: user.name,
    CreateDate: new Date(user.login.created),
    PasswordResetRequired: user.login.reset,
  };
}

/** IAM's users and their sign-in. */
export const iamUsers = {
  CreateUser: {
    fields: ['UserName', 'Path', 'Tags'],
    answer({ UserName, Path, Tags }, context) {
      const name = checkedName(UserName, 'userName', 64);
      const path = checkedPath(Path);
      const tags = checkedTags(Tags);
      const { users } = context.state.iam;
      if (isTaken(users, name)) exists(`User with name ${name} already exists.`);
      const user: User = {
        name,
        id: iamId(context, 'AIDA'),
        path,
        created: context.now.toISOString(),
        tags,
        attached: [],
        inline: {},
        groups: [],
        accessKeys: [],
        mfaDevices: [],
        sshKeys: [],
        certificates: [],
        credentials: [],
      };
      users.push(user);
      return { User: userAnswer(context, user) };
    },
  },
  DeleteUser: {
    fields: ['UserName'],
    answer({ UserName }, context) {
      const user = userNamed(context, UserName);
      checkEmpty(user);
      context.state.iam.users = context.state.iam.users.filter((one) => one !== user);
      return {};
    },
  },
  ListUsers: {
    fields: ['MaxItems', 'Marker'],
    answer(paging, context) {
      const { items, paging: rest } = iamPage(context.state.iam.users, paging);
      // Without tags and boundaries. Nobody signs in to the console here.
      const bare = ({ boundary: _, ...user }: User) => userAnswer(context, { ...user, tags: [] });
      return { Users: items.map(bare), ...rest };
    },
  },
  CreateLoginProfile: {
    fields: ['UserName', 'Password', 'PasswordResetRequired'],
    answer({ UserName, Password, PasswordResetRequired }, context) {
      const user = userNamed(context, UserName);
      if (user.login) exists(`Login Profile for user ${user.name} already exists.`);
      checkPassword(Password, user.name, context.state.iam.passwordPolicy);
      user.login = { created: context.now.toISOString(), reset: PasswordResetRequired ?? false };
      return { LoginProfile: loginOf(user) };
    },
  },
  GetLoginProfile: {
    fields: ['UserName'],
    answer: ({ UserName }, context) => ({ LoginProfile: loginOf(userNamed(context, UserName)) }),
  },
  DeleteLoginProfile: {
    fields: ['UserName'],
    answer({ UserName }, context) {
      const user = userNamed(context, UserName);
      loginOf(user);
      delete user.login;
      return {};
    },
  },
  DetachUserPolicy: {
    fields: ['UserName', 'PolicyArn'],
    answer({ UserName, PolicyArn }, context) {
      detach(userNamed(context, UserName), PolicyArn);
      return {};
    },
  },
  DeleteUserPolicy: {
    fields: ['UserName', 'PolicyName'],
    answer({ UserName, PolicyName }, context) {
      dropInline(userNamed(context, UserName), 'user', PolicyName);
      return {};
    },
  },
} satisfies Partial<Operations<'iam'>>;
