import type { Account } from '../aws/account.ts';
import { bucketAbortsUploads } from '../facts/bucket-lifecycle.ts';
import { bucketIsTaken } from '../facts/bucket-list.ts';
import { bucketRefusesPlainHttp } from '../facts/bucket-policy.ts';
import {
  bucketBlocksPublicAccess,
  bucketEncrypts,
  bucketHasNoAcls,
  bucketKeepsVersions,
} from '../facts/bucket-settings.ts';
import { bucketExists } from '../facts/buckets.ts';
import { BUCKET_TAG, tagsFor } from '../facts/tags.ts';
import { checkBucket } from './checks.ts';
import { type Draft, type Setting, text } from './setting.ts';
import type { Step } from './step.ts';
import { orEmpty } from './tagged.ts';

/** What the two buckets are called when nobody names them. */
export function bucketNames(draft: Draft, accountId: string): { landing: string; analysis: string } {
  const name = text(draft, 'name') ?? '';
  const regional = text(draft, 'buckets.names') === 'regional';
  // Account-regional names end like this; nobody else can own one (AWS page "Namespaces for general purpose buckets").
  const end = regional ? `-${accountId}-${text(draft, 'region')}-an` : '';
  return {
    landing: text(draft, 'buckets.landing') ?? `${name}-landing-zone${end}`,
    analysis: text(draft, 'buckets.analysis') ?? `${name}-analysis${end}`,
  };
}

/**
 * Those of the two buckets that somebody else has already, by the key of their setting; none where we may not ask, which
 * `noticed` hears of.
 */
export async function takenBuckets(
  draft: Draft,
  account: Account,
  noticed: Account,
): Promise<{ key: string; bucket: string }[]> {
  const { landing, analysis } = bucketNames(draft, account.identity.accountId);
  const named = [
    { key: 'buckets.landing', bucket: landing },
    { key: 'buckets.analysis', bucket: analysis },
  ];
  const taken = await orEmpty(Promise.all(named.map(({ bucket }) => bucketIsTaken(bucket, account, noticed))));
  return named.filter((_, i) => taken[i]);
}

const settings: Setting[] = [
  {
    key: 'buckets.names',
    flag: '--bucket-names <form>',
    kind: 'text',
    step: 'buckets',
    help: 'plain: NAME-landing-zone; regional: with account and Region behind, only you can own them',
    choices: ['plain', 'regional'],
    default: 'plain',
    ask: {
      message: 'Bucket names',
      why:
        'Two private buckets: one for data coming in and going out, one for analysis. ' +
        'No public access, versions kept, encrypted, TLS only. Empty buckets are free.',
      more:
        'A bucket name exists once in the whole world, so a short one may be taken: then you are asked for another. ' +
        'Names that end in account and Region can only ever be yours. A bucket cannot be renamed later. Deleted or ' +
        'overwritten files stay as old versions, which are billed like files, until you delete those too.',
      labels: (draft) => {
        const name = text(draft, 'name') ?? 'NAME';
        const end = `-ACCOUNT-${text(draft, 'region') ?? 'REGION'}-an`;
        return [
          `${name}-landing-zone, ${name}-analysis: short`,
          `${name}-landing-zone${end}, ...: nobody else can take them`,
        ];
      },
      when: (draft) => !draft.has('buckets.landing') || !draft.has('buckets.analysis'),
    },
  },
  {
    key: 'buckets.landing',
    flag: '--landing-bucket <name>',
    kind: 'text',
    step: 'buckets',
    help: 'another name for NAME-landing-zone',
    sample: 'acme-landing-zone',
    check: checkBucket,
  },
  {
    key: 'buckets.analysis',
    flag: '--analysis-bucket <name>',
    kind: 'text',
    step: 'buckets',
    help: 'another name for NAME-analysis',
    sample: 'acme-analysis',
    check: checkBucket,
  },
  {
    key: 'buckets.further',
    flag: '--bucket <name>',
    kind: 'texts',
    step: 'buckets',
    help: 'a further bucket with the same protections (repeat)',
    default: [],
    check: checkBucket,
  },
];

export const bucketsStep: Step = {
  id: 'buckets',
  title: 'buckets',
  why: 'Two private buckets for your data. Public access stays impossible, even by mistake.',
  settings,
  facts({ buckets, region, partition, name, tags, deleteData }) {
    const uses = [
      { Bucket: buckets.landing, use: 'landing-zone' },
      { Bucket: buckets.analysis, use: 'analysis' },
      ...buckets.further.map((Bucket) => ({ Bucket, use: 'further' })),
    ];
    return uses.flatMap(({ Bucket, use }) => {
      const tagged = [...tagsFor(name, tags), { Key: BUCKET_TAG, Value: use }];
      const bucket = bucketExists(Bucket, { region, tags: tagged, deleteData });
      return [
        bucket,
        bucketBlocksPublicAccess(bucket),
        bucketHasNoAcls(bucket),
        bucketKeepsVersions(bucket),
        bucketEncrypts(bucket),
        bucketRefusesPlainHttp(bucket, partition),
        bucketAbortsUploads(bucket),
      ];
    });
  },
};
