import type { InputOf, OperationName, OutputOf, ServiceName } from './services.ts';

/**
 * One AWS API request as a plain JSON value: it can be printed as an AWS CLI line, kept in a plan and sent.
 * `region` is where it is sent; left out, IAM and STS use the partition's global Region and the rest
 * the home Region.
 */
export interface Call<S extends ServiceName = ServiceName, O extends OperationName<S> = OperationName<S>> {
  service: S;
  operation: O;
  input: InputOf<S, O>;
  region?: string;
}

/** A call of any service; what plans and accounts pass around. */
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

/** The answer to a call of a run: to this operation of this fact; where none is named, of the fact that says so. */
export interface Told {
  of?: { id: string };
  operation: string;
}

/** How the answers of a run are told apart. */
export function answerTo(factId: string, operation: string): string {
  return `${factId} ${operation}`;
}

interface Lookup {
  $lookup: AnyCall;
  path: string;
  /** Where the same run may have been told already: the answer, and the path there. */
  told?: { by: string; path: string };
}
interface Secret {
  $secret: string;
}

/**
 * A value inside a call's input that only AWS knows when the call is sent, such as the id of a group made a
 * moment before. `path` is the JMESPath to it (`SecurityGroups[0].GroupId`); `told` names the call of the same run
 * whose answer holds it as well, and the path there.
 */
export function lookup(question: AnyCall, path: string, told?: Required<Told> & { path: string }): string {
  const known = told && { told: { by: answerTo(told.of.id, told.operation), path: told.path } };
  return standIn({ $lookup: question, path, ...known });
}

/** A value that no plan, journal or log may hold: it is made when the call is sent. `key` names whose it is. */
export function secret(key: string): string {
  return standIn({ $secret: key });
}

// It stands where AWS takes a text, and is one when the call is sent.
const standIn = (value: Lookup | Secret): string => value as unknown as string;

/** Whether a value is one that AWS is asked for when the call is sent. */
export function isLookup(value: unknown): value is Lookup {
  return typeof value === 'object' && value !== null && '$lookup' in value;
}

/** Whether a value is one that is made when the call is sent. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && '$secret' in value;
}

/** Whether a secret will be put into the call when it is sent. */
export function carriesSecret({ input }: AnyCall): boolean {
  return Object.values(input as object).some(isSecret);
}

/** Reads a JMESPath of names and list positions out of an answer; undefined where it leads nowhere. */
export function valueAt(answer: unknown, path: string): unknown {
  let value = answer;
  for (const [, name, position] of path.matchAll(/([A-Za-z]+)|\[(\d+)\]/g)) {
    value = (value as Record<string, unknown> | undefined)?.[name ?? position ?? ''];
  }
  return value;
}

/** The call with every lookup asked and every secret put in: what is really sent. `told` holds this run's answers. */
export async function resolveCall(
  given: AnyCall,
  send: (question: AnyCall) => Promise<unknown>,
  secretOf: (key: string) => Promise<string>,
  told: ReadonlyMap<string, unknown> = new Map(),
): Promise<AnyCall> {
  const resolve = async (value: unknown): Promise<unknown> => {
    if (isSecret(value)) return secretOf(value.$secret);
    if (isLookup(value)) {
      const known = value.told && valueAt(told.get(value.told.by), value.told.path);
      const found = known ?? valueAt(await send(value.$lookup), value.path);
      if (found !== undefined) return found;
      const { service, operation } = value.$lookup;
      throw Object.assign(new Error(`${service} ${operation} did not answer with ${value.path}`), { name: 'NotShown' });
    }
    if (Array.isArray(value)) return Promise.all(value.map(resolve));
    if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      const entries = Object.entries(value).map(async ([key, inner]) => [key, await resolve(inner)] as const);
      return Object.fromEntries(await Promise.all(entries));
    }
    return value;
  };
  return { ...given, input: await resolve(given.input) };
}

/** Operations by whose names AWS promises that nothing is changed. */
export function isRead({ operation }: { operation: string }): boolean {
  return /^(Get|List|Describe|Head|Simulate)/.test(operation);
}

/** Sends a call and gives back AWS's answer; throws the SDK's error. Only of a call of a known operation its shape is known. */
export interface Send {
  <S extends ServiceName, O extends OperationName<S>>(call: Call<S, O>): Promise<OutputOf<S, O>>;
  (call: AnyCall): Promise<unknown>;
}

/** A way to send any call, as one that knows the shape of each answer: AWS promises it, and nobody can check it. */
export function sending(send: (given: AnyCall) => Promise<unknown>): Send {
  return send as Send;
}
