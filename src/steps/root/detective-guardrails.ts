import { ACCOUNT_KINDS, isProject } from '../../aws/account-kind.ts';
import { type Guardrail, NOTHING } from './guardrail.ts';

// Prices depend on what happens in the account, which no price list says.
const BY_USE = { group: 'all' } as const;
const UNKNOWN = 'AWS does not say how much that is for an account';

const PROJECTS = ACCOUNT_KINDS.filter(isProject);

/** The guardrails that watch the account, and what they cost, in the order of the screens. */
export const DETECTIVE_GUARDRAILS = [
  {
    group: 'cents',
    id: 'cost-anomaly',
    cost: 'the monitor is free; AWS may charge USD 0.01 for each request to Cost Explorer, up to four in a run',
    why: 'Cost Anomaly Detection tells the alarm addresses of costs that are unusual for a service.',
    breaks: NOTHING,
    flags: ['--alarm-email'],
    not: { kinds: PROJECTS, why: 'projects reportedly do not have Cost Anomaly Detection' },
  },
  {
    ...BY_USE,
    id: 'network-acl',
    cost: 'free',
    why: 'A network ACL denies SSH and RDP from the internet, whatever a security group allows.',
    breaks:
      'SSH and RDP from the internet and from other subnets, EC2 Instance Connect Endpoints there included; Session Manager goes on',
  },
  {
    ...BY_USE,
    id: 'flow-logs',
    cost: `AWS charges for each GB of logs and its storage; ${UNKNOWN}`,
    why: 'Rejected traffic shows who scans the account, and what a wrong security group keeps from working. The logs go to bucket NAME-flow-logs-ACCOUNT.',
    breaks: NOTHING,
  },
  {
    ...BY_USE,
    id: 'guardduty',
    cost: `AWS charges for the events that it analyzes, after 30 free days; ${UNKNOWN}`,
    why: 'GuardDuty reports stolen credentials, miners and other signs of an attack.',
    breaks: NOTHING,
  },
  {
    ...BY_USE,
    id: 'config',
    cost: `AWS charges for each change that it records; ${UNKNOWN}`,
    why: 'AWS Config shows what changed, and when; Security Hub judges what it records. The records go to bucket NAME-config-ACCOUNT.',
    breaks: NOTHING,
  },
  {
    ...BY_USE,
    id: 'security-hub',
    cost: `AWS charges for each check, after 30 free days, and for what AWS Config records; ${UNKNOWN}`,
    why: "Security Hub checks the account against AWS's own baseline (FSBP) and CIS all the time.",
    breaks: NOTHING,
  },
  {
    ...BY_USE,
    id: 'macie',
    cost: `AWS charges for each bucket and each GB that it looks into, after 30 free days; ${UNKNOWN}`,
    why: 'Macie reports personal data and credentials in buckets, and buckets that are public.',
    breaks: NOTHING,
  },
] as const satisfies Guardrail[];
