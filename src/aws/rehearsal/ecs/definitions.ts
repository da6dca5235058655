import { arnOf, type Context, here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { EcsState, TaskRevision } from './state.ts';

/** What ECS holds in the Region of the request. */
export function ecsIn(context: Context): EcsState {
  const region = here(context);
  const state = region.ecs ?? { clusters: [], revisions: [], tasks: [] };
  if (context.writes) region.ecs = state;
  return state;
}

/** ECS's tags, in the spelling of the others. */
export const asTags = (tags: { key?: string | undefined; value?: string | undefined }[] | undefined) =>
  (tags ?? []).map(({ key = '', value = '' }) => ({ Key: key, Value: value }));

/** The tags as ECS answers them. */
export const ecsTags = (tags: { Key: string; Value: string }[]) =>
  tags.map(({ Key, Value }) => ({ key: Key, value: Value }));

/** The ARN of one revision. */
export function revisionArn(context: Context, { family, revision }: Pick<TaskRevision, 'family' | 'revision'>): string {
  return arnOf(context, 'ecs', context.region, `task-definition/${family}:${revision}`);
}

/** The revision with an ARN, or the newest active one of a family; undefined if there is none. */
export function revisionOf(context: Context, given: string | undefined): TaskRevision | undefined {
  const { revisions } = ecsIn(context);
  const byArn = revisions.find((one) => revisionArn(context, one) === given);
  return byArn ?? revisions.findLast(({ family, status }) => family === given && status === 'ACTIVE');
}

function told(context: Context, one: TaskRevision) {
  const { family, revision, status, definition } = one;
  return { ...definition, family, revision, status, taskDefinitionArn: revisionArn(context, one) };
}

function hasRole({ state }: Context, arn: string | undefined): boolean {
  return arn === undefined || state.iam.roles.some(({ name, path }) => arn.endsWith(`:role${path}${name}`));
}

/** ECS's task definitions. */
export const ecsDefinitions = {
  RegisterTaskDefinition: {
    fields: [
      'family',
      'requiresCompatibilities',
      'networkMode',
      'cpu',
      'memory',
      'taskRoleArn',
      'executionRoleArn',
      'containerDefinitions',
      'tags',
    ],
    answer({ family = '', tags, ...definition }, context) {
      const { revisions } = ecsIn(context);
      if (!hasRole(context, definition.taskRoleArn) || !hasRole(context, definition.executionRoleArn))
        refuse('ClientException', 'Role is not valid');
      const earlier = revisions.filter((one) => one.family === family);
      const made: TaskRevision = {
        family,
        revision: Math.max(0, ...earlier.map(({ revision }) => revision)) + 1,
        status: 'ACTIVE',
        definition,
        tags: asTags(tags),
      };
      revisions.push(made);
      return { taskDefinition: told(context, made), tags: ecsTags(made.tags) };
    },
  },
  DescribeTaskDefinition: {
    fields: ['taskDefinition', 'include'],
    answer({ taskDefinition, include }, context) {
      const found = revisionOf(context, taskDefinition);
      if (!found) refuse('ClientException', 'Unable to describe task definition.');
      return {
        taskDefinition: told(context, found),
        ...(include?.includes('TAGS') ? { tags: ecsTags(found.tags) } : {}),
      };
    },
  },
  ListTaskDefinitions: {
    fields: ['familyPrefix', 'nextToken'],
    answer({ familyPrefix }, context) {
      const active = ecsIn(context).revisions.filter(
        ({ family, status }) => family === familyPrefix && status === 'ACTIVE',
      );
      return { taskDefinitionArns: active.map((one) => revisionArn(context, one)) };
    },
  },
  ListTaskDefinitionFamilies: {
    fields: ['status', 'nextToken'],
    answer(_request, context) {
      const active = ecsIn(context).revisions.filter(({ status }) => status === 'ACTIVE');
      return { families: [...new Set(active.map(({ family }) => family))] };
    },
  },
  DeregisterTaskDefinition: {
    fields: ['taskDefinition'],
    answer({ taskDefinition }, context) {
      const found = revisionOf(context, taskDefinition);
      if (!found) refuse('ClientException', 'The specified task definition does not exist.');
      found.status = 'INACTIVE';
      return { taskDefinition: told(context, found) };
    },
  },
  DeleteTaskDefinitions: {
    fields: ['taskDefinitions'],
    answer({ taskDefinitions = [] }, context) {
      const found = taskDefinitions.flatMap((arn) => revisionOf(context, arn) ?? []);
      for (const one of found) {
        if (one.status === 'ACTIVE')
          refuse('ClientException', 'The specified task definition is still in ACTIVE status.');
        one.status = 'DELETE_IN_PROGRESS';
      }
      return { taskDefinitions: found.map((one) => told(context, one)), failures: [] };
    },
  },
} satisfies Partial<Operations<'ecs'>>;
