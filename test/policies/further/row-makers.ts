import type { Place, PolicyTopic } from '../../../src/policies/index.ts';
import { contextAt, type TableRow } from '../rows.ts';

export const stranger = '999988887777';

export interface RowMakers {
  /** Rows for which the policies must say yes; actions as `s3: GetObject PutObject`. */
  grant: MakeRows;
  refuse: MakeRows;
  /** An ARN of the account in the home Region, or in the Region given. */
  arn(service: string, resource: string, region?: string): string;
  iam(resource: string): string;
  bucket(name: string): string;
  own: string;
  /** Where the partition keeps IAM's trail and billing. */
  globalRegion: string;
  /** A Region that is not home. */
  away: string;
}

type MakeRows = (
  actions: string,
  resource: string | string[],
  why: string,
  context?: Record<string, string | null>,
) => TableRow[];

/** Short words for writing rows about one set of policies at one place. */
export function rowMakers(topics: PolicyTopic[], place: Place): RowMakers {
  const topic = topics[0] ?? 'admin';
  const make =
    (expected: 'allow' | 'deny'): MakeRows =>
    (actions, resource, why, context = {}) => {
      const [service = '', ...names] = actions.split(/:?\s+/);
      return names.map((name) => {
        const request = { action: `${service}:${name}`, resource, context: contextAt(place, topic, context) };
        const id = `${topics}/${service}:${name}/${expected}`;
        return { id, topics, place, request, expected, why };
      });
    };
  const arn = (service: string, resource: string, region = place.region) =>
    `arn:${place.partition}:${service}:${region}:${place.accountId}:${resource}`;
  const regions = {
    aws: ['us-east-1', 'eu-west-1'],
    'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
    'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  }[place.partition];
  return {
    grant: make('allow'),
    refuse: make('deny'),
    arn,
    iam: (resource) => arn('iam', resource, ''),
    bucket: (name) => `arn:${place.partition}:s3:::${name}`,
    own: arn('iam', `user/${topic}_${place.name}`, ''),
    globalRegion: regions[0] ?? '',
    away: regions.findLast((region) => region !== place.region) ?? '',
  };
}
