import type { Ec2InstanceConnectEndpoint } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { Broken, ByHand, type Fact, fact, Obstacle } from '../../engine/fact.ts';
import { carriesOurTag, marksIn, NAME_TAG, ownerBy, type Tag } from '../tags.ts';
import type { ConnectGroup } from './connect-group.ts';
import { networkOf, securityGroupsNamed } from './networks.ts';
import { ownInstances } from './own-instances.ts';
import { CONNECT_NAME } from './ssh-rules.ts';

type Endpoint = {
  state: 'there' | 'creating' | 'deleting' | 'failed';
  /** Whether its connections come from our security group. */
  reaches?: boolean;
  /** Somebody else's. */
  others?: true;
};

/** How long AWS may take to delete an endpoint. */
const DELETES_MS = 10 * 60_000;

/**
 * The VPC has an EC2 Instance Connect Endpoint with our security group, in the zone of the instance if we create it. AWS
 * allows one in a VPC, free of charge; between zones, it charges for data transfer (EC2 pages "Create an EC2 Instance Connect
 * Endpoint", "Connect to your instances using a private IP address and EC2 Instance Connect Endpoint").
 */
export function connectEndpointExists(
  group: ConnectGroup,
  instance: Fact,
  { subnet, tags, name, profile }: { subnet?: string | undefined; tags: Tag[]; name: string; profile: string },
): Fact<Endpoint> {
  const found = async (account: Account) => {
    // One round, because every status asks whose it is.
    const [{ vpcId }, pages, groups] = await Promise.all([
      networkOf(subnet, account),
      allPages(account, call('ec2', 'DescribeInstanceConnectEndpoints', {}), 'NextToken'),
      securityGroupsNamed(CONNECT_NAME, account),
    ]);
    const groupId = groups.find(({ VpcId }) => VpcId === vpcId)?.GroupId;
    const all = pages
      .flatMap(({ InstanceConnectEndpoints = [] }) => InstanceConnectEndpoints)
      .filter(({ State, VpcId }) => VpcId === vpcId && State !== 'delete-complete');
    const isOurs = ({ Tags }: Ec2InstanceConnectEndpoint) => /^(ours|partly)$/.test(ownerBy(Tags, tags).whose);
    return { vpcId, groupId, one: all.find(isOurs) ?? all[0], isOurs };
  };
  const isInOurGroup = (one: Ec2InstanceConnectEndpoint, groupId: string | undefined) =>
    groupId !== undefined && (one.SecurityGroupIds ?? []).includes(groupId) && one.PreserveClientIp !== true;

  return fact<Endpoint>({
    id: 'ec2/instance-connect-endpoint',
    title: 'an EC2 Instance Connect Endpoint leads to the instance',
    thing: 'EC2 Instance Connect Endpoint',
    want: { state: 'there', reaches: true },
    needs: [group, instance],
    needsOnce: [instance],
    optional: true,
    lingers: DELETES_MS,
    async read(account) {
      const { one, groupId, isOurs } = await found(account);
      if (!one) return null;
      const reaches = isInOurGroup(one, groupId);
      // One in our security group may be ours without its tags, and uses that group in any case.
      const others = isOurs(one) || reaches ? {} : { others: true as const };
      return { state: stateOf(one), reaches, ...others };
    },
    same: (a, b) => (a === null || b === null ? a === b : isUsable(a) && isUsable(b)),
    remark: (now) => (now?.state === 'creating' ? 'AWS is still creating it, which takes a few minutes' : undefined),
    isOthers: ({ others = false }) => others,
    async works(account) {
      const [{ one }, { live }] = await Promise.all([found(account), ownInstances({ name, profile }, account)]);
      const zone = live[0]?.Placement?.AvailabilityZone;
      if (!zone || !one?.AvailabilityZone || one.AvailabilityZone === zone) return undefined;
      return `it is in ${one.AvailabilityZone} and the instance in ${zone}, so AWS charges for data transfer between them`;
    },
    async calls(to, now, account) {
      const { vpcId, one, isOurs } = await found(account);
      const InstanceConnectEndpointId = one?.InstanceConnectEndpointId ?? '';
      if (to === null)
        return now?.state === 'deleting'
          ? []
          : [call('ec2', 'DeleteInstanceConnectEndpoint', { InstanceConnectEndpointId })];
      const SecurityGroupIds = [group.groupId(vpcId)];
      if (!one || !now) {
        const TagSpecifications = [{ ResourceType: 'instance-connect-endpoint' as const, Tags: tags }];
        const SubnetId = subnetOfInstance(instance, name);
        return [
          call('ec2', 'CreateInstanceConnectEndpoint', {
            SubnetId,
            SecurityGroupIds,
            PreserveClientIp: false,
            TagSpecifications,
          }),
        ];
      }
      const id = InstanceConnectEndpointId;
      if (now.state === 'deleting') throw new Obstacle(`AWS is still deleting ${id}: wait some minutes`);
      if (now.state === 'failed')
        throw new Broken(
          `${id} does not work (${one.StateMessage ?? one.State}): aws ec2 delete-instance-connect-endpoint --instance-connect-endpoint-id ${id}, then run apply`,
        );
      if (!isOurs(one))
        throw new ByHand(
          `the VPC has ${id}, which aws-baseline did not create, and AWS allows one in a VPC: add security group ${CONNECT_NAME} to it (aws ec2 modify-instance-connect-endpoint --instance-connect-endpoint-id ${id} --no-preserve-client-ip --security-group-ids ...), delete it, or specify a subnet of another VPC with --subnet`,
        );
      return [
        call('ec2', 'ModifyInstanceConnectEndpoint', {
          InstanceConnectEndpointId,
          SecurityGroupIds,
          PreserveClientIp: false,
        }),
      ];
    },
    async owner(account) {
      const { one, isOurs } = await found(account);
      return one && (isOurs(one) || !carriesOurTag(one.Tags))
        ? ownerBy(one.Tags, tags, one.InstanceConnectEndpointId)
        : undefined;
    },
    async mark(account) {
      const { one } = await found(account);
      return [call('ec2', 'CreateTags', { Resources: [one?.InstanceConnectEndpointId ?? ''], Tags: marksIn(tags) })];
    },
    madeAs: ['CreateInstanceConnectEndpoint', 'InstanceConnectEndpoint.InstanceConnectEndpointId'],
  });
}

// An endpoint that AWS is creating will work without more calls.
const isUsable = ({ state, reaches }: Endpoint) => /^(there|creating)$/.test(state) && reaches === true;

function stateOf(endpoint: Ec2InstanceConnectEndpoint): Endpoint['state'] {
  const State = String(endpoint.State);
  if (/^(delete-in-progress|delete-failed)$/.test(State)) return 'deleting';
  if (/^(create|update)-failed$/.test(State)) return 'failed';
  return State === 'create-in-progress' ? 'creating' : 'there';
}

function subnetOfInstance(instance: Fact, name: string): string {
  const Filters = [
    { Name: 'tag:managed-by', Values: ['aws-baseline'] },
    { Name: `tag:${NAME_TAG}`, Values: [name] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
  ];
  const told = { of: instance, operation: 'RunInstances', path: 'Instances[0].SubnetId' };
  return lookup(call('ec2', 'DescribeInstances', { Filters }), 'Reservations[0].Instances[0].SubnetId', told);
}
