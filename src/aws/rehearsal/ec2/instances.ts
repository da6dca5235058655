import { type Context, here, type Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse } from '../refuse.ts';
import type { Instance } from '../state-region.ts';
import { CODES, instanceAnswer } from './answers.ts';
import { badToken, filtered } from './filters.ts';
import { newInstance, parametersOf } from './new-instance.ts';
import { endDryRun, moveOn } from './security-groups.ts';

const HOUR_MS = 3_600_000;

/** The instances that EC2 shows: an ended one is shown for about an hour more (AWS page "Terminate Amazon EC2 instances"). */
export function shown(context: Context): Instance[] {
  const { instances } = here(context);
  return instances.filter(({ ended }) => !ended || context.now.getTime() - Date.parse(ended) < HOUR_MS);
}

// A token is held for 24 hours after its instance ended (AWS page "Ensuring idempotency in Amazon EC2 API requests").
function heldToken(token: string, context: Context) {
  const { instances, tokens } = here(context);
  const used = token ? tokens[token] : undefined;
  const ended = instances.find(({ id }) => used?.instances.includes(id))?.ended;
  return ended && context.now.getTime() - Date.parse(ended) >= 24 * HOUR_MS ? undefined : used;
}

function reservations(instances: readonly Instance[], context: Context) {
  return instances.map((one) => ({
    ReservationId: one.reservation,
    OwnerId: context.accountId,
    Groups: [],
    Instances: [instanceAnswer(one, context)],
  }));
}

/** EC2's instances: started, shown, ended. */
export const ec2Instances = {
  RunInstances: {
    fields: [
      'ImageId',
      'InstanceType',
      'MinCount',
      'MaxCount',
      'SubnetId',
      'SecurityGroupIds',
      'NetworkInterfaces',
      'KeyName',
      'IamInstanceProfile',
      'BlockDeviceMappings',
      'MetadataOptions',
      'CreditSpecification',
      'UserData',
      'TagSpecifications',
      'Monitoring',
      'EbsOptimized',
      'ClientToken',
      'DryRun',
    ],
    answer(input, context) {
      if (input.MinCount !== 1 || input.MaxCount !== 1) {
        throw new Error('rehearsal: ec2 RunInstances knows only MinCount 1 and MaxCount 1');
      }
      const { instances, tokens } = here(context);
      const token = input.ClientToken ?? '';
      if (Buffer.byteLength(token) > 64)
        refuse('InvalidParameterValue', 'ClientToken must be at most 64 ASCII characters');
      const parameters = parametersOf(input);
      const used = heldToken(token, context);
      if (used && used.parameters !== parameters) {
        refuse(
          'IdempotentParameterMismatch',
          'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
        );
      }
      const before = used && instances.find(({ id }) => used.instances.includes(id));
      if (before?.ended) {
        // Since January 2025 (boto/boto3#4406).
        refuse(
          'IdempotentInstanceTerminated',
          'The client token you have provided is associated with a terminated instance. Please use a different client token.',
        );
      }
      const instance = before ?? newInstance(input, context);
      if (!before) {
        instances.push(instance);
        if (token) tokens[token] = { parameters, instances: [instance.id] };
      }
      // An instance that terminates at once is still pending in this answer.
      return reservations([before ?? { ...instance, state: 'pending' }], context)[0]!;
    },
  },
  DescribeInstances: {
    fields: ['InstanceIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ InstanceIds, Filters, MaxResults, NextToken }, context) {
      const all = shown(context);
      const missing = (InstanceIds ?? []).filter((id) => !all.some((one) => one.id === id));
      const [bad] = missing.filter((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
      if (bad) refuse('InvalidInstanceID.Malformed', `Invalid id: "${bad}"`);
      if (missing.length) refuse('InvalidInstanceID.NotFound', `The instance ID '${missing[0]}' does not exist`);
      const named = all.filter(({ id }) => !InstanceIds?.length || InstanceIds.includes(id));
      const items = named.map((instance) => ({ instance, tags: instance.tags.instance }));
      const found = filtered('DescribeInstances', items, Filters, {
        'instance-state-name': ({ instance }) => [instance.state],
        'instance-id': ({ instance }) => [instance.id],
        'instance-type': ({ instance }) => [instance.type],
        'client-token': ({ instance }) => [instance.token],
        'image-id': ({ instance }) => [instance.image],
        'subnet-id': ({ instance }) => (instance.state === 'terminated' ? [] : [instance.subnet]),
        'instance.group-id': ({ instance }) => (instance.state === 'terminated' ? [] : instance.groups),
      });
      const { items: onPage, next } = page(found, MaxResults ?? 1000, NextToken, badToken);
      const answer = reservations(
        onPage.map(({ instance }) => instance),
        context,
      );
      return { Reservations: answer, ...(next ? { NextToken: next } : {}) };
    },
    after: moveOn,
  },
  TerminateInstances: {
    fields: ['InstanceIds', 'DryRun'],
    answer({ InstanceIds, DryRun }, context) {
      if (!InstanceIds?.length) refuse('MissingParameter', 'The request must contain the parameter InstanceId');
      const all = shown(context);
      const found = InstanceIds.map(
        (id) =>
          all.find((one) => one.id === id) ??
          refuse('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`),
      );
      endDryRun(DryRun);
      return {
        TerminatingInstances: found.map((one) => {
          const before = one.state;
          if (before !== 'terminated') one.state = 'shutting-down';
          one.ended ??= context.now.toISOString();
          return {
            InstanceId: one.id,
            CurrentState: { Code: CODES[one.state], Name: one.state },
            PreviousState: { Code: CODES[before], Name: before },
          };
        }),
      };
    },
  },
} satisfies Partial<Operations<'ec2'>>;
