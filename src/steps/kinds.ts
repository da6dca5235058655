import type { AccountKind } from '../aws/account-kind.ts';
import type { Draft } from './settings/setting.ts';
import { STEP_IDS, type StepId } from './settings/step-ids.ts';

/** Where a draft of answers holds the kind of account: found, never answered. */
export const KIND_KEY = 'account.kind';

/** The kind of account that answers are for; unknown until it was found. */
export function kindIn(draft: Draft): AccountKind {
  return (draft.get(KIND_KEY) as AccountKind | undefined) ?? 'unknown';
}

/** AWS's page for what a project keeps outside of the console: people, plan, spend limit. */
export const AWS_SETTINGS = 'https://settings.aws.com';

/** What one kind of account can have, and what it is told. */
export interface Kind {
  /** In a few words, for the first screen. */
  words: string;
  /** A billing alarm with its topic; else a budget takes its place. */
  alarm: boolean;
  /** Whether somebody may sign in as root, so that chores as root make sense. */
  root: boolean;
  /** What is set up when nobody names steps. */
  steps: readonly StepId[];
  /** Users are made only where a flag names them; the wizard does not ask. */
  usersByFlagOnly: boolean;
  /** The home Region is AWS's choice. */
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
  standalone: { ...USUAL, words: 'standalone, in no organization' },
  management: { ...USUAL, words: 'management account of an organization' },
  member: { ...USUAL, words: 'member account of an organization' },
  project: { ...PROJECT, words: "project of AWS's new experience" },
  'project-advanced': { ...PROJECT, words: 'project with advanced features activated' },
  unknown: { ...USUAL, words: 'not known: AWS does not let this caller see it' },
};

/** Why a project gets no admin user unless it is asked for. */
export const NO_ADMIN =
  'In a project people sign in with an AWS Builder ID and are invited by e-mail in AWS Settings, so step admin is left out; --steps admin asks for it all the same.';

/** Each kind in a line or two, for `explain kinds`. */
export const KINDS_EXPLAINED: string[] = [
  'standalone: in no organization. All five steps; nothing is forbidden from outside.',
  'management: manages an organization. As standalone; its policies do not bind it.',
  'member: of an organization. Its service control policies may forbid what you are allowed: such a denial is told once, with who can lift it, and the rest goes on (exit code 4). Root may have no password; then nobody has to give it MFA.',
  `project: AWS's new experience for newcomers. No root user, one Region that AWS has selected, people invited at ${AWS_SETTINGS}. AWS's policies forbid SNS and alarms in us-east-1, so there is no billing alarm: a budget mails you instead. No step admin, no users unless you name them.`,
  'project-advanced: the same with advanced features. The organization is yours, other Regions can be let in, the spend limit is gone. The billing alarm stays forbidden until you change the policy. Activating is irreversible: this program never does it.',
  'unknown: you may not call organizations:DescribeOrganization. Treated as standalone.',
  'Near the spend limit of a project AWS denies what creates or starts things, then pauses the project, and deletes its data after 90 days. Early controls may terminate EC2 instances after a snapshot.',
];

/** Why people get IAM users here, for `explain identity`. */
export const IDENTITY_EXPLAINED: string[] = [
  'One person or a small team in one account: IAM users with MFA, console passwords that must be changed, no access keys. That is what this program makes.',
  'In a terminal: aws login (AWS CLI 2.32 or newer). It signs in through the browser, lasts up to 12 hours, and leaves no key behind.',
  'Why not IAM Identity Center: for one account it has no way in by API. An account instance gives no access to the account and stands in the way of an organization instance; an organization ends the Free plan.',
  'In a project: people sign in with an AWS Builder ID and are invited in AWS Settings. Users of your own are made only when you name them; whether AWS lets them sign in there is not verified.',
  'Move on when there are several accounts: then an organization with IAM Identity Center, one sign-in for all, and no users here any more.',
];

/** The steps that a kind of account is set up with when nobody names any. */
export function usualSteps(draft: Draft): readonly StepId[] {
  return KINDS[kindIn(draft)].steps;
}
