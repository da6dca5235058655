import * as checks from './checks.ts';
import { checkDeleteAfter, checkIdleHours, DELETE_AFTER } from './ending-checks.ts';
import { REGION_CODE } from './regions.ts';
import { checkCertificateArn, checkScale } from './scale-checks.ts';

const text = (pattern: string) => ({ type: 'string', pattern });

/** The valid forms of a text: the program's check, and as much of it as JSON Schema can express; a test compares the two. */
export const SHAPES = {
  name: {
    check: checks.checkName,
    schema: text(`^(?!${REGION_CODE.slice(1)})[a-z0-9][a-z0-9-]{1,18}[a-z0-9]$`),
  },
  region: { check: checks.checkRegion, schema: text('^[a-z]{2}(-[a-z]+)+-[0-9]$') },
  account: {
    check: checks.checkAccountId,
    // YAML reads 12 digits without quotes as a number.
    schema: { type: ['string', 'integer'], pattern: '^[0-9]{12}$', minimum: 1e11, maximum: 1e12 - 1 },
  },
  duration: { check: checks.checkDuration, schema: { anyOf: [text('^(0|[0-9]{1,5}[smh])$'), { const: 0 }] } },
  email: {
    check: checks.checkEmail,
    schema: { ...text('^[^\\s@<>",;:\\\\()\\[\\]]+@[^\\s@]+\\.[^\\s@.]{2,}$'), maxLength: 256 },
  },
  limit: {
    normal: (given: string) => given.replace(/^(USD ?|\$)/i, ''),
    check: checks.checkLimit,
    schema: { type: 'number', exclusiveMinimum: 0, maximum: 9_999_999.99 },
  },
  days: { check: checks.checkPasswordAge, schema: { type: 'integer', minimum: 1, maximum: 1095 } },
  versionDays: { check: checks.checkVersionDays, schema: { type: 'integer', minimum: 1, maximum: 36_500 } },
  contact: { check: checks.checkContact, schema: text('^[^,]+,[^,@]+@[^,]+,[^,]+,.+$') },
  alias: {
    check: checks.checkAlias,
    schema: { ...text('^(?![0-9]{12}$)[a-z0-9](-?[a-z0-9])*$'), minLength: 3, maxLength: 63 },
  },
  bucket: { check: checks.checkBucket, schema: text('^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$') },
  person: { check: checks.checkPerson, schema: text('^[A-Za-z0-9+=,.@_-]{1,50}$') },
  instanceType: {
    check: checks.checkInstanceType,
    schema: { ...text('^[a-z][a-z0-9-]*\\.[a-z0-9-]+$'), maxLength: 40 },
  },
  scale: { check: checkScale, schema: text('^[1-9][0-9]{0,2}\\.\\.[1-9][0-9]{0,2}$') },
  certificateArn: {
    check: checkCertificateArn,
    schema: text('^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-zA-Z-]+$'),
  },
  idleHours: { check: checkIdleHours, schema: { type: 'integer', minimum: 1, maximum: 24 } },
  deleteAfter: { check: checkDeleteAfter, schema: text(DELETE_AFTER) },
  subnet: { check: checks.checkSubnet, schema: text('^subnet-[0-9a-f]{8,17}$') },
  volumeSize: { check: checks.checkVolumeSize, schema: { type: 'integer', minimum: 1, maximum: 16_384 } },
  tagValue: {
    check: checks.checkTagValue,
    schema: text('^(?! )(?![aA][wW][sS]:)[\\p{L}\\p{N}_.:/=+\\-@ ]{1,256}(?<! )$'),
  },
  keyName: { check: checks.checkKeyName, schema: text('^[ -~]{1,255}$') },
  image: { check: checks.checkImage, schema: { ...text('^[A-Za-z0-9][A-Za-z0-9_./:@-]*$'), maxLength: 255 } },
  reminder: { check: checks.checkReminder, schema: text('^[0-9]{1,5}[smh]$') },
  tag: { check: checks.checkTag, schema: { type: 'string', maxLength: 256 } },
};
