import type { Partition } from '../account.ts';
import type { InputOf, OperationName, OutputOf, ServiceName } from '../services.ts';
import { newRegion } from './region.ts';
import type { RehearsalState } from './state.ts';
import type { RegionState } from './state-region.ts';

/** The context of an operation: the account, and the Region and time of the request. */
export interface Context {
  state: RehearsalState;
  region: string;
  partition: Partition;
  accountId: string;
  now: Date;
  writes: boolean;
}

/** One AWS operation: the inputs it knows and what it answers; it throws as the SDK would. */
export interface Operation<S extends ServiceName, O extends OperationName<S>> {
  fields: readonly (keyof InputOf<S, O>)[];
  answer(input: InputOf<S, O>, context: Context): Omit<OutputOf<S, O>, '$metadata'>;
  /** Changes that happen over time; the next request sees them, even if this one is refused. */
  after?(context: Context): void;
}

/** Every operation of a service: one left out is a type error. */
export type Operations<S extends ServiceName> = { [O in OperationName<S>]: Operation<S, O> };

/** The next number of the account, for its ids. */
export function nextNumber({ state }: Context): number {
  state.counter += 1;
  return state.counter;
}

/** An EC2 id, such as `i-00000000000000007`. */
export function ec2Id(context: Context, prefix: string): string {
  return `${prefix}-${nextNumber(context).toString(16).padStart(17, '0')}`;
}

/** An IAM id, such as `AIDAREHEARSAL00000007`. */
export function iamId(context: Context, prefix: string): string {
  return `${prefix}REHEARSAL${String(nextNumber(context)).padStart(8, '0')}`;
}

/** The resources in the Region of the request. Reading an unused Region does not store it. */
export function here({ state, region, writes }: Context): RegionState {
  const found = state.regions[region] ?? newRegion(region);
  if (writes) state.regions[region] = found;
  return found;
}

/** `arn:<partition>:<service>:<region>:<account>:<resource>`. */
export function arnOf(context: Context, service: string, region: string, resource: string): string {
  return `arn:${context.partition}:${service}:${region}:${context.accountId}:${resource}`;
}
