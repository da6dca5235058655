import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { Owner } from '../../engine/about.ts';
import { orNull, ownerBy, type Tag } from '../tags.ts';

/** The owner of a load balancer or a target group, by its tags, with its ARN as id; undefined when it does not exist. */
export async function taggedOwner(arn: string | undefined, tags: Tag[], account: Account): Promise<Owner | undefined> {
  if (arn === undefined) return undefined;
  const question = call('elasticloadbalancing', 'DescribeTags', { ResourceArns: [arn] });
  const answer = await orNull(account.send(question), 'LoadBalancerNotFound', 'TargetGroupNotFound');
  return answer ? ownerBy(answer.TagDescriptions?.[0]?.Tags, tags, arn) : undefined;
}
