import type { Account } from '../aws/account.ts';
import { type AccountKind, isProject, MANAGED_PATH, PROJECT_ROLE, SELECTED_REGIONS } from '../aws/account-kind.ts';
import { call } from '../aws/call.ts';
import { codeOf, endsTheLook, isDenied } from '../aws/errors.ts';
import { iamAccount } from '../facts/iam-account.ts';

/** What Organizations tells: the account that manages the organization, that there is none, or nothing. */
export type Organization = { managedBy: string } | 'none' | 'untold';

/** Asks Organizations, which needs nothing to be known before. Never throws: who may not ask is told nothing. */
export async function askedOrganization(account: Account): Promise<Organization> {
  try {
    const { Organization } = await account.send(call('organizations', 'DescribeOrganization', {}));
    return Organization?.MasterAccountId ? { managedBy: Organization.MasterAccountId } : 'untold';
  } catch (error) {
    return codeOf(error) === 'AWSOrganizationsNotInUse' ? 'none' : 'untold';
  }
}

/**
 * What kind of account it is, from who is signed in, from what Organizations told, and from IAM's roles where that is not
 * enough. A project is a member account with roles that AWS manages (AWS page "Managed policies for your organization").
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
  // Nobody is root in a project.
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
export interface ProjectRegion {
  /** The selected Region; undefined where no read tells it. */
  region: string | undefined;
  /** Advanced features have let other Regions in. */
  hasGrown: boolean;
}

/**
 * The Region that a project works in: the wanted one unless the policies deny it, else the first of those that AWS chooses
 * from. Each is asked with one read that a denied Region refuses; where AWS answers neither, as while it throttles or has
 * not activated the account, the wanted one has the benefit of the doubt.
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

/** A project whose policies let another Region through has had its advanced features activated. */
export function kindWithRegion(kind: AccountKind, { hasGrown }: ProjectRegion): AccountKind {
  return isProject(kind) && hasGrown ? 'project-advanced' : kind;
}
