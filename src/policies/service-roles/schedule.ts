import type { Ability } from '../abilities.ts';
import type { PolicyDocument } from '../document.ts';
import type { TrustPolicy } from './index.ts';

/** The name of the role, and of the schedule group that it serves. */
export const SCHEDULE_NAME = 'aws-baseline-schedule';

interface Whose {
  name: string;
  accountId: string;
  partition: string;
  region: string;
}

/** The ARN of the schedule group. */
export const scheduleGroupArn = ({ accountId, partition, region }: Omit<Whose, 'name'>): string =>
  `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${SCHEDULE_NAME}`;

/**
 * The role with which EventBridge Scheduler terminates instances with this baseline's tags in the home Region, and can do
 * nothing else. Schedules of another group or account cannot use it: `aws:SourceArn` has to be the ARN of the group, not
 * of a schedule (EventBridge Scheduler page "Confused deputy prevention"). EC2 compares the tags of each instance
 * (Service Authorization Reference, TerminateInstances).
 */
export function scheduleRole(whose: Whose): { trust: TrustPolicy; document: PolicyDocument; needs: Ability[] } {
  const { name, accountId, partition, region } = whose;
  const instances = `arn:${partition}:ec2:${region}:${accountId}:instance/`;
  const tags = { 'aws:ResourceTag/managed-by': 'aws-baseline', 'aws:ResourceTag/aws-baseline:name': name };
  const action = 'ec2:TerminateInstances';
  return {
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': scheduleGroupArn(whose) },
          },
        },
      ],
    },
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TerminateOwnInstances',
          Effect: 'Allow',
          Action: action,
          Resource: `${instances}*`,
          Condition: { StringEquals: tags },
        },
      ],
    },
    needs: [
      {
        sentence: 'terminate the instance',
        request: {
          action,
          resource: `${instances}i-0123456789abcdef0`,
          context: { 'aws:RequestedRegion': region, 'aws:ResourceAccount': accountId, ...tags },
        },
      },
    ],
  };
}
