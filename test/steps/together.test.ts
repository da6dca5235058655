import { describe, expect, test } from 'vitest';
import { conflicts } from '../../src/steps/settings/conflicts.ts';
import type { Value } from '../../src/steps/settings/setting.ts';

const LONG = 'a2345678901234567890';
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));
const saidOf = (draft: Record<string, Value>, account?: string) =>
  conflicts(new Map(Object.entries(draft)), account).map(({ keys, said }) => `${keys}: ${said}`);

describe('answers that can only fail together', () => {
  test.each<[string, Record<string, Value>, RegExp]>([
    ['tag keys that IAM folds', { tags: { Owner: 'ann', owner: 'bob' } }, /^tags: .*"Owner" and "owner".*only in case/],
    ['one tag too many with three of ours', { tags: tags(48) }, /^tags: 48 tags are too many.*47 remain/],
    ['people whom IAM folds', { 'engineer.user': ['Jo', 'jo'] }, /^engineer.user: users engineer_Jo and engineer_jo/],
    ['analysts, too', { 'analyst.user': ['kim', 'lee', 'KIM'] }, /^analyst.user: users analyst_kim and analyst_KIM/],
    ['one mailbox twice', { 'alarm.email': ['Ann@x.org', 'ann@X.org'] }, /^alarm.email: .*the same mailbox/],
    [
      'a regional name of 64 characters',
      { name: LONG, region: 'ap-southeast-2', 'buckets.names': 'regional' },
      /^buckets.names,name: bucket name "[a-z0-9]{20}-landing-zone" with account ID and Region has 64 characters, and S3 allows 63/,
    ],
    [
      'a name that S3 keeps the beginning of',
      { name: 'sthree-x' },
      /^name: invalid bucket name "sthree-x-landing-zone"/,
    ],
    ['a further bucket named like ours', { name: 'acme', 'buckets.further': ['acme-analysis'] }, /named twice$/],
    [
      'both buckets alike',
      { 'buckets.landing': 'x-y', 'buckets.analysis': 'x-y' },
      /^buckets.analysis,.*landing: .*twice$/,
    ],
    ['an ending that S3 keeps', { 'buckets.further': ['acme-an'] }, /"-an"/],
    [
      'a regional name of another Region',
      { region: 'eu-west-1', 'buckets.landing': 'x-111122223333-us-east-1-an' },
      /is for Region us-east-1, but the home Region is eu-west-1/,
    ],
    [
      'a regional name of another account than the expected one',
      { region: 'eu-west-1', account: '444455556666', 'buckets.landing': 'x-111122223333-eu-west-1-an' },
      /is for account 111122223333, but this is account 444455556666/,
    ],
    ['no step at all', { steps: ['root'], skip: ['root'] }, /^skip,steps: all steps are skipped/],
  ])('%s', (_what, draft, said) => expect(saidOf(draft).join('\n')).toMatch(said));

  test.each<[string, Record<string, Value>, string?]>([
    ['nothing answered yet', {}],
    ['47 tags', { tags: tags(47) }],
    ['an engineer and an analyst of one name', { 'engineer.user': ['jo'], 'analyst.user': ['Jo'] }],
    ['19 characters', { name: LONG.slice(1), region: 'ap-southeast-2', 'buckets.names': 'regional' }, '111122223333'],
    ['20 with a shorter Region', { name: LONG, region: 'eu-central-1', 'buckets.names': 'regional' }],
    [
      '20 where both buckets are named',
      {
        name: LONG,
        region: 'ap-southeast-2',
        'buckets.names': 'regional',
        'buckets.landing': 'x-y',
        'buckets.analysis': 'x-z',
      },
    ],
    [
      'a regional name of this account',
      { region: 'eu-west-1', 'buckets.landing': 'x-111122223333-eu-west-1-an' },
      '111122223333',
    ],
  ])('no conflict: %s', (_what, draft, account) => expect(saidOf(draft, account)).toEqual([]));
});
