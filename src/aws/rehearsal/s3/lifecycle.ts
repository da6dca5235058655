import type { InputOf } from '../../services.ts';
import { type Context, nextNumber } from '../context.ts';
import { refuse } from '../refuse.ts';
import { malformedXml } from './rules.ts';

type Rule = NonNullable<
  NonNullable<InputOf<'s3', 'PutBucketLifecycleConfiguration'>['LifecycleConfiguration']>['Rules']
>[number];

const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionTransitions',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
] as const;

function checkRule(rule: Rule): void {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') malformedXml();
  if (rule.Filter === undefined && rule.Prefix === undefined) malformedXml();
  if (!ACTIONS.some((action) => rule[action] !== undefined)) {
    refuse('InvalidRequest', 'At least one action needs to be specified in a rule.');
  }
  if ((rule.ID?.length ?? 0) > 255) refuse('InvalidArgument', 'ID length should not exceed allowed limit of 255');
  const days = [
    rule.Expiration?.Days,
    rule.NoncurrentVersionExpiration?.NoncurrentDays,
    rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  ];
  if (days.some((one) => one !== undefined && !(Number.isInteger(one) && one > 0))) {
    refuse('InvalidArgument', "'Days' for Expiration action must be a positive integer");
  }
  if (rule.NoncurrentVersionExpiration && rule.NoncurrentVersionExpiration.NoncurrentDays === undefined) malformedXml();
  if (rule.AbortIncompleteMultipartUpload && (rule.Filter?.Tag || rule.Filter?.And?.Tags)) {
    refuse('InvalidRequest', 'AbortIncompleteMultipartUpload cannot be specified with Tags.');
  }
}

/** The rules as S3 keeps them, each with an ID; throws MalformedXML, InvalidRequest or InvalidArgument. */
export function checkedLifecycle(rules: Rule[] | undefined, context: Context): Rule[] {
  if (!rules?.length || rules.length > 1000) malformedXml();
  for (const rule of rules) checkRule(rule);
  const ids = rules.flatMap(({ ID }) => (ID ? [ID] : []));
  if (new Set(ids).size < ids.length) {
    refuse('InvalidArgument', 'Rule ID must be unique. Found same ID for more than one rule');
  }
  return rules.map((rule) => ({ ...rule, ID: rule.ID || `rehearsal-rule-${nextNumber(context)}` }));
}
