import type { InputOf } from '../../services.ts';
import type { Context, Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { isSame, newRule, permissionsOf, ruleAnswer, rulesOf } from './rules.ts';
import { endDryRun, isInDefaultVpc, securityGroup } from './security-groups.ts';

type Way = 'ingress' | 'egress';

function authorized(
  way: Way,
  { GroupId, IpPermissions, DryRun }: InputOf<'ec2', 'AuthorizeSecurityGroupIngress'>,
  context: Context,
) {
  const group = securityGroup(context, GroupId);
  const wanted = rulesOf(IpPermissions);
  for (const { source } of wanted) if (source.startsWith('sg-')) securityGroup(context, source);
  const twice = wanted.find((rule, at) => [...group[way], ...wanted.slice(0, at)].some((one) => isSame(one, rule)));
  if (twice) {
    const ports = twice.from === undefined ? '' : `, from port: ${twice.from}, to port: ${twice.to}`;
    refuse(
      'InvalidPermission.Duplicate',
      `the specified rule "peer: ${twice.source}, ${twice.protocol.toUpperCase()}${ports}, ALLOW" already exists`,
    );
  }
  if (group[way].length + wanted.length > 60) {
    refuse('RulesPerSecurityGroupLimitExceeded', 'The maximum number of rules per security group has been reached.');
  }
  endDryRun(DryRun);
  const made = wanted.map((rule) => newRule(context, rule));
  group[way].push(...made);
  const answers = made.map((rule) => ({ ...ruleAnswer(rule, group.id, context), IsEgress: way === 'egress' }));
  return { Return: true, SecurityGroupRules: answers };
}

function revoked(
  way: Way,
  { GroupId, IpPermissions, SecurityGroupRuleIds, DryRun }: InputOf<'ec2', 'RevokeSecurityGroupIngress'>,
  context: Context,
) {
  const group = securityGroup(context, GroupId);
  const byId = (SecurityGroupRuleIds ?? []).map(
    (id) =>
      group[way].find((one) => one.id === id) ??
      refuse('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`),
  );
  const wanted = byId.length ? byId : rulesOf(IpPermissions);
  const unknown = wanted.filter((rule) => !group[way].some((one) => isSame(one, rule)));
  // In a default VPC a rule that is not there is told, not refused (AWS page "RevokeSecurityGroupIngress").
  if (unknown.length && !isInDefaultVpc(context, group)) {
    refuse('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  }
  endDryRun(DryRun);
  group[way] = group[way].filter((rule) => !wanted.some((one) => isSame(one, rule)));
  return { Return: true, ...(unknown.length ? { UnknownIpPermissions: permissionsOf(unknown, context) } : {}) };
}

/** The rules of EC2's security groups, in and out. */
export const ec2GroupRules = {
  AuthorizeSecurityGroupIngress: {
    fields: ['GroupId', 'IpPermissions', 'DryRun'],
    answer: (input, context) => authorized('ingress', input, context),
  },
  AuthorizeSecurityGroupEgress: {
    fields: ['GroupId', 'IpPermissions', 'DryRun'],
    answer: (input, context) => authorized('egress', input, context),
  },
  RevokeSecurityGroupIngress: {
    fields: ['GroupId', 'IpPermissions', 'SecurityGroupRuleIds', 'DryRun'],
    answer: (input, context) => revoked('ingress', input, context),
  },
  RevokeSecurityGroupEgress: {
    fields: ['GroupId', 'IpPermissions', 'SecurityGroupRuleIds', 'DryRun'],
    answer: (input, context) => revoked('egress', input, context),
  },
} satisfies Partial<Operations<'ec2'>>;
