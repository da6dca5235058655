import { ACCOUNT_KINDS, isProject } from '../../aws/account-kind.ts';
import { type Guardrail, NOTHING } from './guardrail.ts';

const PROJECTS = ACCOUNT_KINDS.filter(isProject);
const STORAGE = 'Amazon S3 charges for the storage of the log files: cents a month in a small account';

/** The guardrails on logs of the account and its buckets, in the order of the screens. */
export const TRAIL_GUARDRAILS = [
  {
    id: 'noncurrent-expiry',
    group: 'free',
    cost: 'free; it ends the charges for storing old versions',
    why: 'Deleted and overwritten objects stay as noncurrent versions, which Amazon S3 charges for until they are deleted.',
    breaks:
      'restoring versions that became noncurrent more than 365 days ago (--keep-versions sets another number of days); in a bucket that existed before, it is only set with --keep-versions',
  },
  {
    id: 'trail',
    group: 'cents',
    cost: `the first copy of management events is free. ${STORAGE}`,
    why: 'AWS keeps the event history for 90 days only. A trail keeps who did what, in every Region, in bucket NAME-trail-ACCOUNT. A trail of somebody else that does this, of your organization too, is enough: then none is created.',
    breaks: NOTHING,
  },
  {
    id: 'root-alert',
    group: 'cents',
    cost: 'free for events of AWS; Amazon SNS sends the first 1,000 e-mails a month free of charge',
    why: 'Nobody should use the root user in daily work. You get an e-mail when it signs in or makes changes.',
    breaks: 'nothing; each change that you make as root sends an e-mail, those of aws-baseline included',
    needs: ['trail'],
    alarms: true,
    not: { kinds: PROJECTS, why: 'a project has no root user' },
  },
  {
    id: 'bucket-logs',
    group: 'cents',
    cost: STORAGE,
    why: 'Server access logs tell who read which object. Bucket NAME-access-logs keeps those of your buckets and of the bucket of the trail.',
    breaks: NOTHING,
  },
  {
    id: 'cis-alarms',
    group: 'all',
    cost: '15 alarms at 0.10 USD each a month, and a metric for each alarm whose event occurs; CloudWatch does not charge for the first ten alarms and ten metrics of an account. CloudWatch Logs charges for each GB of events that it receives and stores. The prices are those of us-east-1',
    why: 'Changes to what protects the account, and denied calls, tell of a mistake or of an intruder within minutes. The trail sends its events to CloudWatch Logs, which keeps them for 365 days, and the 15 alarms that CIS AWS Foundations asks for watch them.',
    breaks:
      'nothing; each change that you make yourself sends an e-mail, those of aws-baseline included, and each alarm address confirms a second subscription unless the home Region is the one with the billing alarms',
    needs: ['trail'],
    alarms: true,
    not: { kinds: PROJECTS, why: 'a project has no alarm topic' },
  },
] as const satisfies Guardrail[];
