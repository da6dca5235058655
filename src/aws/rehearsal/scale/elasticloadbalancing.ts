import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { withTags } from '../tags.ts';
import { balancerOf, balancers, changeBalancer, newArn } from './balancers.ts';
import { scaleIn } from './kept.ts';
import type { Listener, LoadBalancer, TargetGroup } from './state.ts';
import { changeTargets, targetGroups, targetsOf } from './target-groups.ts';

function listenerOf(context: Context, arn: string | undefined): [LoadBalancer, Listener] {
  for (const balancer of scaleIn(context).loadBalancers) {
    const found = balancer.listeners.find((one) => one.arn === arn);
    if (found) return [balancer, found];
  }
  return refuse('ListenerNotFoundException', `One or more listeners not found`);
}

function checked(given: Listener['given'], context: Context): Listener['given'] {
  for (const { Type, TargetGroupArn } of given.DefaultActions ?? [])
    if (Type === 'forward') targetsOf(context, TargetGroupArn);
  if (given.Protocol === 'HTTPS' && !given.Certificates?.length)
    refuse('ValidationError', 'A certificate must be specified for HTTPS listeners');
  return given;
}

const listenerTold = ({ arn, given }: Listener, { arn: LoadBalancerArn }: LoadBalancer) => ({
  ...given,
  ListenerArn: arn,
  LoadBalancerArn,
});

/** Elastic Load Balancing as the rehearsal answers it. */
export const elasticloadbalancing: Operations<'elasticloadbalancing'> = {
  ...balancers,
  ...targetGroups,
  CreateListener: {
    fields: [
      ...(['LoadBalancerArn', 'Port', 'Protocol', 'DefaultActions', 'Certificates', 'SslPolicy', 'Tags'] as const),
    ],
    answer({ LoadBalancerArn, Tags, ...given }, context) {
      const balancer = balancerOf(context, LoadBalancerArn);
      if (balancer.listeners.some((one) => one.given.Port === given.Port))
        refuse('DuplicateListenerException', `A listener already exists on this port for this load balancer`);
      const place = balancer.arn.replace(/^.*:loadbalancer\//, 'listener/');
      const made: Listener = { arn: newArn(context, place), given: checked(given, context), tags: withTags([], Tags) };
      changeBalancer(context, { ...balancer, listeners: [...balancer.listeners, made] });
      return { Listeners: [listenerTold(made, balancer)] };
    },
  },
  DescribeListeners: {
    fields: ['LoadBalancerArn'],
    answer({ LoadBalancerArn }, context) {
      const balancer = balancerOf(context, LoadBalancerArn);
      return { Listeners: balancer.listeners.map((one) => listenerTold(one, balancer)) };
    },
  },
  ModifyListener: {
    fields: ['ListenerArn', 'Protocol', 'DefaultActions', 'Certificates', 'SslPolicy'],
    answer({ ListenerArn, ...more }, context) {
      const [balancer, before] = listenerOf(context, ListenerArn);
      const given = checked({ ...before.given, ...JSON.parse(JSON.stringify(more)) }, context);
      const after = { ...before, given };
      const listeners = balancer.listeners.map((one) => (one === before ? after : one));
      changeBalancer(context, { ...balancer, listeners });
      return { Listeners: [listenerTold(after, balancer)] };
    },
  },
  DeleteListener: {
    fields: ['ListenerArn'],
    answer({ ListenerArn }, context) {
      const [balancer, gone] = listenerOf(context, ListenerArn);
      changeBalancer(context, { ...balancer, listeners: balancer.listeners.filter((one) => one !== gone) });
      return {};
    },
  },
  DescribeTags: {
    fields: ['ResourceArns'],
    answer: ({ ResourceArns = [] }, context) => ({
      TagDescriptions: ResourceArns.map((arn) => ({ ResourceArn: arn, Tags: thingOf(context, arn).tags })),
    }),
  },
  AddTags: {
    fields: ['ResourceArns', 'Tags'],
    answer({ ResourceArns = [], Tags }, context) {
      for (const arn of ResourceArns) {
        const thing = thingOf(context, arn);
        const tags = withTags(thing.tags, Tags);
        if ('listeners' in thing) changeBalancer(context, { ...thing, tags });
        else changeTargets(context, { ...thing, tags });
      }
      return {};
    },
  },
};

const thingOf = (context: Context, arn: string): LoadBalancer | TargetGroup =>
  arn.includes(':targetgroup/') ? targetsOf(context, arn) : balancerOf(context, arn);
