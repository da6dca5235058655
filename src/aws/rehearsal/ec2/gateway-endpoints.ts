import { type Context, ec2Id, type Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { type GatewayEndpoint, gatewayEndpoints } from './endpoint-state.ts';
import { filtered, tagsFor } from './filters.ts';

function gatewayAnswer({ id, vpc, service, tables, tags }: GatewayEndpoint, { accountId }: Context) {
  return {
    VpcEndpointId: id,
    VpcEndpointType: 'Gateway' as const,
    VpcId: vpc,
    ServiceName: service,
    State: 'Available' as const,
    RouteTableIds: tables,
    PolicyDocument:
      '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
    OwnerId: accountId,
    Tags: tags,
  };
}

// A route table takes one route to a service (VPC page "Gateway endpoints").
function checkTables(added: string[], service: string, all: GatewayEndpoint[]): void {
  const taken = added.find((id) => all.some((one) => one.service === service && one.tables.includes(id)));
  if (taken) refuse('RouteAlreadyExists', `route table ${taken} already has a route with destination-prefix-list-id`);
}

/** EC2's gateway endpoints. */
export const ec2GatewayEndpoints = {
  CreateVpcEndpoint: {
    fields: ['VpcEndpointType', 'VpcId', 'ServiceName', 'RouteTableIds', 'TagSpecifications'],
    answer({ VpcId: vpc = '', ServiceName: service = '', RouteTableIds = [], TagSpecifications }, context) {
      const slot = gatewayEndpoints.of({}, context);
      checkTables(RouteTableIds, service, slot.value);
      const tags = tagsFor(TagSpecifications, 'vpc-endpoint', ['vpc-endpoint']);
      const made = { id: ec2Id(context, 'vpce'), vpc, service, tables: RouteTableIds, tags };
      slot.value = [...slot.value, made];
      return { VpcEndpoint: gatewayAnswer(made, context) };
    },
  },
  DescribeVpcEndpoints: {
    fields: ['Filters', 'NextToken'],
    answer({ Filters }, context) {
      const all = gatewayEndpoints.of({}, context).value;
      const found = filtered('DescribeVpcEndpoints', all, Filters, { 'vpc-id': ({ vpc }) => [vpc] });
      return { VpcEndpoints: found.map((one) => gatewayAnswer(one, context)) };
    },
  },
  ModifyVpcEndpoint: {
    fields: ['VpcEndpointId', 'AddRouteTableIds', 'RemoveRouteTableIds'],
    answer({ VpcEndpointId, AddRouteTableIds = [], RemoveRouteTableIds = [] }, context) {
      const slot = gatewayEndpoints.of({}, context);
      const found = slot.value.find(({ id }) => id === VpcEndpointId);
      if (!found) refuse('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${VpcEndpointId}' does not exist`);
      checkTables(AddRouteTableIds, found.service, slot.value);
      const tables = [...found.tables, ...AddRouteTableIds].filter((id) => !RemoveRouteTableIds.includes(id));
      slot.value = slot.value.map((one) => (one === found ? { ...one, tables } : one));
      return { Return: true };
    },
  },
  DeleteVpcEndpoints: {
    fields: ['VpcEndpointIds'],
    answer({ VpcEndpointIds = [] }, context) {
      const slot = gatewayEndpoints.of({}, context);
      const Unsuccessful = VpcEndpointIds.filter((id) => !slot.value.some((one) => one.id === id)).map(
        (ResourceId) => ({
          ResourceId,
          Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: `The Vpc Endpoint Id '${ResourceId}' does not exist` },
        }),
      );
      slot.value = slot.value.filter(({ id }) => !VpcEndpointIds.includes(id));
      return { Unsuccessful };
    },
  },
} satisfies Partial<Operations<'ec2'>>;
