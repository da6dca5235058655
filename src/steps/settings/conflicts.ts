import { BUCKET_TAG, NAME_TAG } from '../../facts/tags.ts';
import { BUCKETS, bucketNames } from '../buckets/settings.ts';
import { endingConflicts } from '../ec2/ending-settings.ts';
import { scaleConflicts } from '../ec2/scale-settings.ts';
import { GROUPS } from '../groups/settings.ts';
import { ROOT } from '../root/settings.ts';
import { moreThanABudgetHas } from './budget-conflicts.ts';
import { checkBucket } from './checks.ts';
import { chosenSteps, EVERY } from './every.ts';
import { guardrailConflicts } from './guardrail-conflicts.ts';
import { type Conflict, type Draft, type Setting, valueIn } from './setting.ts';
import { STEP_IDS } from './step-ids.ts';

/** The maximum length of a bucket name (AWS page "General purpose bucket naming rules"). */
const LONGEST_BUCKET = 63;
/** The maximum number of tags of a resource in IAM, S3, EC2, SNS and CloudWatch. */
const MOST_TAGS = 50;
/** The most tags that we set on one resource: a bucket has one for its purpose, the instance has a Name. */
const OWN_TAGS = ['managed-by', NAME_TAG, BUCKET_TAG];

/**
 * All conflicts in the answers so far, found without AWS, for flags, the config file and the wizard. `accountId` is
 * omitted while it is not known.
 */
export function conflicts(draft: Draft, accountId?: string): Conflict[] {
  return [
    ...noStepLeft(draft),
    ...tagConflicts(draft),
    ...likePeople(draft, 'engineer', GROUPS.engineers),
    ...likePeople(draft, 'analyst', GROUPS.analysts),
    ...likeMails(draft),
    ...moreThanABudgetHas(draft),
    ...guardrailConflicts(draft),
    ...scaleConflicts(draft, valueIn(draft, EVERY.region)),
    ...endingConflicts(draft),
    ...bucketConflicts(draft, accountId ?? valueIn(draft, EVERY.account)),
  ];
}

function noStepLeft(draft: Draft): Conflict[] {
  const isLeft = chosenSteps(draft, STEP_IDS).length > 0;
  return isLeft ? [] : [{ keys: [EVERY.skip.key, EVERY.steps.key], said: 'all steps are skipped' }];
}

// IAM treats keys that differ only in case as the same key (AWS page "Rules for tagging in IAM and AWS STS").
function tagConflicts(draft: Draft): Conflict[] {
  const tags = Object.keys(valueIn(draft, EVERY.tags) ?? {});
  const keys = [EVERY.tags.key];
  const room = MOST_TAGS - OWN_TAGS.length;
  return [
    ...alike(tags).map(([a, b]) => ({
      keys,
      said: `the tag keys "${a}" and "${b}" differ only in case, which IAM ignores`,
    })),
    ...(tags.length > room
      ? [
          {
            keys,
            said: `${tags.length} tags are too many: AWS allows ${MOST_TAGS}, and aws-baseline uses ${OWN_TAGS.length}, so ${room} remain`,
          },
        ]
      : []),
  ];
}

// "User names are unique and not distinguished by case" (AWS page "IAM and AWS STS quotas").
function likePeople(draft: Draft, group: string, users: Setting<string[]>): Conflict[] {
  return alike(valueIn(draft, users) ?? []).map(([a, b]) => ({
    keys: [users.key],
    said: `users ${group}_${a} and ${group}_${b} differ only in case, which IAM ignores`,
  }));
}

function likeMails(draft: Draft): Conflict[] {
  return alike(valueIn(draft, ROOT.emails) ?? []).map(([a, b]) => ({
    keys: [ROOT.emails.key],
    said: `${a} and ${b} differ only in case: the same mailbox would get each e-mail twice`,
  }));
}

/** Pairs of texts that differ only in case. */
function alike(texts: string[]): [string, string][] {
  const seen = new Map<string, string>();
  return texts.flatMap((one): [string, string][] => {
    const folded = one.toLowerCase();
    const before = seen.get(folded);
    if (before === undefined) seen.set(folded, one);
    return before === undefined ? [] : [[before, one]];
  });
}

interface Named {
  bucket: string;
  keys: string[];
}

function bucketConflicts(draft: Draft, accountId: string | undefined): Conflict[] {
  const named = bucketsOf(draft, accountId);
  const wrong = named.flatMap(({ bucket, keys }): Conflict[] => {
    const said = wrongBucket(bucket, valueIn(draft, EVERY.region), accountId);
    return said ? [{ keys, said }] : [];
  });
  const twice = named.flatMap(({ bucket, keys }, i): Conflict[] => {
    const first = named.findIndex((one) => one.bucket === bucket);
    if (first === i) return [];
    return [
      { keys: [...new Set([...keys, ...(named[first]?.keys ?? [])])], said: `bucket "${bucket}" is named twice` },
    ];
  });
  return [...wrong, ...twice];
}

// Each bucket with the settings that its name comes from.
function bucketsOf(draft: Draft, accountId = 'ACCOUNT'): Named[] {
  const further = (valueIn(draft, BUCKETS.further) ?? []).map((bucket) => ({
    bucket,
    keys: [BUCKETS.further.key],
  }));
  const isRegional = valueIn(draft, BUCKETS.names) === 'regional';
  const { landing, analysis } = bucketNames(draft, accountId);
  const from = ({ key }: Setting): string[] | undefined => {
    if (draft.has(key)) return [key];
    const isKnown = draft.has(EVERY.name.key) && (!isRegional || draft.has(EVERY.region.key));
    return isKnown ? [...(isRegional ? [BUCKETS.names.key] : []), EVERY.name.key] : undefined;
  };
  const both = [
    { bucket: landing, keys: from(BUCKETS.landing) },
    { bucket: analysis, keys: from(BUCKETS.analysis) },
  ];
  return [...both.flatMap(({ bucket, keys }) => (keys ? [{ bucket, keys }] : [])), ...further];
}

// Stands for the account ID while it is not known.
const DIGITS = '0'.repeat(12);

function wrongBucket(bucket: string, region: string | undefined, accountId: string | undefined): string | undefined {
  const whole = accountId ? bucket : bucket.replace('-ACCOUNT-', `-${DIGITS}-`);
  const shown = whole === bucket ? `"${bucket}"` : `"${bucket.replace(/-ACCOUNT-.*$/, '')}" with account ID and Region`;
  if (whole.length > LONGEST_BUCKET)
    return `bucket name ${shown} has ${whole.length} characters, and S3 allows ${LONGEST_BUCKET}; use a shorter name, or plain bucket names`;
  const right = checkBucket(whole);
  if (right) return `invalid bucket name ${shown}: expected ${right}`;
  if (!whole.endsWith('-an')) return undefined;
  const [, digits, place] = /-(\d{12})-([a-z0-9-]+)-an$/.exec(whole) ?? [];
  if (!digits)
    return `invalid bucket name "${bucket}": S3 reserves the ending "-an" for names with account ID and Region`;
  if (region && place !== region)
    return `bucket name "${bucket}" is for Region ${place}, but the home Region is ${region}`;
  if (accountId && digits !== accountId)
    return `bucket name "${bucket}" is for account ${digits}, but this is account ${accountId}`;
  return undefined;
}
