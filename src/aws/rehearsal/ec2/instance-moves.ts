import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Instance } from '../state-region.ts';
import { CODES } from './answers.ts';
import { shown } from './instances.ts';

// To which state a request takes an instance from each state; from another one EC2 refuses it.
function moved(ids: string[] = [], context: Context, to: Partial<Record<Instance['state'], Instance['state']>>) {
  return ids.map((id) => {
    const one = shown(context).find((instance) => instance.id === id);
    if (!one) refuse('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
    const before = one.state;
    one.state =
      to[before] ??
      refuse(
        'IncorrectInstanceState',
        `The instance '${id}' is not in a state from which it can be started or stopped.`,
      );
    const named = (Name: Instance['state']) => ({ Code: CODES[Name], Name });
    return { InstanceId: id, CurrentState: named(one.state), PreviousState: named(before) };
  });
}

/** EC2's instances that are stopped and started again. */
export const ec2InstanceMoves = {
  StartInstances: {
    fields: ['InstanceIds'],
    answer: ({ InstanceIds }, context) => ({
      StartingInstances: moved(InstanceIds, context, { stopped: 'pending', pending: 'pending', running: 'running' }),
    }),
  },
  StopInstances: {
    fields: ['InstanceIds'],
    answer: ({ InstanceIds }, context) => ({
      StoppingInstances: moved(InstanceIds, context, {
        ...{ running: 'stopping', pending: 'stopping' },
        ...{ stopping: 'stopping', stopped: 'stopped' },
      }),
    }),
  },
} satisfies Partial<Operations<'ec2'>>;
