import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { Fact } from '../../engine/fact.ts';
import { guardrail } from '../guardrails/guardrail.ts';
import { iamAccount } from '../iam/account.ts';

const SERVICE = 'config.amazonaws.com';
/** The path of the role that AWS Config uses. */
export const ROLE_PATH = `/aws-service-role/${SERVICE}/`;
/** Its name. */
export const ROLE = 'AWSServiceRoleForConfig';

/** The role of AWS Config, which the service itself defines (Config page "Using Service-Linked Roles for AWS Config"). */
export function configRoleExists(): Fact<true> {
  return guardrail<true>('config/role', {
    title: `service-linked role ${ROLE} exists`,
    thing: 'role of AWS Config',
    want: true,
    read: async (account) => ((await roleName(account)) === undefined ? null : true),
    calls: async (to, _now, account) => [
      to === null
        ? call('iam', 'DeleteServiceLinkedRole', { RoleName: (await roleName(account)) ?? ROLE })
        : call('iam', 'CreateServiceLinkedRole', { AWSServiceName: SERVICE }),
    ],
    lingers: 120_000,
  });
}

// By its path: endpoints other than AWS spell the name otherwise.
async function roleName(account: Account): Promise<string | undefined> {
  const { roles } = await iamAccount(account);
  return [...roles.values()].find(({ Path }) => Path === ROLE_PATH)?.RoleName;
}
