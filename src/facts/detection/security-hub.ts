import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isAwsAnswer } from '../../aws/causes/causes.ts';
import { codeOf } from '../../aws/errors.ts';
import { type AnyFact, ByHand, type Fact } from '../../engine/fact.ts';
import { type GuardrailPlace, guardrail } from '../guardrails/guardrail.ts';
import { asTagMap, fromTagMap, marksIn, orNull, ownerBy, type Tag } from '../tags.ts';
import { ANOTHER, isOn, stateOf } from './one-per-region.ts';

/**
 * Security Hub is enabled in a Region, by us with its default standards or by somebody else: a Region has one hub. Most of
 * its controls read what AWS Config records (Security Hub pages "EnableSecurityHub", "DescribeHub", "Enabling and
 * configuring AWS Config").
 */
export function controlsAreChecked(region: string, place: GuardrailPlace, recorder: AnyFact): Fact<string> {
  const { accountId, partition, tags } = place;
  const ResourceArn = `arn:${partition}:securityhub:${region}:${accountId}:hub/default`;
  const tagsOn = (account: Account) => tagsOf(ResourceArn, region, account);
  return guardrail<string>(`security-hub/${region}`, {
    title: `Security Hub in ${region} checks the account against its default standards`,
    thing: 'Security Hub',
    want: 'ENABLED',
    needs: [recorder],
    undoing: `Security Hub in ${region} stops, and its findings are deleted after 90 days.`,
    async read(account) {
      const [hub, found] = await Promise.all([hubIn(region, account), tagsOn(account)]);
      return hub && (found ? stateOf('ENABLED', found, tags) : 'ENABLED');
    },
    same: (a, b) => a === b || (isOn(a) && isOn(b)),
    isOthers: (now) => now === ANOTHER,
    calls: (to) => [
      to === null
        ? call('securityhub', 'DisableSecurityHub', {}, region)
        : call('securityhub', 'EnableSecurityHub', { EnableDefaultStandards: true, Tags: asTagMap(tags) }, region),
    ],
    async owner(account) {
      const found = await tagsOn(account);
      return found ? ownerBy(found, tags) : undefined;
    },
    mark: () => [call('securityhub', 'TagResource', { ResourceArn, Tags: asTagMap(marksIn(tags)) }, region)],
  });
}

// DescribeHub and the operations for tags answer InvalidAccess in an account without Security Hub.
const OFF = ['InvalidAccess', 'ResourceNotFound'];

async function hubIn(region: string, account: Account) {
  return orNull(account.send(call('securityhub', 'DescribeHub', {}, region)), ...OFF).catch(notOnFreePlan);
}

async function tagsOf(ResourceArn: string, region: string, account: Account): Promise<Tag[] | null> {
  const asked = account.send(call('securityhub', 'ListTagsForResource', { ResourceArn }, region));
  // Not every AWS-compatible endpoint has tags of it.
  const orUnknown = (error: unknown) => (isAwsAnswer(error) ? notOnFreePlan(error) : null);
  const answer = await orNull(asked, ...OFF).catch(orUnknown);
  return answer && fromTagMap(answer.Tags);
}

// By reports, an account on the Free plan gets this error for good, as one does that is not activated yet.
function notOnFreePlan(error: unknown): never {
  if (codeOf(error) !== 'SubscriptionRequired') throw error;
  throw new ByHand(
    'Security Hub is not on the Free plan: upgrade to the Paid plan first, or leave this guardrail out with --guardrails. On the Paid plan, AWS has not activated the account for it yet: run this again later',
  );
}
