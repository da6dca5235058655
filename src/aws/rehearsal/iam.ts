import type { Operations } from './context.ts';
import { iamAccount } from './iam-account.ts';
import { iamGroups } from './iam-groups.ts';
import { iamInstanceProfiles } from './iam-instance-profiles.ts';
import { iamMfa } from './iam-mfa.ts';
import { iamPasswords } from './iam-passwords.ts';
import { iamPolicies } from './iam-policies.ts';
import { iamRoles } from './iam-roles.ts';
import { iamSimulator } from './iam-simulator.ts';
import { iamTags } from './iam-tags.ts';
import { iamUserBelongings } from './iam-user-belongings.ts';
import { iamUsers } from './iam-users.ts';

/** IAM as the rehearsal answers it. */
export const iam: Operations<'iam'> = {
  ...iamAccount,
  ...iamGroups,
  ...iamInstanceProfiles,
  ...iamMfa,
  ...iamPasswords,
  ...iamPolicies,
  ...iamRoles,
  ...iamSimulator,
  ...iamTags,
  ...iamUserBelongings,
  ...iamUsers,
};
