import { createHash } from 'node:crypto';
import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import { type AnyCall, call } from '../../aws/call.ts';
import { codeOf } from '../../aws/errors.ts';
import type { Place } from './places.ts';

interface Instead {
  calls: AnyCall[];
  why?: string;
}

const MOST_TOKENS = 4;

/**
 * The launch with another client token, for when an instance that was terminated within a day still holds this one. AWS
 * answers IdempotentInstanceTerminated (boto/boto3#4406), or IdempotentParameterMismatch when the request differs from
 * the earlier one (AWS page "Ensuring idempotency in Amazon EC2 API requests"). The tokens are numbered, so two
 * concurrent runs send the same one.
 */
export function withAnotherToken(error: unknown, refused: AnyCall[]): Instead | undefined {
  if (!/^Idempotent(InstanceTerminated|ParameterMismatch)$/.test(codeOf(error))) return undefined;
  return changed(refused, ({ ClientToken = '', ...input }) => {
    const [, token = '', last = '0'] = /^(.*?)(?:-(\d))?$/.exec(ClientToken) ?? [];
    const next = Number(last) + 1;
    return next > MOST_TOKENS ? undefined : { ...input, ClientToken: `${token}-${next}` };
  });
}

/** AWS's codes when another zone may take the launch (EC2 page "Error codes for the Amazon EC2 API"), and what they mean. */
const ZONE_CODES: Record<string, string> = {
  InsufficientInstanceCapacity: 'AWS has no capacity for this instance type at the moment',
  InsufficientHostCapacity: 'AWS has no capacity for this instance type at the moment',
  Unsupported: 'AWS does not support this instance type',
  InsufficientFreeAddressesInSubnet: 'the subnet has no free address',
};

/**
 * The launch in the next of `places`, if AWS cannot launch it in this zone. It is another request, so it has another
 * client token.
 */
export function inNextZone(error: unknown, refused: AnyCall[], places: Place[]): Instead | undefined {
  const reason = ZONE_CODES[codeOf(error)];
  if (!reason) return undefined;
  let why = '';
  const instead = changed(refused, ({ ClientToken = '', ...input }) => {
    const [network, ...more] = input.NetworkInterfaces ?? [];
    const at = places.findIndex(({ subnetId }) => subnetId === network?.SubnetId);
    const [before, next] = [places[at], places[at + 1]];
    if (!before || !next) return undefined;
    why = `${reason} in ${before.zone}, so it is launched in ${next.zone}`;
    return {
      ...input,
      NetworkInterfaces: [{ ...network, SubnetId: next.subnetId }, ...more],
      ClientToken: `${ClientToken.replace(/[0-9a-f]{24}(-\d)?$/, '')}${hashOf(ClientToken + next.subnetId)}`,
    };
  });
  return instead && { ...instead, why };
}

function changed(
  refused: AnyCall[],
  change: (input: RunInstancesRequest) => RunInstancesRequest | undefined,
): Instead | undefined {
  const inputs = refused.map(({ input }) => change(input));
  const calls = inputs.flatMap((input) => (input ? [call('ec2', 'RunInstances', input)] : []));
  return calls.length === refused.length && calls.length > 0 ? { calls } : undefined;
}

/** The part of a client token that stands for its request. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
