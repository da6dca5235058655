import { EVERY } from '../settings/every.ts';
import { type Draft, settingIn, valueIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';

/** The names of the two buckets, with the defaults for names that are not specified. */
export function bucketNames(draft: Draft, accountId: string): { landing: string; analysis: string } {
  const name = valueIn(draft, EVERY.name) ?? '';
  const isRegional = valueIn(draft, BUCKETS.names) === 'regional';
  // Account-regional names have this suffix; no other account can own one (AWS page "Namespaces for general purpose buckets").
  const end = isRegional ? `-${accountId}-${valueIn(draft, EVERY.region)}-an` : '';
  return {
    landing: valueIn(draft, BUCKETS.landing) ?? `${name}-landing-zone${end}`,
    analysis: valueIn(draft, BUCKETS.analysis) ?? `${name}-analysis${end}`,
  };
}

const setting = settingIn('buckets');

/** The settings of this step. */
export const BUCKETS = {
  names: setting({
    key: 'buckets.names',
    flag: '--bucket-names <form>',
    kind: 'text',
    help: 'plain: NAME-landing-zone; regional: with account and Region appended, only you can own them',
    choices: ['plain', 'regional'],
    default: 'plain',
    ask: {
      message: 'Bucket names',
      why:
        'One is for incoming and outgoing data, one for analysis. Both have versioning and encryption, and accept TLS ' +
        'only. Empty buckets are free.',
      more:
        'Bucket names are globally unique, so a short one may be taken; you are then asked for another. Names that end ' +
        'in your account ID and Region can only be yours. A bucket cannot be renamed later. Deleted or overwritten ' +
        'objects remain as noncurrent versions, which are billed like objects until you delete them.',
      labels: (draft) => {
        const name = valueIn(draft, EVERY.name) ?? 'NAME';
        const end = `-ACCOUNT-${valueIn(draft, EVERY.region) ?? 'REGION'}-an`;
        return [
          `${name}-landing-zone, ${name}-analysis: short`,
          `${name}-landing-zone${end}, ...: only you can own them`,
        ];
      },
      when: (draft): boolean => !draft.has(BUCKETS.landing.key) || !draft.has(BUCKETS.analysis.key),
    },
  }),
  landing: setting({
    key: 'buckets.landing',
    flag: '--landing-bucket <name>',
    kind: 'text',
    help: 'name to use instead of NAME-landing-zone',
    sample: 'acme-landing-zone',
    ...SHAPES.bucket,
    place: 'buckets.landing',
    derive: (_said, draft, { accountId }): string => bucketNames(draft, accountId).landing,
  }),
  analysis: setting({
    key: 'buckets.analysis',
    flag: '--analysis-bucket <name>',
    kind: 'text',
    help: 'name to use instead of NAME-analysis',
    sample: 'acme-analysis',
    ...SHAPES.bucket,
    place: 'buckets.analysis',
    derive: (_said, draft, { accountId }): string => bucketNames(draft, accountId).analysis,
  }),
  further: setting({
    key: 'buckets.further',
    flag: '--bucket <name>',
    kind: 'texts',
    help: 'additional bucket with the same protections (repeat)',
    default: [],
    ...SHAPES.bucket,
    place: 'buckets.further',
  }),
  keepVersions: setting({
    key: 'buckets.keep-versions',
    flag: '--keep-versions <days>',
    kind: 'number',
    help: 'delete old versions of objects after this many days (365), in existing buckets too',
    sample: '365',
    ...SHAPES.versionDays,
    place: 'buckets.keepVersions',
  }),
};
