import { arnOf, type Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Entity, InstanceProfile, Policy, Role, User } from '../state.ts';
import type { Tag } from '../tags.ts';
import { isManagedPolicy } from './managed-policies.ts';

/** IAM's "1 validation error detected"; unlike IAM's other errors its name has no "Exception". */
export function invalid(value: string | undefined, field: string, constraint: string): never {
  const what = value === undefined ? 'Value at' : `Value '${value}' at`;
  refuse(
    'ValidationError',
    `1 validation error detected: ${what} '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Throws NoSuchEntity. */
export function noSuch(message: string): never {
  refuse('NoSuchEntityException', message, 404);
}

/** Throws DeleteConflict. */
export function conflict(message: string): never {
  refuse('DeleteConflictException', message, 409);
}

/** A name as IAM takes it (AWS page "IAM and AWS STS quotas"): users 64, roles 64, the rest 128 characters. */
export function checkedName(value: string | undefined, field: string, longest: number): string {
  if (value === undefined) invalid(value, field, 'Member must not be null');
  if (value.length < 1) invalid(value, field, 'Member must have length greater than or equal to 1');
  if (value.length > longest) invalid(value, field, `Member must have length less than or equal to ${longest}`);
  if (!/^[\w+=,.@-]+$/.test(value)) {
    refuse(
      'ValidationError',
      `The specified value for ${field} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  return value;
}

/** A path as IAM takes it; `/` when none is given. */
export function checkedPath(path: string | undefined): string {
  const given = path ?? '/';
  if (!/^\/([\x21-\x7e]+\/)?$/.test(given) || given.length > 512) {
    refuse(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
  return given;
}

/** Tags as IAM keeps them: at most 50, keys unique without regard to case. */
export function checkedTags(tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined): Tag[] {
  const given = tags ?? [];
  if (given.length > 50) refuse('LimitExceededException', 'Cannot exceed quota for TagsPerResource: 50', 409);
  const kept = given.map(({ Key, Value }) => {
    if (!Key || Key.length > 128) invalid(Key, 'tags.1.member.key', 'Member must have length between 1 and 128');
    if (Value === undefined || Value.length > 256) {
      invalid(Value, 'tags.1.member.value', 'Member must have length less than or equal to 256');
    }
    if (/^aws:/i.test(Key)) refuse('InvalidInputException', 'Tag keys with the prefix aws: are reserved.');
    if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(Key + Value)) {
      invalid(
        Key,
        'tags.1.member.key',
        'Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
      );
    }
    return { Key, Value };
  });
  if (new Set(kept.map(({ Key }) => Key.toLowerCase())).size < kept.length) {
    refuse('InvalidInputException', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  return kept;
}

/** Names are unique without regard to case, yet found only by their exact spelling. */
export function isTaken(all: readonly { name: string }[], name: string): boolean {
  return all.some((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** Throws EntityAlreadyExists. */
export function exists(message: string): never {
  refuse('EntityAlreadyExistsException', message, 409);
}

/** The user of exactly this name; throws NoSuchEntity. */
export function userNamed({ state }: Context, name: string | undefined): User {
  const wanted = checkedName(name, 'userName', 64);
  return state.iam.users.find((one) => one.name === wanted) ?? noSuch(`The user with name ${wanted} cannot be found.`);
}

/** The group of exactly this name; throws NoSuchEntity. */
export function groupNamed({ state }: Context, name: string | undefined): Entity {
  const wanted = checkedName(name, 'groupName', 128);
  return (
    state.iam.groups.find((one) => one.name === wanted) ?? noSuch(`The group with name ${wanted} cannot be found.`)
  );
}

/** The role of exactly this name; throws NoSuchEntity. */
export function roleNamed({ state }: Context, name: string | undefined): Role {
  const wanted = checkedName(name, 'roleName', 64);
  return state.iam.roles.find((one) => one.name === wanted) ?? noSuch(`The role with name ${wanted} cannot be found.`);
}

/** The instance profile of exactly this name; throws NoSuchEntity. */
export function profileNamed({ state }: Context, name: string | undefined): InstanceProfile {
  const wanted = checkedName(name, 'instanceProfileName', 128);
  const found = state.iam.instanceProfiles.find((one) => one.name === wanted);
  return found ?? noSuch(`Instance Profile ${wanted} cannot be found.`);
}

/** An ARN of a policy, checked for its form only. */
export function checkedPolicyArn(arn: string | undefined): string {
  if (arn === undefined) invalid(arn, 'policyArn', 'Member must not be null');
  if (arn.length < 20) invalid(arn, 'policyArn', 'Member must have length greater than or equal to 20');
  if (!/^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+$/.test(arn))
    refuse('InvalidInputException', `ARN ${arn} is not valid.`);
  return arn;
}

/** A policy of this account; AWS's own cannot be changed, which IAM says as access denied. */
export function ownPolicy(context: Context, given: string | undefined, operation: string): Policy {
  const arn = checkedPolicyArn(given);
  if (isManagedPolicy(context, arn)) {
    refuse(
      'AccessDenied',
      `User: ${context.state.callerArn} is not authorized to perform: iam:${operation} on resource: policy ${arn}`,
      403,
    );
  }
  return context.state.iam.policies.find((one) => one.arn === arn) ?? noSuch(`Policy ${arn} was not found.`);
}

/** How many users, groups and roles a policy is attached to. */
export function attachmentsOf({ state }: Context, arn: string): number {
  const { users, groups, roles } = state.iam;
  return [...users, ...groups, ...roles].filter((one) => one.attached.includes(arn)).length;
}

/** Attaches a policy; once more is no error. Throws NoSuchEntity, or LimitExceeded for the eleventh. */
export function attach(context: Context, to: Entity, given: string | undefined, quota: string): void {
  const arn = checkedPolicyArn(given);
  if (!isManagedPolicy(context, arn) && !context.state.iam.policies.some((one) => one.arn === arn)) {
    noSuch(`Policy ${arn} does not exist or is not attachable.`);
  }
  if (to.attached.includes(arn)) return;
  if (to.attached.length >= 10) refuse('LimitExceededException', `Cannot exceed quota for ${quota}: 10`, 409);
  to.attached.push(arn);
}

/** Throws NoSuchEntity when the policy is not attached. */
export function detach(from: Entity, given: string | undefined): void {
  const arn = checkedPolicyArn(given);
  if (!from.attached.includes(arn)) noSuch(`Policy ${arn} was not found.`);
  from.attached = from.attached.filter((one) => one !== arn);
}

/** Takes an inline policy away; throws NoSuchEntity when it is not there. */
export function dropInline(from: Entity, kind: string, given: string | undefined): void {
  const name = checkedName(given, 'policyName', 128);
  if (!(name in from.inline)) noSuch(`The ${kind} policy with name ${name} cannot be found.`);
  delete from.inline[name];
}

/** `arn:aws:iam::<account>:<kind><path><name>`. */
export function iamArn(context: Context, kind: string, { path, name }: { path: string; name: string }): string {
  return arnOf(context, 'iam', '', `${kind}${path}${name}`);
}

const escaped = (one: string) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
// The documents of an account are asked for again and again.
const known = new Map<string, string>();

/** IAM gives documents back URL-encoded (RFC 3986), which encodeURIComponent does but for five characters. */
export function encoded(document: string): string {
  const before = known.get(document);
  if (before !== undefined) return before;
  const text = encodeURIComponent(document).replace(/[!'()*]/g, escaped);
  if (known.size < 1000) known.set(document, text);
  return text;
}
