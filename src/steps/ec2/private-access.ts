import type { AnyFact, Fact } from '../../engine/fact.ts';
import { connectEndpointExists } from '../../facts/ec2/connect-endpoint.ts';
import { connectGroupMayEnter, connectGroupReaches } from '../../facts/ec2/connect-group.ts';
import { EC2_NAME } from '../../facts/ec2/instance-profile.ts';
import type { SecurityGroup } from '../../facts/ec2/networks.ts';
import { subnetsReachS3 } from '../../facts/ec2/s3-gateway.ts';
import type { Tag } from '../../facts/tags.ts';

/** How an instance without a public address is reached, and gets its updates, for nothing. */
export function privateAccess(
  group: SecurityGroup,
  // biome-ignore lint/suspicious/noExplicitAny: an instance with any value
  instance: Fact<any>,
  place: { subnet?: string | undefined; tags: Tag[]; name: string },
): AnyFact[] {
  const connect = connectGroupReaches(group, place);
  return [
    subnetsReachS3(place),
    connect,
    connectGroupMayEnter(connect, group, place.subnet),
    connectEndpointExists(connect, instance, { ...place, profile: EC2_NAME }),
  ];
}
