import { refuse } from '../refuse.ts';
import type { Topic } from '../state-region.ts';

/** SNS's InvalidParameter in its own words. */
export function invalidParameter(field: string, reason?: string): never {
  refuse('InvalidParameterException', `Invalid parameter: ${field}${reason ? ` Reason: ${reason}` : ''}`);
}

const SETTABLE = /^(Policy|DisplayName|DeliveryPolicy|KmsMasterKeyId|SignatureVersion|TracingConfig)$/;

/** What GetTopicAttributes says of deliveries by HTTP when nothing was set. */
export const effectiveDeliveryPolicy = JSON.stringify({
  http: {
    defaultHealthyRetryPolicy: {
      minDelayTarget: 20,
      maxDelayTarget: 20,
      numRetries: 3,
      numMaxDelayRetries: 0,
      numNoDelayRetries: 0,
      numMinDelayRetries: 0,
      backoffFunction: 'linear',
    },
    disableSubscriptionOverrides: false,
    defaultRequestPolicy: { headerContentType: 'text/plain; charset=UTF-8' },
  },
});

const ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

/** The attributes of a new topic: only principals of this account may use it. */
export function defaultAttributes(arn: string, accountId: string): Record<string, string> {
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ACTIONS.map((action) => `SNS:${action}`),
    Resource: arn,
    Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
  };
  return {
    Policy: JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] }),
    DisplayName: '',
  };
}

function checkedPolicy(text: string): string {
  let policy: { Statement?: unknown } | null = null;
  try {
    policy = JSON.parse(text);
  } catch {}
  const statements = [policy?.Statement].flat() as Record<string, unknown>[];
  if (!policy || !statements.every((one) => typeof one === 'object' && one)) {
    invalidParameter('Policy Error: null');
  }
  for (const statement of statements) {
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') invalidParameter('Policy Error: null');
    if (!statement.Principal && !statement.NotPrincipal) invalidParameter('Policy Error: PrincipalNotFound');
    if (!statement.Resource && !statement.NotResource) invalidParameter('Policy Error: null');
    const actions = [statement.Action ?? statement.NotAction].flat();
    if (!actions.every((action) => /^(\*|sns:[A-Za-z*]+)$/i.test(String(action)))) {
      invalidParameter('Policy statement action out of service scope!');
    }
  }
  // SNS returns the policy reformatted, not as it was sent.
  return JSON.stringify(policy);
}

/** An attribute's value as SNS stores it; throws InvalidParameter for read-only attributes. */
export function checkedAttribute(name: string, value: string): string {
  if (!SETTABLE.test(name)) invalidParameter('AttributeName');
  if (name === 'Policy') return checkedPolicy(value);
  if (name === 'DisplayName' && value.length > 100) invalidParameter('DisplayName');
  if (name === 'SignatureVersion' && !/^[12]$/.test(value)) invalidParameter('SignatureVersion');
  return value;
}

function sameTags(
  one: readonly { Key?: string | undefined; Value?: string | undefined }[],
  other: typeof one,
): boolean {
  const sorted = (tags: typeof one) => JSON.stringify(tags.map(({ Key, Value }) => [Key, Value]).sort());
  return sorted(one) === sorted(other);
}

/** Refuses to create an existing topic with other attributes or tags (AWS page "CreateTopic"). */
export function checkSame(
  topic: Topic,
  attributes: Record<string, string>,
  tags: { Key: string; Value: string }[],
): void {
  const other = Object.entries(attributes).some(([name, value]) => (topic.attributes[name] ?? '') !== value);
  if (other) invalidParameter('Attributes', 'Topic already exists with different attributes');
  if (tags.length && !sameTags(topic.tags, tags)) invalidParameter('Tags', 'Topic already exists with different tags');
}
