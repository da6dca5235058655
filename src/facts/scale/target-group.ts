import type { TargetGroup as TargetGroupDetail } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Account } from '../../aws/account.ts';
import { call, lookup } from '../../aws/call.ts';
import { Broken, type Fact, fact, type Json } from '../../engine/fact.ts';
import { networkOf } from '../ec2/networks.ts';
import { marksIn, orNull, type Tag } from '../tags.ts';
import { mustBeOurs, SCALE_NAME } from './ours.ts';
import { APP_PORT } from './security-groups.ts';
import { taggedOwner } from './tagged.ts';

type TargetsValue = { [key: string]: Json };

/** The fact about the target group, and its ARN as a lookup that is resolved when a call is sent. */
export type TargetGroup = Fact<TargetsValue> & { arn(): string };

const Name = SCALE_NAME;
const thing = `target group ${Name}`;
const QUESTION = call('elasticloadbalancing', 'DescribeTargetGroups', { Names: [Name] });
const HEALTH = {
  HealthCheckEnabled: true,
  HealthCheckProtocol: 'HTTP',
  HealthCheckPort: 'traffic-port',
  HealthCheckPath: '/',
  Matcher: { HttpCode: '200' },
} as const;

/**
 * A target group exists that reaches instances on their port, and counts one as healthy when its page answers (AWS page
 * "Target groups for your Application Load Balancers").
 */
export function targetGroupChecksHealth(place: { subnet: string | undefined; tags: Tag[] }): TargetGroup {
  const exists = fact<TargetsValue>({
    id: `elasticloadbalancing/target-group/${Name}`,
    title: `${thing} sends requests to healthy instances on port ${APP_PORT}`,
    thing,
    want: { port: APP_PORT, protocol: 'HTTP', targets: 'instance', checks: 'HTTP traffic-port / 200' },
    async read(account) {
      const found = await targetsItself(account);
      return found ? seenAs(found) : null;
    },
    async calls(to, now, account, madeByUs) {
      const TargetGroupArn = arn();
      if (to === null) return [call('elasticloadbalancing', 'DeleteTargetGroup', { TargetGroupArn })];
      if (now === null) {
        const { vpcId: VpcId } = await networkOf(place.subnet, account);
        const fixed = { Protocol: 'HTTP' as const, Port: APP_PORT, TargetType: 'instance' as const, VpcId };
        return [call('elasticloadbalancing', 'CreateTargetGroup', { Name, ...fixed, ...HEALTH, Tags: place.tags })];
      }
      mustBeOurs(thing, await taggedOwner(await targetArn(account), place.tags, account), madeByUs);
      if (now.port !== to.port || now.protocol !== to.protocol || now.targets !== to.targets)
        throw new Broken(
          `${thing} is for ${now.targets} targets, ${now.protocol} on port ${now.port}, which AWS cannot change: undo --steps ec2, then run apply again`,
        );
      return [call('elasticloadbalancing', 'ModifyTargetGroup', { TargetGroupArn, ...HEALTH })];
    },
    owner: async (account) => taggedOwner(await targetArn(account), place.tags, account),
    async mark(account) {
      const ResourceArns = [(await targetArn(account)) ?? ''];
      return [call('elasticloadbalancing', 'AddTags', { ResourceArns, Tags: marksIn(place.tags) })];
    },
    madeAs: ['CreateTargetGroup', 'TargetGroups[0].TargetGroupArn'],
  });
  const arn = (): string =>
    lookup(QUESTION, 'TargetGroups[0].TargetGroupArn', {
      of: exists,
      operation: 'CreateTargetGroup',
      path: 'TargetGroups[0].TargetGroupArn',
    });
  return { ...exists, arn };
}

/** The target group; undefined if there is none. */
export async function targetsItself(account: Account): Promise<TargetGroupDetail | undefined> {
  return (await orNull(account.send(QUESTION), 'TargetGroupNotFound'))?.TargetGroups?.[0];
}

const targetArn = async (account: Account) => (await targetsItself(account))?.TargetGroupArn;

function seenAs(one: TargetGroupDetail): TargetsValue {
  const { Port = 0, Protocol = '', TargetType = 'instance', HealthCheckEnabled = true, Matcher } = one;
  const checks = [one.HealthCheckProtocol, one.HealthCheckPort, one.HealthCheckPath, Matcher?.HttpCode];
  return {
    port: Port,
    protocol: Protocol,
    targets: TargetType,
    checks: HealthCheckEnabled ? checks.join(' ') : 'none',
  };
}
