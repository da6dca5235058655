import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';

export const Client = SchedulerClient;

/** Every EventBridge Scheduler operation this program may send, by its AWS name. */
export const commands = {
  CreateSchedule: CreateScheduleCommand,
  CreateScheduleGroup: CreateScheduleGroupCommand,
  DeleteSchedule: DeleteScheduleCommand,
  DeleteScheduleGroup: DeleteScheduleGroupCommand,
  GetSchedule: GetScheduleCommand,
  GetScheduleGroup: GetScheduleGroupCommand,
  ListSchedules: ListSchedulesCommand,
  ListTagsForResource: ListTagsForResourceCommand,
  TagResource: TagResourceCommand,
  UpdateSchedule: UpdateScheduleCommand,
};
