import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import type { Fact } from '../../engine/fact.ts';
import { sameJson } from '../../engine/same.ts';
import { mustBeOfTheAccount } from './central.ts';
import { guardrail } from './guardrail.ts';

/** The two defaults that matter, as far as the account has a preference. */
type Defaults = { HttpTokens?: 'required' | 'optional'; HttpPutResponseHopLimit?: number };

// One hop more than AWS's default, so that containers on an instance reach the metadata service.
const WANT: Defaults = { HttpTokens: 'required', HttpPutResponseHopLimit: 2 };

/**
 * New instances require IMDSv2 unless their launch says otherwise; a hop limit that is set already stays (EC2 pages "Set
 * IMDSv2 as the default for the account", "ModifyInstanceMetadataDefaults": -1 and `no-preference` take a default away).
 */
export function newInstancesRequireImdsv2(region: string): Fact<Defaults> {
  const isWant = (given: Defaults | null) => sameJson(given, WANT);
  const requires = (given: Defaults | null) => given?.HttpTokens === 'required';
  return guardrail<Defaults>(`imdsv2-default/${region}`, {
    title: `new instances in ${region} require IMDSv2`,
    thing: 'IMDSv2 by default',
    want: WANT,
    protects: true,
    read: async (account) => defaultsOf(await levelOf(account, region)),
    same: (a, b) => (isWant(a) || isWant(b) ? requires(a) && requires(b) : sameJson(a, b)),
    async calls(to, now, account) {
      mustBeOfTheAccount((await levelOf(account, region)).ManagedBy);
      const { HttpTokens = 'no-preference', HttpPutResponseHopLimit = -1 } = isWant(to)
        ? { ...WANT, ...hops(now) }
        : { ...to };
      return [call('ec2', 'ModifyInstanceMetadataDefaults', { HttpTokens, HttpPutResponseHopLimit }, region)];
    },
  });
}

const hops = (now: Defaults | null) =>
  now?.HttpPutResponseHopLimit ? { HttpPutResponseHopLimit: now.HttpPutResponseHopLimit } : {};

async function levelOf(account: Account, region: string) {
  return (await account.send(call('ec2', 'GetInstanceMetadataDefaults', {}, region))).AccountLevel ?? {};
}

function defaultsOf({ HttpTokens, HttpPutResponseHopLimit = 0 }: Awaited<ReturnType<typeof levelOf>>): Defaults {
  return { ...(HttpTokens ? { HttpTokens } : {}), ...(HttpPutResponseHopLimit > 0 ? { HttpPutResponseHopLimit } : {}) };
}
