import type { PolicyRequest } from '../evaluate.ts';
import { arn, bucketArn, globalRegion, iamArn, type Place, type RoleOwner } from '../place.ts';

/** One request of a task: what AWS checks, and the condition keys that come with it besides those of every request. */
export type DayCall = PolicyRequest;

/** A task as a person does it, with all the requests that it takes. Every one must be allowed. */
export interface Day {
  group: RoleOwner;
  /** `An engineer uploads a file and lists its versions`. */
  sentence: string;
  calls: DayCall[];
}

/** Words to write the requests of a task with, at one place and for one group. */
export interface Words {
  place: Place;
  /** The requests `ask('s3: GetObject PutObject', resource)`, one for each action. */
  ask(actions: string, resource?: string | string[], context?: PolicyRequest['context']): DayCall[];
  /** Handing the offered role `aws-baseline-NAME` to a service. */
  pass(role: string, service: string): DayCall[];
  /** An ARN of this account in the home Region. */
  arn(service: string, resource: string): string;
  iam(resource: string): string;
  landing(key?: string): string;
  analysis(key?: string): string;
  user: string;
}

const WORLDWIDE = /^(account|billing|budgets|ce|consolidatedbilling|freetier|health|iam|invoicing|sts|tax)$/;

/** Requests for IAM, STS and billing carry the global Region, all others the home Region. */
export function wordsFor(group: RoleOwner, place: Place): Words {
  const user = `${group}_${place.name}`;
  const ask: Words['ask'] = (actions, resource = '*', context = {}) => {
    const [service = '', ...names] = actions.split(/:?\s+/);
    const region = WORLDWIDE.test(service) ? globalRegion(place) : place.region;
    const keys = {
      'aws:RequestedRegion': region,
      'aws:ResourceAccount': place.accountId,
      'aws:username': user,
      'aws:MultiFactorAuthPresent': 'true',
      'aws:ViaAWSService': 'false',
    };
    return names.map((name) => ({ action: `${service}:${name}`, resource, context: { ...keys, ...context } }));
  };
  const role = (name: string) => iamArn(place, `role/aws-baseline/${group}/aws-baseline-${name}`);
  return {
    place,
    ask,
    // PassRole is checked in the Region of the request that hands out the role.
    pass: (name, service) =>
      ask('iam: PassRole', role(name), { 'iam:PassedToService': service, 'aws:RequestedRegion': place.region }),
    arn: (service, resource) => arn(place, service, resource),
    iam: (resource) => iamArn(place, resource),
    landing: (key) => bucketArn(place, place.landingBucket, key),
    analysis: (key) => bucketArn(place, place.analysisBucket, key),
    user,
  };
}
