import type { Place, RoleOwner } from '../place.ts';
import { clusterTasks, containerTasks } from './analyst-containers.ts';
import { instanceTasks } from './analyst-ec2.ts';
import { sageMakerTasks } from './analyst-sagemaker.ts';
import { analystAttacks } from './attacks-analyst.ts';
import { engineerAttacks } from './attacks-engineer.ts';
import { type Day, type DayCall, type Words, wordsFor } from './day.ts';
import { glueTasks } from './engineer-glue.ts';
import { bucketTasks } from './engineer-s3.ts';
import { engineerTasks, ownTasks } from './own.ts';

export type { Day, DayCall } from './day.ts';

type Tasks = (words: Words) => Record<string, DayCall[]>;

const work: Record<RoleOwner, Tasks[]> = {
  engineer: [bucketTasks, glueTasks, engineerTasks, ownTasks],
  analyst: [instanceTasks, containerTasks, clusterTasks, sageMakerTasks, ownTasks],
};
const attacks: Record<RoleOwner, Tasks[]> = { engineer: [engineerAttacks], analyst: [analystAttacks] };

function all(tasks: Record<RoleOwner, Tasks[]>, place: Place): Day[] {
  return (Object.keys(tasks) as RoleOwner[]).flatMap((group) => {
    const words = wordsFor(group, place);
    const who = group === 'engineer' ? 'An engineer' : 'An analyst';
    return tasks[group]
      .flatMap((make) => Object.entries(make(words)))
      .map(([what, calls]) => ({ group, sentence: `${who} ${what}`, calls }));
  });
}

/** Tasks as members of the groups do them, by the command line and on console pages. Every request must be allowed. */
export function days(place: Place): Day[] {
  return all(work, place);
}

/** What members of the groups must not be able to do: at least one of the requests must be denied. */
export function forbiddenDays(place: Place): Day[] {
  return all(attacks, place);
}
