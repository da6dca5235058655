import type { Account } from '../../src/aws/account.ts';
import { valueAt } from '../../src/aws/call.ts';
import { loadService, type ServiceName } from '../../src/aws/services.ts';
import type { Difference } from './differences-from-moto.ts';

type Kept = Record<string, string>;

/** One request; its input may need what an answer before gave, which `keep` names as `[name, path]`. */
export interface Step {
  service: ServiceName;
  operation: string;
  input: object | ((kept: Kept) => object);
  region?: string;
  keep?: Record<string, string>;
  differs?: Difference;
}

type More = Pick<Step, 'region' | 'keep' | 'differs'>;

export function step(service: ServiceName, operation: string, input: Step['input'] = {}, more: More = {}): Step {
  return { service, operation, input, ...more };
}

export type Outcome = { answer: unknown } | { error: string };
type Request = (service: ServiceName, operation: string, input: object, region: string) => Promise<unknown>;

/** Sends through the SDK's own clients, as the program does to AWS. */
export function toEndpoint(endpoint: string): Request {
  return async (service, operation, input, region) => {
    const { Client, commands } = (await loadService(service)) as unknown as {
      Client: new (options: object) => { send(command: unknown): Promise<unknown> };
      commands: Record<string, new (input: object) => unknown>;
    };
    const credentials = { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' };
    const client = new Client({ region, endpoint, credentials, maxAttempts: 1 });
    return client.send(new commands[operation]!(input));
  };
}

export function toAccount(account: Account): Request {
  return (service, operation, input, region) => account.send({ service, operation, input, region } as never);
}

/** Sends every step in turn and gives what each came to. */
export async function outcomesOf(steps: readonly Step[], send: Request, homeRegion: string): Promise<Outcome[]> {
  const kept: Kept = {};
  const outcomes: Outcome[] = [];
  for (const { service, operation, input, region, keep } of steps) {
    // The SDK writes into what it is given.
    const given = structuredClone(typeof input === 'function' ? input(kept) : input);
    const where = region ?? (/^(iam|sts)$/.test(service) ? 'us-east-1' : homeRegion);
    try {
      const answer = await send(service, operation, given, where);
      for (const [name, path] of Object.entries(keep ?? {})) kept[name] = String(valueAt(answer, path));
      outcomes.push({ answer });
    } catch (error) {
      outcomes.push({ error: (error as Error).name });
    }
  }
  return outcomes;
}

// What is made up anew each time, or is said by one of the two only and by nobody relied on.
const IGNORED =
  /^(\$metadata|Owner|PermissionsBoundaryUsageCount|RoleLastUsed|MaxSessionDuration|AccessPointAlias|StateReason\w*|StateTransitionedTimestamp|VersionIdMarker|Description|Prefix|IsTruncated|UploadIdMarker|AccountPasswordPresent|PolicyVersionsInUse|LastModified|TransitionDefaultMinimumObjectSize|Metrics|ETag|RequestCharged|AvailabilityZoneId|DhcpOptionsId|PrivateIpAddress|PublicIpAddress)$/;
const IDS =
  /\b(i|r|sg|sgr|vpc|subnet|vol|eni|ami|snap|dopt|vpc-cidr-assoc)-[0-9a-f]{17}\b|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const IAM_IDS = /^(UserId|RoleId|PolicyId|InstanceProfileId|GroupId)$/;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('%7B') ? decodeURIComponent(text) : text);
  } catch {
    return text;
  }
}

/** An answer without what two accounts can never have in common: ids, times, empty lists, the order of lists. */
export function normal(value: unknown, keepEmpty = false, key = ''): unknown {
  if (value instanceof Date) return '<date>';
  if (typeof value === 'string') {
    if (IAM_IDS.test(key)) return '<id>';
    if (/^(%7B|\{)/.test(value) && key !== 'AssumeRolePolicyDocument') return normal(parsed(value), keepEmpty);
    return value.replace(IDS, (id) => `<${id.replace(/-?[0-9a-f]{8,}.*/, '') || 'id'}>`);
  }
  if (Array.isArray(value)) {
    return value
      .map((one) => normal(one, keepEmpty))
      .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name]) => !IGNORED.test(name))
    .map(([name, inner]) => [name, normal(inner, keepEmpty, name)] as const)
    .filter(([, inner]) => inner !== undefined && (keepEmpty || (inner !== '' && JSON.stringify(inner) !== '[]')));
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Only what both have, for EC2, whose answers are long and of which each leaves much out. */
export function shared(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((inner, at) => shared(inner, other[at]));
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one;
  const both = Object.entries(one).filter(([name]) => name in other);
  return Object.fromEntries(
    both.map(([name, inner]) => [name, shared(inner, (other as Record<string, unknown>)[name])]),
  );
}
