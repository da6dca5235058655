import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { NAME_TAG } from '../tags.ts';
import { EC2_NAME } from './instance-profile.ts';
import { ownInstances } from './own-instances.ts';

/** The id of the baseline's one instance; undefined if there is none. */
export async function idOfOurs(name: string, account: Account): Promise<string | undefined> {
  const { live } = await ownInstances({ name, profile: EC2_NAME }, account);
  return live[0]?.InstanceId;
}

/** The id of an instance that the same run launches; `around` is the text before and after it. */
export function idWhenLaunched(of: { id: string }, name: string, around?: [before: string, after: string]): string {
  const Filters = [
    { Name: `tag:${NAME_TAG}`, Values: [name] },
    { Name: 'instance-state-name', Values: ['pending', 'running'] },
  ];
  const asked = call('ec2', 'DescribeInstances', { Filters });
  const told = { of, operation: 'RunInstances', path: 'Instances[0].InstanceId' };
  return lookup(asked, 'Reservations[0].Instances[0].InstanceId', told, around);
}
