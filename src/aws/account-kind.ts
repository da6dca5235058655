/**
 * What kind of account it is, which decides what it can have: outside of any organization; an organization's management
 * account or one of its members; a project of AWS's new experience, before and after its advanced features were
 * activated. Where AWS does not let the caller see it, it is unknown and treated like a standalone one.
 */
export const ACCOUNT_KINDS = ['standalone', 'management', 'member', 'project', 'project-advanced', 'unknown'] as const;
/** One of those. */
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** The role that people work as in a project (AWS page "Managed policies for your organization"). */
export const PROJECT_ROLE = 'AccountFullAccessRole';

/** The path of the roles that AWS keeps in a project; nobody there may change them. */
export const MANAGED_PATH = '/managed/';

/**
 * The Regions of which one is a project's selected Region, chosen by AWS from the contact address (AWS page "Regions for
 * your projects").
 */
export const SELECTED_REGIONS = ['us-east-2', 'eu-north-1', 'ap-southeast-2'] as const;

/** A project, with its advanced features or without. */
export function isProject(kind: AccountKind): boolean {
  return kind === 'project' || kind === 'project-advanced';
}
