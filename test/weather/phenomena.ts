import { type AnyCall, isRead } from '../../src/aws/call.ts';
import { codeOf, messageOf } from '../../src/aws/errors.ts';
import type { Reader } from './replicas.ts';

/** What a phenomenon may know and ask. */
export interface Sky {
  /** In milliseconds; the account is made at 0. */
  now: number;
  chance(probability: number): boolean;
  /** A number from `least` to `most`, the same each time for the same key. */
  drawn(key: string, least: number, most: number): number;
  /** Milliseconds since the bucket, the user ... was written to by this operation; infinite where it never was. */
  since(operation: string, thing: string): number;
  /** The other requests that are on their way. */
  underWay: AnyCall[];
  /** What a replica that lags behind says to a write. */
  refusal(given: AnyCall, reader: Reader): Promise<unknown>;
}

/** Instead of AWS's answer; `isDone`: the request was carried out all the same. `again`: it was carried out twice. */
export type Fault = { error: Error; isDone?: boolean } | { again: true };

export interface Phenomenon {
  what: string;
  /** The AWS page or the report that it rests on. */
  source: string;
  /** In how many of a hundred seeds. */
  seeds: number;
  answers(given: AnyCall, sky: Sky): Fault | undefined | Promise<Fault | undefined>;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The error as the SDK throws it after so many attempts. */
export function said(name: string, message: string, status: number | undefined, attempts = 1): Error {
  return Object.assign(new Error(message), {
    name,
    $metadata: { attempts, ...(status ? { httpStatusCode: status } : {}) },
  });
}

const is = ({ operation }: AnyCall, ...operations: string[]) => operations.includes(operation);
const ABORTED = () =>
  said(
    'OperationAborted',
    'A conflicting conditional operation is currently in progress against this resource. Please try again.',
    409,
  );

// What a lagging replica may say to a write: that a thing is not there yet, is still there, or still hangs on something.
const OUTDATED =
  /^(NoSuchEntity|NoSuchBucket|NotFound|EntityAlreadyExists|DeleteConflict|DependencyViolation|InvalidGroup\.(NotFound|Duplicate))$/;

const ALL_TRIES = 8;
const THROTTLES: Record<string, [name: string, status: number]> = {
  iam: ['Throttling', 400],
  s3: ['SlowDown', 503],
  ec2: ['RequestLimitExceeded', 503],
  sns: ['ThrottledException', 429],
  cloudwatch: ['ThrottlingException', 400],
};

const NOT_ACTIVE: Record<string, [name: string, message: string]> = {
  s3: [
    'NotSignedUp',
    'Your account is not signed up for the Amazon S3 service. You must sign up before you can use it.',
  ],
  ec2: ['OptInRequired', 'You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.'],
  sns: ['SubscriptionRequiredException', 'The AWS Access Key Id needs a subscription for the service'],
  cloudwatch: ['OptInRequired', 'The AWS Access Key Id needs a subscription for the service'],
};

/** What AWS does that a calm imitation does not. The first that has something to say is what is answered. */
export const PHENOMENA: Phenomenon[] = [
  {
    what: 'a new account is activated service by service, within minutes',
    source: 'awslabs/aws-deployment-framework#283; S3 page "Error responses", NotSignedUp',
    seeds: 15,
    answers({ service }, sky) {
      const [name, message] = NOT_ACTIVE[service] ?? [];
      if (!name || !message || sky.now > sky.drawn(`active ${service}`, 0, 12 * MINUTE)) return undefined;
      return { error: said(name, message, 403) };
    },
  },
  {
    what: 'throttling in bursts that outlasts the tries of the SDK',
    source: 'EC2 page "Request throttling"; S3 page "Error responses", SlowDown; IAM page "Common errors", Throttling',
    seeds: 10,
    answers({ service }, sky) {
      const [name, status] = THROTTLES[service] ?? [];
      const minute = Math.floor(sky.now / MINUTE);
      if (!name || sky.drawn(`burst ${service} ${minute}`, 0, 1) > 0.1 || !sky.chance(0.2)) return undefined;
      return { error: said(name, 'Rate exceeded', status, ALL_TRIES) };
    },
  },
  {
    what: 'an answer is lost, or the request was',
    source:
      'page "Retry behavior" of the SDKs: connection errors and 5xx are retried, for the request may not have arrived',
    seeds: 10,
    answers(given, sky) {
      if (!sky.chance(0.01)) return undefined;
      const isDone = !isRead(given) && sky.chance(0.5);
      if (is(given, 'CreatePolicyVersion'))
        return { error: said('AnswerLost', 'its answer was lost', undefined), isDone };
      return { error: said('TimeoutError', 'socket hang up', undefined, ALL_TRIES), isDone };
    },
  },
  {
    what: 'a lost answer makes the SDK send the request again',
    source: 'page "Retry behavior" of the SDKs; what is heard is the answer to the second try',
    seeds: 25,
    answers: (given, sky) =>
      !isRead(given) && !is(given, 'CreatePolicyVersion') && sky.chance(0.05) ? { again: true } : undefined,
  },
  {
    what: 'what was just written is not there yet, or still there, for what refers to it',
    source:
      'IAM page "Troubleshoot IAM", changes not immediately visible; EC2 page "Eventual consistency"; hashicorp/terraform-provider-aws#2449, #7803',
    seeds: 60,
    async answers(given, sky) {
      if (isRead(given) || is(given, 'CreateBucket', 'RunInstances') || !sky.chance(0.6)) return undefined;
      const error = await sky.refusal(given, given.service);
      return OUTDATED.test(codeOf(error)) ? { error: error as Error } : undefined;
    },
  },
  {
    what: 'EC2 does not know the instance profile yet, or not its role',
    source: 'hashicorp/terraform#15341 ("Invalid IAM Instance Profile name"), #2660 ("has no associated IAM Roles")',
    seeds: 50,
    async answers(given, sky) {
      if (!is(given, 'RunInstances')) return undefined;
      const error = await sky.refusal(given, 'ec2 of iam');
      return /instance profile/i.test(messageOf(error)) ? { error: error as Error } : undefined;
    },
  },
  {
    what: 'settings of one bucket at the same time',
    source: 'hashicorp/terraform-provider-aws#26805, #33531; ansible/ansible#67811',
    seeds: 40,
    answers(given, sky) {
      const { Bucket } = given.input;
      const isBusy = sky.underWay.some((other) => !isRead(other) && Bucket && other.input.Bucket === Bucket);
      return !isRead(given) && isBusy && sky.chance(0.3) ? { error: ABORTED() } : undefined;
    },
  },
  {
    what: 'a bucket is made again right after it was deleted',
    source: 'aws/aws-cli#2593, aws-controllers-k8s/community#188',
    seeds: 40,
    answers(given, sky) {
      const { Bucket = '' } = given.input;
      const isFresh = sky.since('DeleteBucket', Bucket) < sky.drawn(`gone ${Bucket}`, 0, 3 * MINUTE);
      return is(given, 'CreateBucket') && isFresh ? { error: ABORTED() } : undefined;
    },
  },
  {
    what: 'IAM is asked for two changes of one thing at the same time',
    source: 'IAM API pages of these operations, ConcurrentModification and EntityTemporarilyUnmodifiable',
    seeds: 30,
    answers(given, sky) {
      const operations = /^(Create|Delete)(User|Role|Policy|InstanceProfile)$|^DeleteLoginProfile$/;
      if (!operations.test(given.operation) || !sky.chance(0.1)) return undefined;
      const isLogin = is(given, 'DeleteLoginProfile');
      const name = isLogin ? 'EntityTemporarilyUnmodifiable' : 'ConcurrentModification';
      return { error: said(`${name}Exception`, 'Wait a few minutes and submit your request again.', 409) };
    },
  },
  {
    what: 'no capacity for the type in one zone',
    source: 'EC2 page "Troubleshoot Amazon EC2 instance launch issues", InsufficientInstanceCapacity',
    seeds: 10,
    answers(given, sky) {
      const zone = given.input.NetworkInterfaces?.[0]?.SubnetId;
      if (!is(given, 'RunInstances') || sky.now > sky.drawn(`capacity ${zone}`, -10 * MINUTE, 10 * MINUTE))
        return undefined;
      const message = 'We currently do not have sufficient capacity in the Availability Zone you requested.';
      return { error: said('InsufficientInstanceCapacity', message, 500, ALL_TRIES) };
    },
  },
  {
    what: 'AWS checks the account before its first instance',
    source: 'skyplane-project/skyplane#799; EC2 page "Error codes for the Amazon EC2 API", PendingVerification',
    seeds: 15,
    answers(given, sky) {
      if (!is(given, 'RunInstances') || sky.now > sky.drawn('verified', 0, 20 * MINUTE)) return undefined;
      const message = 'Your request for accessing resources in this region is being validated';
      return { error: said('PendingVerification', message, 400) };
    },
  },
];
