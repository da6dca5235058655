import * as checks from '../steps/checks.ts';
import { REGION_CODE } from '../steps/regions.ts';
import type { Setting } from '../steps/setting.ts';
import { SETTINGS } from './settings.ts';

export type Schema = Record<string, unknown>;

const text = (pattern: string): Schema => ({ type: 'string', pattern });

// What each check allows, as far as a schema can say it; a test holds the two together.
const ALLOWED = new Map<unknown, Schema>([
  [checks.checkName, text(`^(?!${REGION_CODE.slice(1)})[a-z0-9][a-z0-9-]{1,18}[a-z0-9]$`)],
  [checks.checkRegion, text('^[a-z]{2}(-[a-z]+)+-[0-9]$')],
  // YAML reads 12 digits without quotes as a number.
  [checks.checkAccountId, { type: ['string', 'integer'], pattern: '^[0-9]{12}$', minimum: 1e11, maximum: 1e12 - 1 }],
  [checks.checkDuration, { anyOf: [text('^(0|[0-9]{1,5}[smh])$'), { const: 0 }] }],
  [checks.checkEmail, { ...text('^[^\\s@<>",;:\\\\()\\[\\]]+@[^\\s@]+\\.[^\\s@.]{2,}$'), maxLength: 256 }],
  [checks.checkLimit, { type: 'number', exclusiveMinimum: 0, maximum: 9_999_999.99 }],
  [checks.checkBucket, text('^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$')],
  [checks.checkPerson, text('^[A-Za-z0-9+=,.@_-]{1,50}$')],
  [checks.checkInstanceType, { ...text('^[a-z][a-z0-9-]*\\.[a-z0-9-]+$'), maxLength: 40 }],
  [checks.checkSubnet, text('^subnet-[0-9a-f]{8,17}$')],
  [checks.checkVolumeSize, { type: 'integer', minimum: 1, maximum: 16_384 }],
  [checks.checkTagValue, text('^(?! )(?![aA][wW][sS]:)[\\p{L}\\p{N}_.:/=+\\-@ ]{1,256}(?<! )$')],
  [checks.checkKeyName, text('^[ -~]{1,255}$')],
  [checks.checkTag, { type: 'string', maxLength: 256 }],
]);

/** The JSON Schema (draft 2020-12) of aws-baseline.yaml, made from the settings. */
export function configSchemaOf(settings: readonly Setting[] = SETTINGS): Schema {
  const properties: Record<string, Schema> = {};
  for (const setting of settings) {
    const [group = '', key] = setting.key.split('.');
    if (key === undefined) properties[group] = schemaOf(setting);
    else {
      const known = properties[group] as { properties: Record<string, Schema> } | undefined;
      properties[group] = closed({ ...known?.properties, [key]: schemaOf(setting) });
    }
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'aws-baseline.yaml',
    description: 'Answers for aws-baseline; there is no secret in it.',
    ...closed(properties),
  };
}

function closed(properties: Record<string, Schema>): Schema {
  return { type: 'object', additionalProperties: false, properties };
}

function schemaOf(setting: Setting): Schema {
  return {
    description: setting.help,
    ...formOf(setting),
    ...(setting.default === undefined ? {} : { default: setting.default }),
    ...(setting.sample === undefined ? {} : { examples: [exampleOf(setting)] }),
  };
}

function formOf(setting: Setting): Schema {
  const { kind, choices, check } = setting;
  const one: Schema = choices ? { enum: [...choices] } : (ALLOWED.get(check) ?? { type: 'string', minLength: 1 });
  switch (kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'pairs':
      return { type: 'object', propertyNames: { minLength: 1, maxLength: 128 }, additionalProperties: one };
    case 'texts':
    case 'numbers':
      return { anyOf: [{ type: 'array', items: one }, one] };
    default:
      return one;
  }
}

function exampleOf({ kind, sample }: Setting): unknown {
  if (kind === 'number') return Number(sample);
  return kind === 'texts' ? [sample] : sample;
}
