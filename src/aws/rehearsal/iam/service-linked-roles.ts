import { type Context, iamId, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Role } from '../state.ts';
import { roleAnswer } from './roles.ts';
import { noSuch } from './rules.ts';

const NAMES: Record<string, string> = { 'config.amazonaws.com': 'AWSServiceRoleForConfig' };

function newRole(service: string, name: string, context: Context): Role {
  const Principal = { Service: service };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  return {
    name,
    id: iamId(context, 'AROA'),
    path: `/aws-service-role/${service}/`,
    created: context.now.toISOString(),
    tags: [],
    attached: [`arn:${context.partition}:iam::aws:policy/aws-service-role/AWSConfigServiceRolePolicy`],
    inline: {},
    trust: JSON.stringify({ Version: '2012-10-17', Statement }),
    maxSession: 3600,
  };
}

/** IAM's service-linked roles, of AWS Config. */
export const iamServiceLinkedRoles = {
  CreateServiceLinkedRole: {
    fields: ['AWSServiceName'],
    answer({ AWSServiceName = '' }, context) {
      const name = NAMES[AWSServiceName] ?? noSuch(`Service ${AWSServiceName} is not known.`);
      const { roles } = context.state.iam;
      if (roles.some((one) => one.name === name))
        refuse(
          'InvalidInputException',
          `Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      const role = newRole(AWSServiceName, name, context);
      roles.push(role);
      return { Role: roleAnswer(context, role) };
    },
  },
  DeleteServiceLinkedRole: {
    fields: ['RoleName'],
    answer({ RoleName }, context) {
      const { iam } = context.state;
      if (!iam.roles.some(({ name }) => name === RoleName)) noSuch(`The role with name ${RoleName} cannot be found.`);
      iam.roles = iam.roles.filter(({ name }) => name !== RoleName);
      return { DeletionTaskId: `task/aws-service-role/config.amazonaws.com/${RoleName}/rehearsal` };
    },
  },
} satisfies Partial<Operations<'iam'>>;
