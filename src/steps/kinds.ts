import type { AccountKind } from '../aws/account-kind.ts';
import type { Draft } from './settings/setting.ts';
import { STEP_IDS, type StepId } from './settings/step-ids.ts';

/** The key of the kind of account in a draft of answers: detected, never asked. */
export const KIND_KEY = 'account.kind';

/** The kind of account; unknown until it is detected. */
export function kindIn(draft: Draft): AccountKind {
  return (draft.get(KIND_KEY) as AccountKind | undefined) ?? 'unknown';
}

/** AWS's page for the project settings outside the console: members, plan, spend limit. */
export const AWS_SETTINGS = 'https://settings.aws.com';

/** What one kind of account supports. */
export interface Kind {
  /** In a few words, for the first screen. */
  words: string;
  /** A billing alarm with its topic; otherwise a budget replaces it. */
  alarm: boolean;
  /** Whether a root user can sign in, for chores that need root. */
  root: boolean;
  /** The default steps. */
  steps: readonly StepId[];
  /** Users are created only if a flag names them; the wizard does not ask. */
  usersByFlagOnly: boolean;
  /** AWS chooses the home Region. */
  regionIsGiven: boolean;
}

const USUAL = { alarm: true, root: true, steps: STEP_IDS, usersByFlagOnly: false, regionIsGiven: false };
const PROJECT = {
  alarm: false,
  root: false,
  steps: STEP_IDS.filter((id) => id !== 'admin'),
  usersByFlagOnly: true,
  regionIsGiven: true,
};

/** Every kind of account (AWS pages "Managed policies for your organization", "Sign up for AWS"). */
export const KINDS: Record<AccountKind, Kind> = {
  standalone: { ...USUAL, words: 'standalone, not in an organization' },
  management: { ...USUAL, words: 'management account of an organization' },
  member: { ...USUAL, words: 'member account of an organization' },
  project: { ...PROJECT, words: "project of AWS's new experience" },
  'project-advanced': { ...PROJECT, words: 'project with advanced features activated' },
  unknown: { ...USUAL, words: 'unknown: you are not allowed to read it' },
};

/** Why a project gets no admin user unless it is asked for. */
export const NO_ADMIN =
  'Members of a project sign in with an AWS Builder ID and are invited by e-mail in AWS Settings, so step admin is skipped; to run it anyway, add --steps admin.';

/** Each kind of account in a few sentences, for `explain kinds`. */
export const KINDS_EXPLAINED: string[] = [
  'standalone: not in an organization. All five steps; no outside policy restricts the account.',
  'management: manages an organization. Like standalone: the service control policies of the organization do not apply to it.',
  'member: in an organization. Its service control policies may deny what your own policies allow. Such a denial is reported once, with who can change it, and the run continues (exit code 4). Root may have no password; then it needs no MFA.',
  `project: AWS's new experience for beginners. No root user, one Region selected by AWS, members invited at ${AWS_SETTINGS}. AWS's policies deny SNS and alarms in us-east-1, so a budget replaces the billing alarm. Step admin is skipped, and users are created only if you name them.`,
  'project-advanced: a project with advanced features. You own the organization, other Regions can be allowed, and the spend limit is removed. The billing alarm stays denied until you change the policy. Activation is irreversible: this program never does it.',
  'unknown: you are not allowed to call organizations:DescribeOrganization. Treated as standalone.',
  'Near the spend limit of a project, AWS denies calls that create or start resources, then pauses the project, and deletes its data after 90 days. Early controls may terminate EC2 instances after a snapshot.',
];

/** Why this program creates IAM users, for `explain identity`. */
export const IDENTITY_EXPLAINED: string[] = [
  'One person or a small team in one account: IAM users with MFA, console passwords that must be changed, and no access keys. This program creates exactly that.',
  'In a terminal: aws login (AWS CLI 2.32 or newer). It signs in through the browser, lasts up to 12 hours, and leaves no access key on the computer.',
  'Why not IAM Identity Center: for a single account, it cannot be set up by API. An account instance grants no access to the account and blocks an organization instance; an organization ends the Free plan.',
  'In a project: members sign in with an AWS Builder ID and are invited in AWS Settings. IAM users are created only if you name them; whether they can sign in to a project is not verified.',
  'When you have several accounts, use an organization with IAM Identity Center: one sign-in for all accounts, and no IAM users here.',
];

/** The default steps for a kind of account. */
export function usualSteps(draft: Draft): readonly StepId[] {
  return KINDS[kindIn(draft)].steps;
}
