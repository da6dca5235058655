import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { endsTheLook } from '../../aws/errors.ts';
import { SCHEDULE_NAME } from '../../policies/index.ts';
import { iamAccount } from '../iam/account.ts';
import { orNull } from '../tags.ts';
import { timeInWords } from './times.ts';

/** The name of the schedule that deletes the instance; it is in our schedule group. */
export const DELETION = 'aws-baseline-delete-after';

/** Where the schedule is. */
export const DELETION_PLACE = { Name: DELETION, GroupName: SCHEDULE_NAME };

/** The target that terminates EC2 instances (EventBridge Scheduler page "Using universal targets"). */
export const terminates = (partition: string): string => `arn:${partition}:scheduler:::aws-sdk:ec2:terminateInstances`;

// Schedules have no tags, so the description names the baseline.
const OURS = /^aws-baseline ([a-z0-9-]+): deletes the instance after (\d+[smh]), at (\S+) UTC$/;

/** The description of our schedule: the baseline's NAME, the duration and the time. */
export const describe = (name: string, after: string, at: string): string =>
  `aws-baseline ${name}: deletes the instance after ${after}, at ${at} UTC`;

/** The same, read from a description; undefined if that is not ours. */
export function described(text: string | undefined): { name: string; after: string; at: string } | undefined {
  const [, name, after, at] = OURS.exec(text ?? '') ?? [];
  return name !== undefined && after !== undefined && at !== undefined ? { name, after, at } : undefined;
}

/** The schedule as EventBridge Scheduler describes it; null if there is none, or no group. */
export async function deletionSchedule(account: Account): Promise<GetScheduleOutput | null> {
  return orNull(account.send(call('scheduler', 'GetSchedule', DELETION_PLACE)), 'ResourceNotFound');
}

/**
 * The same, without a request to EventBridge Scheduler where our role shows that there was never one: a check reads all
 * roles anyway. Where they cannot be read, the schedule is read all the same.
 */
export async function deletionIfAny(account: Account): Promise<GetScheduleOutput | null> {
  const iam = await iamAccount(account).catch((error: unknown) => {
    if (endsTheLook(error)) throw error;
    return undefined;
  });
  return iam && !iam.roles.has(SCHEDULE_NAME) ? null : deletionSchedule(account);
}

/** The path of the role, which no group may pass. */
export const SCHEDULE_ROLE_PATH = '/aws-baseline/account/';

/** Whether a schedule is ours: by its description, or by our role. */
export function isOurs({ Description, Target }: Pick<GetScheduleOutput, 'Description' | 'Target'>): boolean {
  return (
    described(Description) !== undefined || !!Target?.RoleArn?.endsWith(`:role${SCHEDULE_ROLE_PATH}${SCHEDULE_NAME}`)
  );
}

/** When the instance is deleted, and how to keep it, as lines for the screen. */
export function linesToKeep(at: string, region: string): string[] {
  return at === ''
    ? []
    : [
        `The instance and all data on it are deleted at ${timeInWords(at)}. To keep it:`,
        `  aws scheduler delete-schedule --name ${DELETION} --group-name ${SCHEDULE_NAME} --region ${region}`,
      ];
}
