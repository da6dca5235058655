import type { Account } from '../../aws/account.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { bucketIsOurs } from '../../facts/buckets/bucket-list.ts';
import { type ProtectedBucket, protectedBucket } from '../../facts/buckets/protected-bucket.ts';
import { logBucket, requestsAreLogged } from '../../facts/guardrails/bucket-logs.ts';
import { noncurrentVersionsExpire, versionRule } from '../../facts/guardrails/noncurrent-expiry.ts';
import { trailFacts } from '../../facts/guardrails/trail.ts';
import { trailBucketName, unlessAnother } from '../../facts/guardrails/trail-bucket.ts';
import { chosenIn, noted } from '../root/guardrails.ts';
import type { ROOT } from '../root/settings.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { Step } from '../step.ts';
import { BUCKETS } from './settings.ts';

type Needed = AnswersTo<typeof EVERY & typeof BUCKETS & typeof ROOT>;

export const bucketsStep: Step<Needed> = {
  id: 'buckets',
  title: 'buckets',
  why: 'Two private buckets for your data. Public access is blocked, even by mistake.',
  settings: Object.values(BUCKETS),
  facts(answers) {
    const { buckets } = answers;
    const uses: [name: string, use: string][] = [
      [buckets.landing, 'landing-zone'],
      [buckets.analysis, 'analysis'],
      ...buckets.further.map((name): [string, string] => [name, 'further']),
    ];
    const rule = expires(answers) ? versionRule(buckets.keepVersions) : undefined;
    const all = uses.map(([name, use]) => protectedBucket(name, use, answers, { rule }));
    return [...all.flatMap(({ facts }) => facts), ...expiryOf(all, answers), ...logsOf(all, answers)];
  },
};

// The flag is a choice of its own.
const expires = (answers: Needed) =>
  answers.buckets.keepVersions !== undefined || chosenIn(answers).includes('noncurrent-expiry');

function expiryOf(all: ProtectedBucket[], answers: Needed): AnyFact[] {
  if (!expires(answers)) return [];
  const { keepVersions } = answers.buckets;
  return noted(
    'noncurrent-expiry',
    all.map(({ bucket, uploads }) => noncurrentVersionsExpire(bucket, uploads, keepVersions)),
  );
}

// The access logs of these buckets, and of the trail's bucket, which step root makes.
function logsOf(all: ProtectedBucket[], answers: Needed): AnyFact[] {
  const { name, accountId, steps } = answers;
  const chosen = chosenIn(answers);
  if (!chosen.includes('bucket-logs')) return [];
  const sources = [...all.map(({ bucket }) => bucket.bucket), trailBucketName({ name, accountId })];
  const logs = logBucket({ ...answers, sources });
  const logged: AnyFact[] = all.map(({ bucket }) => requestsAreLogged(bucket, name, logs.letsIn));
  if (chosen.includes('trail') && steps.includes('root')) {
    const { bucket, trail } = trailFacts(answers);
    const isThere = (account: Account) => bucketIsOurs(bucket.bucket, account);
    logged.push(unlessAnother(requestsAreLogged(bucket, name, logs.letsIn), isThere, trail.arn));
  }
  return [...logs.facts, ...noted('bucket-logs', logged)];
}
