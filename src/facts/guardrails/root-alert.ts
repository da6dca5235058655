import type { Account } from '../../aws/account.ts';
import { type AnyCall, call } from '../../aws/call.ts';
import { ByHand, type Fact, type Json } from '../../engine/fact.ts';
import { type AlarmPlace, ROOT_RULE, rootRuleArn, TOPIC_NAME, type Topic, topicArn } from '../alarms/alarm-topic.ts';
import { readDocument, sameDocument } from '../iam/documents.ts';
import { marksIn, orNull, ownerBy } from '../tags.ts';
import { guardrail } from './guardrail.ts';
import type { TrailFact } from './trail.ts';

/** What matters of the rule: the events, whether it is on, and the ARNs that it sends them to. */
type Rule = { events: Json; isOn: boolean; targets: string[] };

// Sign-ins, and calls that root itself makes; calls that AWS makes on its behalf are left out, as in CIS 5.3.
const EVENTS: Json = {
  'detail-type': ['AWS API Call via CloudTrail', 'AWS Console Sign In via CloudTrail'],
  detail: { userIdentity: { type: ['Root'], invokedBy: [{ exists: false }] } },
};

/**
 * A rule sends sign-ins and write calls of the root user to the alarm topic. Root signs in, and its calls to global services
 * such as IAM are recorded, in the partition's global Region; EventBridge gets both only while a trail records them there,
 * and calls that only read are not sent (EventBridge pages "AWS service events delivered via AWS CloudTrail"; AWS
 * re:Post "How do I create an EventBridge rule for AWS account root user login alerts?").
 */
export function rootIsNoticed(
  topic: Topic,
  letsIn: Fact<{ [key: string]: Json }>,
  trail: TrailFact,
  place: AlarmPlace,
): Fact<Rule> {
  const region = place.globalRegion;
  const target = topicArn(place);
  return guardrail<Rule>('root-alert', {
    title: `topic ${TOPIC_NAME} is told when the root user signs in or makes changes`,
    thing: `rule ${ROOT_RULE}`,
    needs: [topic, letsIn, trail],
    want: { events: EVENTS, isOn: true, targets: [target] },
    async read(account) {
      const [rule, targets] = await Promise.all([
        ruleIn(region, account),
        orNull(account.send(call('events', 'ListTargetsByRule', { Rule: ROOT_RULE }, region)), 'ResourceNotFound'),
      ]);
      if (!rule) return null;
      return {
        events: readDocument(rule.EventPattern),
        isOn: rule.State !== 'DISABLED',
        targets: (targets?.Targets ?? []).flatMap(({ Arn }) => Arn ?? []).toSorted(),
      };
    },
    // Further targets do no harm.
    same(a, b) {
      if (a === null || b === null) return a === b;
      const tells = (rule: Rule) => rule.targets.includes(target);
      return sameDocument(a.events, b.events) && a.isOn === b.isOn && tells(a) === tells(b);
    },
    remark: (now) => (now && !now.isOn ? 'it is disabled' : undefined),
    async calls(to, now, account, madeByUs) {
      if (to === null) return removing(now?.targets ?? [], region, account);
      const its = madeByUs ? undefined : await owner(place, account);
      if (now && its && !/^(ours|partly)$/.test(its.whose))
        throw new ByHand(
          `rule ${ROOT_RULE} in ${region} does something else, and aws-baseline did not create it: rename it, or leave this guardrail out with --guardrails`,
        );
      const isRule = now !== null && now.isOn === to.isOn && sameDocument(now.events, to.events);
      return [
        ...(isRule ? [] : [putting(to, now === null, place)]),
        ...(now?.targets.includes(target) ? [] : [adding(target, region)]),
      ];
    },
    owner: (account) => owner(place, account),
    mark: () => [call('events', 'TagResource', { ResourceARN: rootRuleArn(place), Tags: marksIn(place.tags) }, region)],
  });
}

async function ruleIn(region: string, account: Account) {
  return orNull(account.send(call('events', 'DescribeRule', { Name: ROOT_RULE }, region)), 'ResourceNotFound');
}

async function owner(place: AlarmPlace, account: Account) {
  const question = call('events', 'ListTagsForResource', { ResourceARN: rootRuleArn(place) }, place.globalRegion);
  const [rule, answer] = await Promise.all([
    ruleIn(place.globalRegion, account),
    orNull(account.send(question), 'ResourceNotFound'),
  ]);
  return rule && answer ? ownerBy(answer.Tags, place.tags) : undefined;
}

// Tags are sent with a new rule only: EventBridge ignores them for one that exists (page "PutRule").
function putting({ events, isOn }: Rule, isNew: boolean, { tags, globalRegion }: AlarmPlace): AnyCall {
  const input = {
    Name: ROOT_RULE,
    Description: 'Sign-ins and changes by the root user',
    EventPattern: JSON.stringify(events),
    State: isOn ? ('ENABLED' as const) : ('DISABLED' as const),
    ...(isNew ? { Tags: tags } : {}),
  };
  return call('events', 'PutRule', input, globalRegion);
}

function adding(Arn: string, region: string): AnyCall {
  return call('events', 'PutTargets', { Rule: ROOT_RULE, Targets: [{ Id: TOPIC_NAME, Arn }] }, region);
}

// A rule is deleted once it has no targets (page "DeleteRule").
async function removing(targets: string[], region: string, account: Account): Promise<AnyCall[]> {
  const answer =
    targets.length > 0 && (await account.send(call('events', 'ListTargetsByRule', { Rule: ROOT_RULE }, region)));
  const Ids = (answer ? (answer.Targets ?? []) : []).flatMap(({ Id }) => Id ?? []);
  return [
    ...(Ids.length > 0 ? [call('events', 'RemoveTargets', { Rule: ROOT_RULE, Ids }, region)] : []),
    call('events', 'DeleteRule', { Name: ROOT_RULE }, region),
  ];
}
