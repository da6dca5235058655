import type { Operations } from '../context.ts';
import { iamAccount } from './account.ts';
import { iamAlias } from './alias.ts';
import { iamGroups } from './groups.ts';
import { iamInstanceProfiles } from './instance-profiles.ts';
import { iamMfa } from './mfa.ts';
import { iamPasswords } from './passwords.ts';
import { iamPolicies } from './policies.ts';
import { iamRoles } from './roles.ts';
import { iamServiceLinkedRoles } from './service-linked-roles.ts';
import { iamSimulator } from './simulator.ts';
import { iamTags } from './tags.ts';
import { iamUserBelongings } from './user-belongings.ts';
import { iamUsers } from './users.ts';

/** IAM as the rehearsal answers it. */
export const iam: Operations<'iam'> = {
  ...iamAccount,
  ...iamAlias,
  ...iamGroups,
  ...iamInstanceProfiles,
  ...iamMfa,
  ...iamPasswords,
  ...iamPolicies,
  ...iamRoles,
  ...iamServiceLinkedRoles,
  ...iamSimulator,
  ...iamTags,
  ...iamUserBelongings,
  ...iamUsers,
};
