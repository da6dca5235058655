import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import { ByHand, type Fact } from '../../engine/fact.ts';
import { type GuardrailPlace, guardrail } from '../guardrails/guardrail.ts';
import { asTagMap, fromTagMap, marksIn, ownerBy } from '../tags.ts';
import { ANOTHER, isOn, stateOf } from './one-per-region.ts';

/**
 * GuardDuty is enabled in a Region, by us or by somebody else: a Region has one detector (GuardDuty pages
 * "CreateDetector", "GetDetector"). A suspended one is enabled again, unless an administrator account manages it (page
 * "GetAdministratorAccount": member accounts cannot change what it manages).
 */
export function threatsAreDetected(region: string, { accountId, partition, tags }: GuardrailPlace): Fact<string> {
  return guardrail<string>(`guardduty/${region}`, {
    title: `GuardDuty in ${region} detects threats`,
    thing: 'GuardDuty',
    want: 'ENABLED',
    undoing: `GuardDuty in ${region} stops, and its findings are deleted.`,
    async read(account) {
      const found = await detectorIn(region, account);
      return found && stateOf(found.Status ?? '', fromTagMap(found.Tags), tags);
    },
    same: (a, b) => a === b || (isOn(a) && isOn(b)),
    isOthers: (now) => now === ANOTHER,
    async calls(to, now, account) {
      if (now === null) return [call('guardduty', 'CreateDetector', { Enable: true, Tags: asTagMap(tags) }, region)];
      const DetectorId = (await detectorIdIn(region, account)) ?? '';
      await mustHaveNoAdministrator(DetectorId, region, account);
      if (to === null) return [call('guardduty', 'DeleteDetector', { DetectorId }, region)];
      return [call('guardduty', 'UpdateDetector', { DetectorId, Enable: isOn(to) }, region)];
    },
    async owner(account) {
      const found = await detectorIn(region, account);
      return found ? ownerBy(fromTagMap(found.Tags), tags, found.DetectorId) : undefined;
    },
    async mark(account) {
      const id = (await detectorIdIn(region, account)) ?? '';
      const ResourceArn = `arn:${partition}:guardduty:${region}:${accountId}:detector/${id}`;
      return [call('guardduty', 'TagResource', { ResourceArn, Tags: asTagMap(marksIn(tags)) }, region)];
    },
    madeAs: ['CreateDetector', 'DetectorId'],
  });
}

async function detectorIdIn(region: string, account: Account): Promise<string | undefined> {
  const pages = await allPages(account, call('guardduty', 'ListDetectors', {}, region), 'NextToken');
  return pages.flatMap(({ DetectorIds = [] }) => DetectorIds)[0];
}

async function detectorIn(region: string, account: Account) {
  const DetectorId = await detectorIdIn(region, account);
  if (DetectorId === undefined) return null;
  return { DetectorId, ...(await account.send(call('guardduty', 'GetDetector', { DetectorId }, region))) };
}

async function mustHaveNoAdministrator(DetectorId: string, region: string, account: Account): Promise<void> {
  const { Administrator } = await account.send(call('guardduty', 'GetAdministratorAccount', { DetectorId }, region));
  if (!Administrator?.AccountId || Administrator.RelationshipStatus !== 'Enabled') return;
  throw new ByHand(
    `account ${Administrator.AccountId} administers GuardDuty in ${region} for your organization: ask its administrator to change it`,
  );
}
