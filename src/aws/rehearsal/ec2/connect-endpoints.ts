import type { OutputOf } from '../../services.ts';
import { arnOf, type Context, ec2Id, here, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { type ConnectEndpoint, connectEndpoints } from './endpoint-state.ts';
import { filtered, tagsFor } from './filters.ts';
import { securityGroup } from './security-groups.ts';

type ConnectAnswer = NonNullable<OutputOf<'ec2', 'CreateInstanceConnectEndpoint'>['InstanceConnectEndpoint']>;

function connectAnswer(one: ConnectEndpoint, context: Context): ConnectAnswer {
  const zone = here(context).subnets.find(({ id }) => id === one.subnet)?.zone;
  return {
    OwnerId: context.accountId,
    InstanceConnectEndpointId: one.id,
    InstanceConnectEndpointArn: arnOf(context, 'ec2', context.region, `instance-connect-endpoint/${one.id}`),
    State: one.state,
    VpcId: one.vpc,
    SubnetId: one.subnet,
    ...(zone ? { AvailabilityZone: zone } : {}),
    PreserveClientIp: one.keepsClientIp,
    SecurityGroupIds: one.groups,
    Tags: one.tags,
  };
}

// AWS page "DescribeInstanceConnectEndpoints": creating and deleting take some minutes.
function moveEndpointsOn(context: Context): void {
  const slot = connectEndpoints.of({}, context);
  slot.value = slot.value
    .filter(({ state }) => state !== 'delete-in-progress')
    .map((one) => (one.state === 'create-in-progress' ? { ...one, state: 'create-complete' } : one));
}

function connectEndpoint(id: string | undefined, context: Context): ConnectEndpoint {
  const found = connectEndpoints.of({}, context).value.find((one) => one.id === id);
  const message = `The instance connect endpoint ID '${id}' does not exist`;
  return found ?? refuse('InvalidInstanceConnectEndpointId.NotFound', message);
}

/** EC2 Instance Connect Endpoints. */
export const ec2ConnectEndpoints = {
  CreateInstanceConnectEndpoint: {
    fields: ['SubnetId', 'SecurityGroupIds', 'PreserveClientIp', 'TagSpecifications'],
    answer({ SubnetId, SecurityGroupIds = [], PreserveClientIp = false, TagSpecifications }, context) {
      const subnet = here(context).subnets.find(({ id }) => id === SubnetId);
      if (!subnet) refuse('InvalidSubnetID.NotFound', `The subnet ID '${SubnetId}' does not exist`);
      for (const id of SecurityGroupIds) securityGroup(context, id);
      const slot = connectEndpoints.of({}, context);
      if (slot.value.some(({ vpc }) => vpc === subnet.vpc))
        refuse(
          'InstanceConnectEndpointLimitExceeded',
          `The limit of 1 instance connect endpoint per VPC has been reached for ${subnet.vpc}.`,
        );
      const made: ConnectEndpoint = {
        id: ec2Id(context, 'eice'),
        vpc: subnet.vpc,
        subnet: subnet.id,
        groups: SecurityGroupIds,
        keepsClientIp: PreserveClientIp,
        state: 'create-in-progress',
        tags: tagsFor(TagSpecifications, 'instance-connect-endpoint', ['instance-connect-endpoint']),
      };
      slot.value = [...slot.value, made];
      return { InstanceConnectEndpoint: connectAnswer(made, context) };
    },
  },
  DescribeInstanceConnectEndpoints: {
    fields: ['Filters', 'NextToken'],
    answer({ Filters }, context) {
      const all = connectEndpoints.of({}, context).value;
      const found = filtered('DescribeInstanceConnectEndpoints', all, Filters, { 'vpc-id': ({ vpc }) => [vpc] });
      return { InstanceConnectEndpoints: found.map((one) => connectAnswer(one, context)) };
    },
    after: moveEndpointsOn,
  },
  ModifyInstanceConnectEndpoint: {
    fields: ['InstanceConnectEndpointId', 'SecurityGroupIds', 'PreserveClientIp'],
    answer({ InstanceConnectEndpointId, SecurityGroupIds, PreserveClientIp }, context) {
      const found = connectEndpoint(InstanceConnectEndpointId, context);
      for (const id of SecurityGroupIds ?? []) securityGroup(context, id);
      const slot = connectEndpoints.of({}, context);
      const changed = {
        ...found,
        groups: SecurityGroupIds ?? found.groups,
        keepsClientIp: PreserveClientIp ?? found.keepsClientIp,
      };
      slot.value = slot.value.map((one) => (one === found ? changed : one));
      return { Return: true };
    },
  },
  DeleteInstanceConnectEndpoint: {
    fields: ['InstanceConnectEndpointId'],
    answer({ InstanceConnectEndpointId }, context) {
      const found = connectEndpoint(InstanceConnectEndpointId, context);
      const slot = connectEndpoints.of({}, context);
      const ending: ConnectEndpoint = { ...found, state: 'delete-in-progress' };
      slot.value = slot.value.map((one) => (one === found ? ending : one));
      return { InstanceConnectEndpoint: connectAnswer(ending, context) };
    },
  },
} satisfies Partial<Operations<'ec2'>>;
