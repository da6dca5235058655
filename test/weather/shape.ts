import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { sorted } from '../robust/program.ts';
import { HOME, lasting } from '../steps/rehearsed.ts';

const GLOBAL = 'us-east-1';
// What is another each time, or passes by itself; a launch goes on in the next subnet where a zone has no capacity.
const PASSING =
  /^(id|reservation|token|interface|address|publicAddress|subnet|volume|state|created|updated|launched|ended|at|stateUpdated|enabled)$/;

/** A state as text, the same for accounts between which nobody can tell a difference that matters. */
export function shapeOf(state: RehearsalState): string {
  const inOrder = (key: string, value: unknown): unknown => {
    if (PASSING.test(key)) return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  };
  return JSON.stringify(sorted(lasting(state, [HOME, GLOBAL])), inOrder, 1);
}

/** The lines in which two shapes differ, as many as fit a sentence. */
export function difference(expected: string, actual: string): string {
  const [before, after] = [expected.split('\n'), actual.split('\n')];
  const less = before.filter((line) => !after.includes(line)).map((line) => `-${line.trim()}`);
  const more = after.filter((line) => !before.includes(line)).map((line) => `+${line.trim()}`);
  return [...less, ...more].slice(0, 12).join(' ').slice(0, 600) || 'the same lines in other numbers';
}

/** The things in an account, by the ids of their facts. */
export function thingsIn({ iam, s3, regions }: RehearsalState): string[] {
  const { topics = [], alarms = [] } = regions[GLOBAL] ?? {};
  const { instances = [], securityGroups = [] } = regions[HOME] ?? {};
  const own = iam.roles.filter(({ path }) => !path.startsWith('/aws-service-role/'));
  return [
    ...iam.users.map(({ name }) => `iam/user/${name}`),
    ...iam.groups.map(({ name }) => `iam/group/${name}`),
    ...iam.policies.map(({ name }) => `iam/policy/${name}`),
    ...own.map(({ name }) => `iam/role/${name}`),
    ...iam.instanceProfiles.map(({ name }) => `iam/instance-profile/${name}`),
    ...s3.buckets.map(({ name }) => `s3/${name}/bucket`),
    ...topics.map(({ name }) => `sns/${name}/topic`),
    ...alarms.map(({ name }) => `cloudwatch/alarm/${name}`),
    ...instances.filter(({ ended }) => ended === undefined).map(() => 'ec2/instance/acme-analysis'),
    ...securityGroups.filter(({ name }) => name !== 'default').map(({ name }) => `ec2/security-group/${name}`),
  ];
}
