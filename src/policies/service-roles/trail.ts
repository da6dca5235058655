import type { Ability } from '../abilities.ts';
import { actions, type PolicyDocument } from '../document.ts';
import type { TrustPolicy } from './index.ts';

/**
 * The role with which CloudTrail writes to one log group: the trust and the two permissions of the CloudTrail page "Role
 * policy document for CloudTrail to use CloudWatch Logs for monitoring". Its log streams begin with the account ID and the
 * Region of the trail.
 */
export function trailRole(
  group: string,
  { accountId, partition, region }: { accountId: string; partition: string; region: string },
): { trust: TrustPolicy; document: PolicyDocument; needs: Ability[] } {
  const streams = `arn:${partition}:logs:${region}:${accountId}:log-group:${group}:log-stream:${accountId}_CloudTrail_${region}*`;
  const may = actions('logs', 'CreateLogStream PutLogEvents');
  const context = { 'aws:RequestedRegion': region, 'aws:ResourceAccount': accountId };
  return {
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'WriteTrail',
          Effect: 'Allow',
          Action: may,
          Resource: streams,
        },
      ],
    },
    needs: may.map((action) => ({
      sentence: action,
      request: { action, resource: streams.replace('*', ''), context },
    })),
  };
}
