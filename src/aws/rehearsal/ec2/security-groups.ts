import { arnOf, type Context, ec2Id, here, type Operations } from '../context.ts';
import { page } from '../page.ts';
import { refuse } from '../refuse.ts';
import { keep } from '../scale/kept.ts';
import type { SecurityGroup } from '../state-region.ts';
import { connectEndpoints } from './endpoint-state.ts';
import { badToken, filtered, tagsFor } from './filters.ts';
import { newRule, permissionsOf } from './rules.ts';

const CHARACTERS = /^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

/** The group with this id; throws InvalidGroup.NotFound, or Malformed for what is no id. */
export function securityGroup(context: Context, id: string | undefined): SecurityGroup {
  if (!id) refuse('MissingParameter', 'The request must contain the parameter groupName or groupId');
  if (!id.startsWith('sg-')) refuse('InvalidGroupId.Malformed', `Invalid id: "${id}" (expecting "sg-...")`);
  const found = here(context).securityGroups.find((one) => one.id === id);
  return found ?? refuse('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
}

/** A successful DryRun is an error too. */
export function endDryRun(dryRun: boolean | undefined): void {
  if (dryRun) refuse('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

/** A pending change becomes visible after it was read once, or after a call failed because of it. */
export function moveOn(context: Context): void {
  const { scale } = here(context);
  // The network interfaces of load balancers that are gone.
  if (scale && scale.leaving.length > 0) keep(context, { leaving: [] });
  for (const one of here(context).instances) {
    if (one.state === 'pending') one.state = 'running';
    else if (one.state === 'stopping') one.state = 'stopped';
    else if (one.state === 'shutting-down') one.state = 'terminated';
  }
}

function groupAnswer(context: Context, group: SecurityGroup) {
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    VpcId: group.vpc,
    OwnerId: context.accountId,
    SecurityGroupArn: arnOf(context, 'ec2', context.region, `security-group/${group.id}`),
    IpPermissions: permissionsOf(group.ingress, context),
    IpPermissionsEgress: permissionsOf(group.egress, context),
    Tags: group.tags,
  };
}

/** Whether a group lies in the Region's default VPC. */
export function isInDefaultVpc(context: Context, group: SecurityGroup): boolean {
  return here(context).vpcs.some((one) => one.id === group.vpc && one.isDefault);
}

/** EC2's security groups. */
export const ec2SecurityGroups = {
  CreateSecurityGroup: {
    fields: ['GroupName', 'Description', 'VpcId', 'TagSpecifications', 'DryRun'],
    answer({ GroupName, Description, VpcId, TagSpecifications, DryRun }, context) {
      const { vpcs, securityGroups } = here(context);
      const name = GroupName ?? refuse('MissingParameter', 'The request must contain the parameter GroupName');
      const description =
        Description ?? refuse('MissingParameter', 'The request must contain the parameter GroupDescription');
      if (!CHARACTERS.test(name) || name.startsWith('sg-')) {
        refuse(
          'InvalidParameterValue',
          `Value (${name}) for parameter GroupName is invalid. Character sets beyond ASCII are not supported.`,
        );
      }
      if (!CHARACTERS.test(description)) {
        refuse(
          'InvalidParameterValue',
          `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`,
        );
      }
      if (name.toLowerCase() === 'default') refuse('InvalidGroup.Reserved', "The security group 'default' is reserved");
      const vpc =
        VpcId ?? vpcs.find((one) => one.isDefault)?.id ?? refuse('VPCIdNotSpecified', 'No default VPC for this user');
      if (!vpcs.some((one) => one.id === vpc)) refuse('InvalidVpcID.NotFound', `The vpc ID '${vpc}' does not exist`);
      const tags = tagsFor(TagSpecifications, 'security-group', ['security-group']);
      if (securityGroups.some((one) => one.vpc === vpc && one.name === name)) {
        refuse('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${vpc}'`);
      }
      endDryRun(DryRun);
      const id = ec2Id(context, 'sg');
      const egress = [newRule(context, { protocol: '-1', source: '0.0.0.0/0' })];
      securityGroups.push({ id, name, description, vpc, tags, ingress: [], egress });
      const SecurityGroupArn = arnOf(context, 'ec2', context.region, `security-group/${id}`);
      return { GroupId: id, SecurityGroupArn, ...(tags.length ? { Tags: tags } : {}) };
    },
  },
  DescribeSecurityGroups: {
    fields: ['GroupIds', 'GroupNames', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ GroupIds, GroupNames, Filters, MaxResults, NextToken }, context) {
      const region = here(context);
      for (const id of GroupIds ?? []) securityGroup(context, id);
      const byName = region.securityGroups.filter((one) => isInDefaultVpc(context, one));
      for (const name of GroupNames ?? []) {
        if (!byName.some((one) => one.name === name)) {
          refuse('InvalidGroup.NotFound', `The security group '${name}' does not exist in default VPC`);
        }
      }
      const named = region.securityGroups.filter(
        (one) =>
          (!GroupIds?.length || GroupIds.includes(one.id)) &&
          (!GroupNames?.length || (byName.includes(one) && GroupNames.includes(one.name))),
      );
      const found = filtered('DescribeSecurityGroups', named, Filters, {
        'group-name': ({ name }) => [name],
        'group-id': ({ id }) => [id],
        'vpc-id': ({ vpc }) => [vpc],
        description: ({ description }) => [description],
      });
      const { items, next } = page(found, MaxResults ?? 1000, NextToken, badToken);
      return { SecurityGroups: items.map((one) => groupAnswer(context, one)), ...(next ? { NextToken: next } : {}) };
    },
  },
  DeleteSecurityGroup: {
    fields: ['GroupId', 'DryRun'],
    answer({ GroupId, DryRun }, context) {
      const region = here(context);
      const group = securityGroup(context, GroupId);
      if (group.name === 'default') {
        refuse('CannotDelete', `the specified group: "${group.id}" name: "default" cannot be deleted by a user`);
      }
      const { loadBalancers = [], leaving = [] } = region.scale ?? {};
      const inUse =
        loadBalancers.some(({ given }) => given.SecurityGroups?.includes(group.id)) ||
        leaving.includes(group.id) ||
        region.instances.some((one) => one.state !== 'terminated' && one.groups.includes(group.id)) ||
        connectEndpoints.of({}, context).value.some(({ groups }) => groups.includes(group.id)) ||
        region.securityGroups.some(
          (one) => one !== group && [...one.ingress, ...one.egress].some(({ source }) => source === group.id),
        );
      if (inUse) refuse('DependencyViolation', `resource ${group.id} has a dependent object`);
      endDryRun(DryRun);
      region.securityGroups = region.securityGroups.filter((one) => one !== group);
      return { Return: true, GroupId: group.id };
    },
    after: moveOn,
  },
} satisfies Partial<Operations<'ec2'>>;
