import { FileContent } from './file-content.ts';
import type { InputOf, OperationName, OutputOf, ServiceName } from './services.ts';

/**
 * One AWS API request as a plain JSON value: it can be printed as an AWS CLI line, kept in a plan and sent.
 * `region` is where it is sent; if omitted, IAM and STS use the partition's global Region and all other services the home
 * Region.
 */
export interface Call<S extends ServiceName = ServiceName, O extends OperationName<S> = OperationName<S>> {
  service: S;
  operation: O;
  input: InputOf<S, O>;
  region?: string;
}

/** A call of any service, as used in plans and accounts. */
export interface AnyCall {
  service: ServiceName;
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is checked where the call is made
  input: any;
  region?: string;
}

/** A call, with its input checked against its operation by the compiler. */
export function call<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O,
  input: InputOf<S, O>,
  region?: string,
): Call<S, O> {
  return region ? { service, operation, input, region } : { service, operation, input };
}

/** The answer to a call in a run: to an operation of the given fact, or of the fact itself if none is given. */
export interface Told {
  of?: { id: string };
  operation: string;
}

/** The key of an answer in a run. */
export function answerTo(factId: string, operation: string): string {
  return `${factId} ${operation}`;
}

interface Lookup {
  $lookup: AnyCall;
  path: string;
  /** An earlier answer of the same run that may have the value, and the path to it. */
  told?: { by: string; path: string };
  /** The text before and after the value. */
  around?: [before: string, after: string];
}
interface Secret {
  $secret: string;
}

/**
 * A value in a call's input that is only known when the call is sent, such as the id of a security group that was just
 * created. `path` is the JMESPath to it (`SecurityGroups[0].GroupId`); `told` names the call of the same run whose answer
 * also has it, and the path to it. `around` is the text before and after the value, if the input is a longer text.
 */
export function lookup(
  question: AnyCall,
  path: string,
  told?: Required<Told> & { path: string },
  around?: Lookup['around'],
): string {
  const known = told && { told: { by: answerTo(told.of.id, told.operation), path: told.path } };
  return standIn({ $lookup: question, path, ...known, ...(around ? { around } : {}) });
}

/** A value that must not appear in any plan, journal or log: it is generated when the call is sent. `key` names its owner. */
export function secret(key: string): string {
  return standIn({ $secret: key });
}

/** A value that is the content of a file, as base64. */
export function contentOf(file: FileContent): string {
  return standIn(file);
}

// A placeholder for a string; it is replaced when the call is sent.
const standIn = (value: Lookup | Secret | FileContent): string => value as unknown as string;

/** Whether a value is a lookup. */
export function isLookup(value: unknown): value is Lookup {
  return typeof value === 'object' && value !== null && '$lookup' in value;
}

/** Whether a value is a secret. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && '$secret' in value;
}

/** Whether a call contains a secret. */
export function carriesSecret({ input }: AnyCall): boolean {
  return Object.values(input as object).some(isSecret);
}

/** Reads a JMESPath of names and indexes from an answer; undefined if the path does not exist. */
export function valueAt(answer: unknown, path: string): unknown {
  let value = answer;
  for (const [, name, position] of path.matchAll(/([A-Za-z]+)|\[(\d+)\]/g)) {
    value = (value as Record<string, unknown> | undefined)?.[name ?? position ?? ''];
  }
  return value;
}

/** The call that is actually sent, with all lookups resolved, and secrets and files inserted. `told` has this run's answers. */
export async function resolveCall(
  given: AnyCall,
  send: (question: AnyCall) => Promise<unknown>,
  secretOf: (key: string) => Promise<string>,
  told: ReadonlyMap<string, unknown> = new Map(),
): Promise<AnyCall> {
  const resolve = async (value: unknown): Promise<unknown> => {
    if (isSecret(value)) return secretOf(value.$secret);
    if (value instanceof FileContent) return value.base64;
    if (isLookup(value)) {
      const known = value.told && valueAt(told.get(value.told.by), value.told.path);
      const found = known ?? valueAt(await send(value.$lookup), value.path);
      if (found !== undefined) return value.around ? value.around.join(String(found)) : found;
      const { service, operation } = value.$lookup;
      throw Object.assign(new Error(`${service} ${operation} did not answer with ${value.path}`), { name: 'NotShown' });
    }
    if (Array.isArray(value)) return Promise.all(value.map(resolve));
    if (typeof value === 'object' && value !== null && !(value instanceof Date) && !ArrayBuffer.isView(value)) {
      const entries = Object.entries(value).map(async ([key, inner]) => [key, await resolve(inner)] as const);
      return Object.fromEntries(await Promise.all(entries));
    }
    return value;
  };
  return { ...given, input: await resolve(given.input) };
}

/**
 * Whether a call only reads: by the name of its operation, or because EC2 only checks it (EC2 API page "Common query
 * parameters", DryRun: "without actually making the request").
 */
export function isRead({ operation, input }: { operation: string; input?: AnyCall['input'] }): boolean {
  return input?.DryRun === true || /^(Get|List|Describe|Head|Simulate)/.test(operation);
}

/** Sends a call and returns AWS's answer; throws the SDK's error. The answer is typed if the operation is known. */
export interface Send {
  <S extends ServiceName, O extends OperationName<S>>(call: Call<S, O>): Promise<OutputOf<S, O>>;
  (call: AnyCall): Promise<unknown>;
}

/** Adds the types of the answers to a function that sends any call; they cannot be checked at run time. */
export function sending(send: (given: AnyCall) => Promise<unknown>): Send {
  return send as Send;
}
