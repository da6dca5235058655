import { settingOf } from '../setting.ts';
import type { Tag } from '../tags.ts';

/** A schedule, as it was put: AWS's own shape. */
export interface Schedule {
  name: string;
  settings: Record<string, unknown>;
}

/** A schedule group with its schedules. */
export interface ScheduleGroup {
  name: string;
  tags: Tag[];
  schedules: Schedule[];
}

/** The groups of a Region, without the default one. */
export const groupsKept = settingOf<ScheduleGroup[]>('region', 'schedule-groups', []);
