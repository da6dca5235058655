import type { Account } from '../../aws/account.ts';
import { endsTheLook } from '../../aws/errors.ts';
import type { Fact, Json } from '../../engine/fact.ts';
import { idOfOurs } from '../ec2/its-id.ts';
import { plannedBy, saidOf } from './planned.ts';
import { deletionIfAny } from './read.ts';

type Instance = Fact<{ [key: string]: Json }>;

/**
 * Without --delete-after: what the schedule of an earlier run, as it is now, does to the instance is a remark. Asks nothing
 * where there is no instance or where no role of ours shows a schedule, and says nothing where the schedule cannot be read.
 */
export function instanceTellsItsEnd(instance: Instance, name: string, now: () => number): Instance {
  return {
    ...instance,
    async works(account) {
      const [id, planned] = await Promise.all([idOfOurs(name, account), plannedOn(account)]);
      return id && planned?.ids.includes(id) ? saidOf(planned, now()) : undefined;
    },
  };
}

async function plannedOn(account: Account) {
  try {
    const schedule = await deletionIfAny(account);
    return schedule ? plannedBy(schedule) : undefined;
  } catch (error) {
    if (endsTheLook(error)) throw error;
    return undefined;
  }
}
