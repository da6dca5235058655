import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { marksIn, ownerBy, type Tag } from '../tags.ts';
import { type GuardrailPlace, guardrail } from './guardrail.ts';

const analyzerName = 'aws-baseline';
/** What a read returns for an analyzer of somebody else that does the same. */
const ANOTHER = 'ANOTHER';

/**
 * An analyzer of external access works in a Region, ours or another one, for the account or for its organization: an
 * account may have one of type ACCOUNT in each Region (IAM Access Analyzer pages "CreateAnalyzer", "Access Analyzer quotas"; type ACCOUNT is free).
 */
export function externalAccessIsAnalyzed(region: string, { tags }: GuardrailPlace): Fact<string> {
  const words = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  return guardrail<string>(`access-analyzer/${region}`, {
    title: `IAM Access Analyzer in ${region} finds access from outside`,
    thing: 'access analyzer',
    want: 'ACTIVE',
    async read(account) {
      const all = await analyzersIn(region, account);
      const ours = all.find(({ name }) => name === analyzerName);
      if (all.some(({ name, status }) => name !== analyzerName && status === 'ACTIVE')) return ANOTHER;
      return ours ? (ours.status ?? '') : null;
    },
    same: (a, b) => a === b || [a, b].every((one) => /^(ACTIVE|CREATING|ANOTHER)$/.test(one ?? '')),
    isOthers: (now) => now === ANOTHER,
    calls(to, now) {
      if (to === null) return [call('accessanalyzer', 'DeleteAnalyzer', { analyzerName }, region)];
      if (now !== null)
        throw new ByHand(
          `analyzer ${analyzerName} in ${region} has status ${now}: open IAM Access Analyzer in the console to see why, or delete it and run this again`,
        );
      return [call('accessanalyzer', 'CreateAnalyzer', { analyzerName, type: 'ACCOUNT', tags: words }, region)];
    },
    async owner(account) {
      const ours = (await analyzersIn(region, account)).find(({ name }) => name === analyzerName);
      return ours && ownerBy(tagsIn(ours.tags), tags);
    },
    async mark(account) {
      const { arn = '' } = (await analyzersIn(region, account)).find(({ name }) => name === analyzerName) ?? {};
      const marks = Object.fromEntries(marksIn(tags).map(({ Key, Value }) => [Key, Value]));
      return [call('accessanalyzer', 'TagResource', { resourceArn: arn, tags: marks }, region)];
    },
  });
}

const tagsIn = (given: Record<string, string> = {}): Tag[] =>
  Object.entries(given).map(([Key, Value]) => ({ Key, Value }));

async function analyzersIn(region: string, account: Account) {
  const pages = await allPages(account, call('accessanalyzer', 'ListAnalyzers', {}, region), 'nextToken');
  const all = pages.flatMap(({ analyzers = [] }) => analyzers);
  // Analyzers of unused access and of internal access do something else.
  return all.filter(({ type }) => type === undefined || /^(ACCOUNT|ORGANIZATION)$/.test(type));
}
