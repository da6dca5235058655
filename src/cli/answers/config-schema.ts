import { partsOf, SETTINGS } from '../../steps/settings/all.ts';
import type { Setting } from '../../steps/settings/setting.ts';

export type Schema = Record<string, unknown>;

/** The JSON Schema (draft 2020-12) of aws-baseline.yaml, built from the settings. */
export function configSchemaOf(settings: readonly Setting[] = SETTINGS): Schema {
  const properties: Record<string, Schema> = {};
  for (const setting of settings) {
    const [group, key] = partsOf(setting.key);
    if (key === undefined) properties[group] = schemaOf(setting);
    else {
      const known = properties[group] as { properties: Record<string, Schema> } | undefined;
      properties[group] = closed({ ...known?.properties, [key]: schemaOf(setting) });
    }
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'aws-baseline.yaml',
    description: 'Answers for aws-baseline (no secrets).',
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
  const { kind, choices, schema } = setting;
  const one: Schema = choices ? { enum: [...choices] } : (schema ?? { type: 'string', minLength: 1 });
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
