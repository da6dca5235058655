import { type ManagedPolicy, managedPolicies, type Place, type PolicyTopic } from '../../src/policies/index.ts';

function place(name: string, accountId: string, region: string, partition: Place['partition']): Place {
  const landingBucket = `${name}-landing-zone`;
  return { name, accountId, region, partition, landingBucket, analysisBucket: `${name}-analysis` };
}

const acme = '111122223333';
const accountRegional = (prefix: string, region: string) =>
  `${prefix.padEnd(63 - `-${acme}-${region}-an`.length, 'x')}-${acme}-${region}-an`;

/** Everyday places, the partitions, the shortest and the longest names that an answer can have. */
export const places = {
  sydney: place('acme', acme, 'ap-southeast-2', 'aws'),
  london: place('beta', '444455556666', 'eu-west-2', 'aws'),
  virginia: place('acme', acme, 'us-east-1', 'aws'),
  govcloud: place('acme', acme, 'us-gov-east-1', 'aws-us-gov'),
  china: place('acme', acme, 'cn-northwest-1', 'aws-cn'),
  shortest: { ...place('abc', acme, 'us-east-1', 'aws'), landingBucket: 'aaa', analysisBucket: 'bbb' },
  longest: longest('ap-southeast-2', 'aws'),
  longestGovcloud: longest('us-gov-west-1', 'aws-us-gov'),
  longestChina: longest('cn-northwest-1', 'aws-cn'),
} satisfies Record<string, Place>;

function longest(region: string, partition: Place['partition']): Place {
  const buckets = { landingBucket: accountRegional('in', region), analysisBucket: accountRegional('out', region) };
  return { ...place('n'.repeat(20), acme, region, partition), ...buckets };
}

export interface Rendering extends ManagedPolicy {
  topic: PolicyTopic;
  at: string;
  place: Place;
}

/** Every rendering that the tests look at: each policy of each topic at each place. */
export function renderings(topics: readonly PolicyTopic[]): Rendering[] {
  return Object.entries(places).flatMap(([at, place]) =>
    topics.flatMap((topic) => managedPolicies(topic, place).map((policy) => ({ ...policy, topic, at, place }))),
  );
}
