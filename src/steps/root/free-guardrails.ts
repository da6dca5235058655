import { ACCOUNT_KINDS, isProject } from '../../aws/account-kind.ts';
import { type Guardrail, NOTHING } from './guardrail.ts';

const FREE = { group: 'free', cost: 'free' } as const;
const PROJECTS = ACCOUNT_KINDS.filter(isProject);

/** The guardrails of group `free`, in the order of the screens. */
export const FREE_GUARDRAILS = [
  {
    ...FREE,
    id: 'password-policy',
    why: 'Without a policy, IAM accepts passwords of 8 characters and the reuse of old ones.',
    breaks: 'users choose a longer password at their next change; existing passwords stay valid',
  },
  {
    ...FREE,
    id: 's3-account-block',
    why: 'One wrong bucket policy or ACL makes data public; the account then ignores it.',
    breaks: 'websites and downloads straight from a public bucket (found first: then it is not set)',
  },
  {
    ...FREE,
    id: 'ebs-encryption',
    why: 'A volume or a snapshot that is copied or shared by mistake cannot be read without your KMS key.',
    breaks: 'instance types without support for encrypted volumes (generations before 2014) no longer start',
  },
  {
    ...FREE,
    id: 'imdsv2-default',
    why: 'IMDSv1 gives the credentials of an instance to whoever makes its web server fetch a URL.',
    breaks: 'software that knows only IMDSv1, on new instances; running ones do not change',
  },
  {
    ...FREE,
    id: 'snapshot-block',
    why: 'A public snapshot is a copy of a disk for everyone.',
    breaks: 'sharing snapshots with everyone (public ones are found first: then it is not set)',
  },
  {
    ...FREE,
    id: 'ami-block',
    why: 'A public AMI is a copy of a disk for everyone.',
    breaks: 'publishing AMIs; those that are public stay so',
  },
  {
    ...FREE,
    id: 'ssm-documents',
    why: 'A public document of Systems Manager shows your commands, and any secret in them, to everyone.',
    breaks: 'publishing Systems Manager documents; those that are public stay so',
  },
  {
    ...FREE,
    id: 'default-security-group',
    why: 'What is started without a security group gets the default one, whose members reach each other on every port.',
    breaks: 'what is started later without a security group has no network (one in use is found first and stays)',
  },
  {
    ...FREE,
    id: 'access-analyzer',
    why: 'IAM Access Analyzer lists buckets, roles and keys that principals outside the account can use.',
    breaks: NOTHING,
    not: { kinds: PROJECTS, why: 'projects reportedly do not have IAM Access Analyzer' },
  },
  {
    ...FREE,
    id: 'contacts',
    why: 'AWS reports abuse and security events to these people too, not only to the address of the root user.',
    breaks: NOTHING,
    flags: ['--security-contact', '--billing-contact', '--operations-contact'],
    not: { kinds: ['project'], why: "AWS's policies deny alternate contacts in a project" },
  },
  {
    ...FREE,
    id: 'account-alias',
    why: 'The sign-in page gets an address that people can remember.',
    breaks: 'sign-in links with the previous alias, if there was one',
    flags: ['--account-alias'],
  },
  {
    ...FREE,
    id: 'budget',
    why: 'A budget sends e-mails when charges exceed the limit, and earlier: when AWS forecasts that they will.',
    breaks: NOTHING,
    alarms: true,
    // There, a budget replaces the alarms, whatever guardrails are chosen.
    not: { kinds: PROJECTS, why: 'in a project, the budget belongs to the alarm limits' },
  },
  {
    ...FREE,
    id: 'support-role',
    why: 'Whoever handles an incident needs access to AWS Support, and nothing more.',
    breaks: NOTHING,
    not: { kinds: PROJECTS, why: 'a project has no IAM users who could assume it' },
  },
  {
    ...FREE,
    id: 'audit-role',
    why: 'Whoever checks the account reads its configuration, and none of its data.',
    breaks: NOTHING,
    not: { kinds: PROJECTS, why: 'a project has no IAM users who could assume it' },
  },
] as const satisfies Guardrail[];
