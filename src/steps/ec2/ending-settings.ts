import { type Conflict, type Draft, settingIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import { SCALE } from './scale-settings.ts';

const setting = settingIn('ec2');

/** The settings that end the instance in time. */
export const ENDING = {
  stopWhenIdle: setting({
    key: 'ec2.stop-when-idle',
    flag: '--stop-when-idle <hours>',
    kind: 'number',
    help: 'stop the instance after this many hours (1 to 24) with an average CPU use under 5 %',
    sample: '3',
    ...SHAPES.idleHours,
    place: 'ec2.stopWhenIdle',
  }),
  deleteAfter: setting({
    key: 'ec2.delete-after',
    flag: '--delete-after <duration>',
    kind: 'text',
    help: 'delete the instance and its data this long after the run that sets it: 90m, 8h, 72h',
    sample: '8h',
    ...SHAPES.deleteAfter,
    place: 'ec2.deleteAfter',
  }),
};

/** They are for the one instance: an Auto Scaling group would replace an instance that ended. */
export function endingConflicts(draft: Draft): Conflict[] {
  if (!draft.has(SCALE.scale.key)) return [];
  return Object.values(ENDING)
    .filter(({ key }) => draft.has(key))
    .map(({ key, flag }) => ({
      keys: [key],
      said: `${flag.split(' ')[0]} is for one instance, and --scale replaces an instance that ends: leave out one of them`,
    }));
}
