import { NEAR_SPEND_LIMIT, PROJECT_ROLE } from '../account-kind.ts';
import type { Refused } from './cause.ts';

/** The root user was denied, which no identity-based policy can cause. */
export const isRoot = ({ caller }: Refused) => caller?.kind === 'root';

/** Who can change a policy of an organization. */
export const ORGANIZATION =
  'only an administrator of the organization can change this, in its management account: AWS Organizations > Policies; no permission in this account overrides it, not even root';

const OF_PROJECT =
  'AWS manages the policies of a project: nobody in it can change them, unless advanced features are activated';
const SPEND_LIMIT =
  'AWS denies this near the spend limit of a project: check and raise the limit at https://settings.aws.com > Billing, or wait for the next month, then run the same command again';

/** Who can change a service control policy, or wait for it. */
export function liftServiceControl({ caller, permission }: Refused): string {
  if (caller?.name !== PROJECT_ROLE) return ORGANIZATION;
  return NEAR_SPEND_LIMIT.includes(permission) ? SPEND_LIMIT : OF_PROJECT;
}

/** Who can allow what no policy mentions. */
export function allowOrRoot(refused: Refused): string {
  const { permission } = refused;
  return isRoot(refused)
    ? `even root was denied ${permission}, so a policy of an organization, a VPC endpoint or the resource itself denies it: ask the owner of that policy`
    : `ask an administrator to allow ${permission}, or run this as root`;
}

/** Who can change the caller's permissions boundary. */
export function liftBoundary({ caller }: Refused): string {
  const ask = 'ask an administrator without this boundary to extend it or to remove it';
  if (caller?.kind === 'user' && caller.name)
    return `${ask}: aws iam delete-user-permissions-boundary --user-name ${caller.name}`;
  if (caller?.kind !== 'role' || !caller.name) return ask;
  return caller.name.startsWith('AWSReservedSSO_')
    ? `${ask}: it is part of the permission set in IAM Identity Center`
    : `${ask}: aws iam delete-role-permissions-boundary --role-name ${caller.name}`;
}
