import type { Instance } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type Fact, fact, Obstacle } from '../../engine/fact.ts';
import { orNull } from '../tags.ts';

/** What an instance may be told to be. */
export type WantedState = 'running' | 'stopped' | 'terminated';

// What is on the way there counts: EC2 needs no second request (EC2 page "Amazon EC2 instance state changes").
const REACHED: Record<WantedState, RegExp> = {
  running: /^(pending|running)$/,
  stopped: /^(stopping|stopped)$/,
  terminated: /^(shutting-down|terminated)$/,
};

/** The instance is running, stopped or terminated. An instance that is no longer listed was terminated. */
export function instanceIs(InstanceId: string, want: WantedState): Fact<string> {
  return fact<string>({
    id: `ec2/instance/${InstanceId}/state`,
    title: `instance ${InstanceId} is ${want}`,
    want,
    async read(account) {
      const found = await instanceWithId(InstanceId, account);
      return found?.State?.Name ?? 'terminated';
    },
    same: (a, b) => a === b || (b === want && REACHED[want].test(a ?? '')),
    remark: (now) => (now && now !== want && REACHED[want].test(now) ? `it is ${now}` : undefined),
    calls(_to, now) {
      const isEnding = REACHED.terminated.test(now ?? '');
      if (isEnding) throw new Obstacle('it has been terminated, which cannot be undone: launch another one with apply');
      if (want === 'running' && now === 'stopping')
        throw new Obstacle('it is still stopping: run the same command again in a minute');
      const InstanceIds = [InstanceId];
      if (want === 'running') return [call('ec2', 'StartInstances', { InstanceIds })];
      if (want === 'stopped') return [call('ec2', 'StopInstances', { InstanceIds })];
      return [call('ec2', 'TerminateInstances', { InstanceIds })];
    },
  });
}

async function instanceWithId(id: string, account: Account): Promise<Instance | undefined> {
  const question = call('ec2', 'DescribeInstances', { InstanceIds: [id] });
  const answer = await orNull(account.send(question), 'InvalidInstanceID.NotFound');
  return answer?.Reservations?.[0]?.Instances?.[0];
}
