import type { Account } from '../aws/account.ts';
import { type AccountKind, isProject, MANAGED_PATH, PROJECT_ROLE, SELECTED_REGIONS } from '../aws/account-kind.ts';
import { call } from '../aws/call.ts';
import { codeOf, endsTheLook, isDenied } from '../aws/errors.ts';
import { iamAccount } from '../facts/iam/account.ts';

/** The answer of Organizations: the management account, no organization, or no answer. */
export type Organization = { managedBy: string } | 'none' | 'untold';

/** Asks Organizations. Never throws: a caller without permission gets no answer. */
export async function askedOrganization(account: Account): Promise<Organization> {
  try {
    const { Organization } = await account.send(call('organizations', 'DescribeOrganization', {}));
    return Organization?.MasterAccountId ? { managedBy: Organization.MasterAccountId } : 'untold';
  } catch (error) {
    return codeOf(error) === 'AWSOrganizationsNotInUse' ? 'none' : 'untold';
  }
}

/**
 * The kind of account, by the caller's identity, the answer of Organizations and, if that is not enough, the IAM roles. A
 * project is a member account with roles that AWS manages (AWS page "Managed policies for your organization").
 */
export async function accountKind(account: Account, organization: Organization): Promise<AccountKind> {
  if (organization === 'none') return 'standalone';
  const { accountId } = account.identity;
  if (await isAProject(account)) {
    const isOwn = organization !== 'untold' && organization.managedBy === accountId;
    return isOwn ? 'project-advanced' : 'project';
  }
  if (organization === 'untold') return 'unknown';
  return organization.managedBy === accountId ? 'management' : 'member';
}

async function isAProject(account: Account): Promise<boolean> {
  const { kind, name } = account.identity;
  if (kind === 'role' && name === PROJECT_ROLE) return true;
  // A project has no root user.
  if (kind === 'root') return false;
  try {
    const { roles } = await iamAccount(account);
    return [...roles.values()].some(({ Path }) => Path?.startsWith(MANAGED_PATH));
  } catch (error) {
    if (endsTheLook(error)) throw error;
    return false;
  }
}

/** Where a project can work. */
interface ProjectRegion {
  /** The selected Region; undefined if no read shows it. */
  region: string | undefined;
  /** Advanced features have allowed other Regions. */
  hasGrown: boolean;
}

/**
 * The Region of a project: the wanted one unless the policies deny it, else the first of those that AWS selects from. Each
 * is tested with one read, which is denied in other Regions. If AWS answers neither, for example while it throttles or has
 * not activated the account, the wanted one is used.
 */
export async function projectRegion(account: Account, wanted: string | undefined): Promise<ProjectRegion> {
  const isOpen = async (region: string): Promise<boolean | 'unknown'> => {
    try {
      await account.send(call('ec2', 'DescribeInstances', { MaxResults: 5 }, region));
      return true;
    } catch (error) {
      if (isDenied(error)) return false;
      if (endsTheLook(error)) throw error;
      return 'unknown';
    }
  };
  const wantedIsOpen = wanted !== undefined && (await isOpen(wanted));
  if (wantedIsOpen !== false) {
    const isUsual = SELECTED_REGIONS.some((one) => one === wanted);
    return { region: wanted, hasGrown: wantedIsOpen === true && !isUsual };
  }
  const others = SELECTED_REGIONS.filter((one) => one !== wanted);
  const open = await Promise.all(others.map(isOpen));
  return { region: others.find((_, i) => open[i] === true), hasGrown: false };
}

/** A project whose policies allow another Region has its advanced features activated. */
export function kindWithRegion(kind: AccountKind, { hasGrown }: ProjectRegion): AccountKind {
  return isProject(kind) && hasGrown ? 'project-advanced' : kind;
}
