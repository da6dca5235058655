import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { messageOf } from '../../aws/errors.ts';
import { allPages } from '../../aws/pages.ts';
import { type AnyFact, type Fact, fact } from '../../engine/fact.ts';
import { asEcsTags, fromEcsTags, marksIn, ownerBy, type Tag } from '../tags.ts';

/** What a task is: its image and its roles, by ARN; undefined for an image means any. */
interface TaskWish {
  family: string;
  image: string | undefined;
  taskRoleArn: string;
  executionRoleArn: string;
  logGroup: string;
  region: string;
  tags: Tag[];
}

type TaskValue = { image: string; roles: string[]; logGroup: string };

// The smallest size on Fargate (AWS page "Amazon ECS task definition parameters for Fargate", "Task size").
const SIZE = { cpu: '256', memory: '512' };

/** The first part of the name of a task's log stream; the container's name and the task's ID follow. */
export const STREAM_PREFIX = 'try';

/** The newest revision of a task definition runs the image on Fargate, with its own roles, and writes to the log group. */
export function taskDefinitionRuns(wish: TaskWish, needs: AnyFact[]): Fact<TaskValue> {
  const { family, image } = wish;
  return fact<TaskValue>({
    id: `ecs/task-definition/${family}`,
    title: `task definition ${family} runs ${image ?? 'an image'} on Fargate`,
    thing: `task definition ${family}`,
    want: { image: image ?? '', roles: [wish.taskRoleArn, wish.executionRoleArn], logGroup: wish.logGroup },
    needs,
    async read(account) {
      const found = (await newest(family, account))?.taskDefinition;
      return found ? seenAs(found) : null;
    },
    same(a, b) {
      if (a === null || b === null) return a === b;
      const isImage = a.image === b.image || image === undefined;
      return isImage && a.roles.join() === b.roles.join() && a.logGroup === b.logGroup;
    },
    async calls(to, _now, account) {
      if (to) return [call('ecs', 'RegisterTaskDefinition', definition(to, wish))];
      return removal(wish, account);
    },
    async owner(account) {
      const found = await newest(family, account);
      return found && ownerBy(fromEcsTags(found.tags), wish.tags);
    },
    async mark(account) {
      const { taskDefinition } = (await newest(family, account)) ?? {};
      const resourceArn = taskDefinition?.taskDefinitionArn;
      return [call('ecs', 'TagResource', { resourceArn, tags: asEcsTags(marksIn(wish.tags)) })];
    },
  });
}

function definition(to: TaskValue, { family, region, tags }: TaskWish) {
  const [taskRoleArn, executionRoleArn] = to.roles;
  return {
    family,
    requiresCompatibilities: ['FARGATE' as const],
    networkMode: 'awsvpc' as const,
    ...SIZE,
    taskRoleArn,
    executionRoleArn,
    containerDefinitions: [
      {
        name: family,
        image: to.image,
        // All that the task has; endpoints other than AWS's require it.
        memory: Number(SIZE.memory),
        essential: true,
        logConfiguration: {
          logDriver: 'awslogs' as const,
          options: {
            'awslogs-group': to.logGroup,
            'awslogs-region': region,
            'awslogs-stream-prefix': STREAM_PREFIX,
          },
        },
      },
    ],
    tags: asEcsTags(tags),
  };
}

function seenAs({ containerDefinitions = [], taskRoleArn = '', executionRoleArn = '' }: TaskDefinition): TaskValue {
  const [container] = containerDefinitions;
  return {
    image: container?.image ?? '',
    roles: [taskRoleArn, executionRoleArn],
    logGroup: container?.logConfiguration?.options?.['awslogs-group'] ?? '',
  };
}

// The newest active revision of a family, or the one with an ARN. ECS has no code of its own for a family without one; its message is "Unable to describe task
// definition." (AWS API reference "DescribeTaskDefinition", ClientException).
async function newest(taskDefinition: string, account: Account) {
  const question = call('ecs', 'DescribeTaskDefinition', { taskDefinition, include: ['TAGS'] });
  const found = await account.send(question).catch((error: unknown) => {
    if (/unable to describe task definition/i.test(messageOf(error))) return undefined;
    throw error;
  });
  return found?.taskDefinition?.status === 'INACTIVE' ? undefined : found;
}

// Every revision with our tags: anyone may register more in the same family. ECS deletes only those that were deregistered,
// ten at a time.
async function removal({ family, tags }: TaskWish, account: Account): Promise<AnyCall[]> {
  const pages = await allPages(account, call('ecs', 'ListTaskDefinitions', { familyPrefix: family }), 'nextToken');
  const listed = pages.flatMap(({ taskDefinitionArns }) => taskDefinitionArns ?? []);
  const seen = await Promise.all(listed.map((arn) => newest(arn, account)));
  const arns = listed.filter((_, i) => ownerBy(fromEcsTags(seen[i]?.tags), tags).whose === 'ours');
  const tens = Array.from({ length: Math.ceil(arns.length / 10) }, (_, i) => arns.slice(i * 10, i * 10 + 10));
  return [
    ...arns.map((taskDefinition) => call('ecs', 'DeregisterTaskDefinition', { taskDefinition })),
    ...tens.map((taskDefinitions) => call('ecs', 'DeleteTaskDefinitions', { taskDefinitions })),
  ];
}
