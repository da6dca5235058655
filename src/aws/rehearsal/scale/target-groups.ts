import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import { newArn } from './balancers.ts';
import { keep, scaleIn } from './kept.ts';
import type { LoadBalancer, TargetGroup } from './state.ts';

/** The target group with this ARN. */
export function targetsOf(context: Context, arn: string | undefined): TargetGroup {
  const found = scaleIn(context).targetGroups.find((one) => one.arn === arn);
  return found ?? refuse('TargetGroupNotFoundException', `Target groups '[${arn}]' not found`);
}

/** Replaces the target group with this ARN. */
export function changeTargets(context: Context, to: TargetGroup): void {
  const { targetGroups } = scaleIn(context);
  keep(context, { targetGroups: targetGroups.map((one) => (one.arn === to.arn ? to : one)) });
}

function targetsTold({ arn, name, given }: TargetGroup, context: Context) {
  const using = scaleIn(context).loadBalancers.filter((one) => usesTargets(one, arn));
  return { ...given, TargetGroupArn: arn, TargetGroupName: name, LoadBalancerArns: using.map((one) => one.arn) };
}

const usesTargets = ({ listeners }: LoadBalancer, arn: string): boolean =>
  listeners.some(({ given }) => given.DefaultActions?.some((action) => action.TargetGroupArn === arn));

/** Target groups, as the rehearsal answers for them. */
export const targetGroups = {
  CreateTargetGroup: {
    fields: [
      ...(['Name', 'Protocol', 'Port', 'VpcId', 'TargetType', 'HealthCheckEnabled', 'HealthCheckProtocol'] as const),
      ...(['HealthCheckPort', 'HealthCheckPath', 'Matcher', 'Tags'] as const),
    ],
    answer({ Name: name = '', Tags, ...given }, context) {
      const { targetGroups: all } = scaleIn(context);
      const before = all.find((one) => one.name === name);
      if (before && JSON.stringify(before.given) !== JSON.stringify(given))
        refuse('DuplicateTargetGroupNameException', `A target group with the same name '${name}' exists`);
      const tags = withTags([], Tags);
      const made = before ?? { arn: newArn(context, `targetgroup/${name}`), name, given, tags };
      if (!before) keep(context, { targetGroups: [...all, made] });
      return { TargetGroups: [targetsTold(made, context)] };
    },
  },
  DescribeTargetGroups: {
    fields: ['Names'],
    answer({ Names = [] }, context) {
      const { targetGroups: all } = scaleIn(context);
      const missing = Names.find((name) => !all.some((one) => one.name === name));
      if (missing) refuse('TargetGroupNotFoundException', `One or more target groups not found`);
      const found = all.filter(({ name }) => Names.includes(name));
      return { TargetGroups: found.map((one) => targetsTold(one, context)) };
    },
  },
  ModifyTargetGroup: {
    fields: [
      ...(['TargetGroupArn', 'HealthCheckEnabled', 'HealthCheckProtocol', 'HealthCheckPort'] as const),
      ...(['HealthCheckPath', 'Matcher'] as const),
    ],
    answer({ TargetGroupArn, ...more }, context) {
      const before = targetsOf(context, TargetGroupArn);
      const after = { ...before, given: { ...before.given, ...more } };
      changeTargets(context, after);
      return { TargetGroups: [targetsTold(after, context)] };
    },
  },
  DeleteTargetGroup: {
    fields: ['TargetGroupArn'],
    answer({ TargetGroupArn }, context) {
      const gone = targetsOf(context, TargetGroupArn);
      const { targetGroups: all, loadBalancers } = scaleIn(context);
      if (loadBalancers.some((one) => usesTargets(one, gone.arn)))
        refuse('ResourceInUseException', `Target group '${gone.arn}' is currently in use by a listener or a rule`);
      keep(context, { targetGroups: all.filter((one) => one !== gone) });
      return {};
    },
  },
} satisfies Partial<Operations<'elasticloadbalancing'>>;
