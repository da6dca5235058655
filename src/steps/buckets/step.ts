import { bucketAbortsUploads } from '../../facts/buckets/bucket-lifecycle.ts';
import { bucketRefusesPlainHttp } from '../../facts/buckets/bucket-policy.ts';
import {
  bucketBlocksPublicAccess,
  bucketEncrypts,
  bucketHasNoAcls,
  bucketKeepsVersions,
} from '../../facts/buckets/bucket-settings.ts';
import { bucketExists } from '../../facts/buckets/buckets.ts';
import { BUCKET_TAG, tagsFor } from '../../facts/tags.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { Step } from '../step.ts';
import { BUCKETS } from './settings.ts';

export const bucketsStep: Step<AnswersTo<typeof EVERY & typeof BUCKETS>> = {
  id: 'buckets',
  title: 'buckets',
  why: 'Two private buckets for your data. Public access is blocked, even by mistake.',
  settings: Object.values(BUCKETS),
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
