/** Where a policy applies: everything in a policy document that differs from account to account. */
export interface Place {
  /** The short name, 3 to 20 characters of a-z, 0-9 and -. */
  name: string;
  accountId: string;
  /** The home Region; all regional permissions are limited to it. */
  region: string;
  partition: 'aws' | 'aws-us-gov' | 'aws-cn';
  landingBucket: string;
  analysisBucket: string;
}

/** The two groups whose roles have a path of their own. */
export type RoleOwner = 'engineer' | 'analyst';

/** An ARN of this account in the home Region; `region: ''` for services without a Region in their ARNs. */
export function arn(place: Place, service: string, resource: string, region = place.region): string {
  return `arn:${place.partition}:${service}:${region}:${place.accountId}:${resource}`;
}

/** An IAM ARN of this account. */
export function iamArn(place: Place, resource: string): string {
  return arn(place, 'iam', resource, '');
}

/** The IAM path of a group's roles. The closing slash excludes `/aws-baseline/engineer-admin/`. */
export function rolePath(owner: RoleOwner): string {
  return `/aws-baseline/${owner}/`;
}

/** All roles that a group may pass. */
export function rolesOf(owner: RoleOwner, place: Place): string {
  return iamArn(place, `role${rolePath(owner)}*`);
}

/** The ARN of a bucket, or of objects in it. */
export function bucketArn(place: Place, bucket: string, key?: string): string {
  return `arn:${place.partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}

/** The Region of a partition with IAM's CloudTrail events and, in `aws`, the billing metrics. */
export function globalRegion(place: Place): string {
  return { aws: 'us-east-1', 'aws-us-gov': 'us-gov-west-1', 'aws-cn': 'cn-north-1' }[place.partition];
}

const shapes: Record<keyof Place, RegExp> = {
  name: /^[a-z0-9-]{1,20}$/,
  accountId: /^\d{12}$/,
  region: /^[a-z]{2}(-[a-z]+)+-\d$/,
  partition: /^aws(-us-gov|-cn)?$/,
  landingBucket: /^[a-z0-9.-]{3,63}$/,
  analysisBucket: /^[a-z0-9.-]{3,63}$/,
};

/** Throws an Error for a part that could change the meaning of a document: a `*` in a name would widen every ARN. */
export function checkPlace(place: Place): void {
  for (const [part, shape] of Object.entries(shapes)) {
    const value = place[part as keyof Place];
    if (!shape.test(value)) throw new Error(`invalid ${part} "${value}" for a policy: expected ${shape.source}`);
  }
}
