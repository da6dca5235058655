import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configText, parseConfig } from '../../src/cli/answers/config-file.ts';
import { configSchemaOf, type Schema } from '../../src/cli/answers/config-schema.ts';
import { gather } from '../../src/cli/answers/gather.ts';
import { partsOf, SETTINGS } from '../../src/steps/settings/all.ts';
import type { Value } from '../../src/steps/settings/setting.ts';
import { stage } from './stage.ts';

interface Row {
  key: string;
  flag: string;
  value: unknown;
  source: string;
}

describe('config show', () => {
  it('names the winner of each key', async () => {
    const { folder, play } = stage();
    writeFileSync(
      join(folder, 'aws-baseline.yaml'),
      'name: filed\naccount: "111122223333"\nalarm:\n  limit: [25, 50]\n',
    );
    const env = { AWS_REGION: 'eu-west-1', AWS_BASELINE_WAIT: '10m' };
    const { code, json } = await play(['config', 'show', '--json', '--name', 'acme'], undefined, { env });
    expect(code).toBe(0);
    const rows = json.settings as Row[];
    const of = (key: string) => rows.find((row) => row.key === key);
    expect(rows.map(({ key }) => key)).toEqual(SETTINGS.map(({ key }) => key));
    expect(of('name')).toEqual({ key: 'name', flag: '--name', value: 'acme', source: 'from --name' });
    expect(of('region')).toMatchObject({ value: 'eu-west-1', source: 'from AWS_REGION' });
    expect(of('alarm.limit')).toMatchObject({ value: [25, 50], source: 'aws-baseline.yaml line 4' });
    expect(of('ec2.family')).toMatchObject({ value: 'general', source: 'default' });
    expect(of('alarm.email')).toMatchObject({ value: null, source: 'not set (required)' });
    expect(of('ec2.subnet')).toMatchObject({ value: null, source: 'not set' });

    const { out } = await play(['config', 'show'], undefined, { env });
    expect(out).toMatch(/^name +filed +aws-baseline\.yaml line 1$/m);
    expect(out).toMatch(/^alarm\.limit +25, 50 +aws-baseline\.yaml line 4$/m);
  });

  it('knows the Region of a profile, and leaves the file out on demand', async () => {
    const { folder, play } = stage();
    writeFileSync(join(folder, 'aws-baseline.yaml'), 'name: filed\n');
    writeFileSync(join(folder, 'conf'), '[profile work]\nregion = eu-west-2\n');
    const env = { AWS_CONFIG_FILE: join(folder, 'conf') };
    const { json } = await play(['config', 'show', '--json', '--no-config', '--profile', 'work'], undefined, { env });
    const rows = json.settings as Row[];
    expect(rows.find(({ key }) => key === 'region')).toMatchObject({ value: 'eu-west-2', source: 'from profile work' });
    expect(rows.find(({ key }) => key === 'name')).toMatchObject({ value: null });
  });
});

describe('config validate', () => {
  const cases: [text: string, code: number, says: RegExp][] = [
    ['name: acme\nregion: eu-west-1\n', 0, /^aws-baseline\.yaml is valid: 2 keys$/m],
    ['', 0, /0 keys/],
    ['name: acme\nregoin: eu-west-1\n', 2, /line 2: unknown key "regoin"; did you mean "region"/],
    ['name: acme\nec2:\n  family: genral\n', 2, /line 3: "genral" is not one of .*did you mean general/],
    ['name: A\n', 2, /line 1: invalid value "A": expected 3 to 20/],
    ['alarm:\n  enabled: maybe\n', 2, /line 2: "maybe" is not true or false/],
    ['name: [\n', 2, /line \d/],
  ];
  it.each(cases)('%j is %i', async (text, code, says) => {
    const { folder, play } = stage();
    writeFileSync(join(folder, 'aws-baseline.yaml'), text);
    const shown = await play(['config', 'validate'], undefined, { env: { AWS_REGION: 'nonsense' } });
    expect((shown.out + shown.err).replace(/\n(?=\S)/g, ' \n').replace(/\s+(?!$)/g, ' ')).toMatch(says);
    expect(shown.code).toBe(code);
    const { json } = await play(['config', 'validate', '--json']);
    expect(json).toMatchObject({ schema: 1, command: 'config validate', exitCode: code });
  });

  it('takes another file, or stdin', async () => {
    const { folder, play } = stage();
    writeFileSync(join(folder, 'other.yaml'), 'name: acme\n');
    expect((await play(['config', 'validate', 'other.yaml'])).out).toBe('other.yaml is valid: 1 key\n');
    expect((await play(['config', 'validate', '--config', 'other.yaml'])).code).toBe(0);
    const typed = await play(['config', 'validate', '-'], undefined, { readStdin: async () => 'nam: x' });
    expect([typed.code, typed.err]).toEqual([2, expect.stringContaining('stdin line 1')]);
    expect((await play(['config', 'validate'])).code).toBe(2);
    expect((await play(['config', 'validate', 'none.yaml'])).err).toContain('none.yaml');
  });
});

/** As much of JSON Schema as the schema uses: where a value breaks it, by path. */
function breaks(schema: Schema, value: unknown, path = ''): string[] {
  const any = schema.anyOf as Schema[] | undefined;
  if (any) return any.some((one) => breaks(one, value, path).length === 0) ? [] : [path];
  if (schema.const !== undefined) return value === schema.const ? [] : [path];
  if (schema.enum) return (schema.enum as unknown[]).includes(value) ? [] : [path];
  const types = [schema.type ?? []].flat() as string[];
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return [path];
  if (typeof value === 'string') return fits(schema, value) ? [] : [path];
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema as Record<string, number>;
    return value >= minimum && value <= maximum && value > exclusiveMinimum ? [] : [path];
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => breaks(schema.items as Schema, item, `${path}/${i}`));
  if (typeof value !== 'object' || value === null) return [];
  const { properties = {}, additionalProperties } = schema as {
    properties?: Record<string, Schema>;
    additionalProperties?: unknown;
  };
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = properties[key] ?? (additionalProperties || undefined);
    return known ? breaks(known as Schema, inner, `${path}/${key}`) : [`${path}/${key}`];
  });
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

function fits({ pattern, minLength = 0, maxLength = Infinity }: Record<string, unknown>, text: string): boolean {
  const isLong = text.length >= Number(minLength) && text.length <= Number(maxLength);
  return isLong && (pattern === undefined || new RegExp(String(pattern), 'u').test(text));
}

const schema = configSchemaOf();
const fileOf = async (text: string) => JSON.parse(JSON.stringify((await import('yaml')).parse(text))) as unknown;

describe('config schema', () => {
  it('is JSON Schema 2020-12, closed', async () => {
    const { code, json } = await stage().play(['config', 'schema']);
    expect(code).toBe(0);
    expect(json).toEqual(JSON.parse(JSON.stringify(schema)));
    expect(json).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
      properties: {
        ec2: { additionalProperties: false },
        name: { description: expect.stringContaining('short name') },
      },
    });
  });

  it('holds every key that a file may hold, described', async () => {
    for (const { key, help } of SETTINGS) {
      const found = partsOf(key)
        .map(String)
        .reduce<Schema | undefined>(
          (at, part) => (at?.properties as Record<string, Schema> | undefined)?.[part],
          schema,
        );
      expect(found, key).toMatchObject({ description: help });
    }
  });

  it('agrees with the checks: what a flag would take, the schema takes, and not the opposite', () => {
    const texts = [
      'acme',
      'A b',
      '',
      'x',
      '-ab',
      'eu-west-1',
      'eu',
      '111122223333',
      '12',
      '0',
      '90s',
      '25h',
      'soon',
      '4h',
      'you@example.com',
      'you',
      'a@b',
      '10',
      '-3',
      '0.5',
      'acme-data',
      'jo',
      'jo anne',
      't3.micro',
      'subnet-0a1b2c3d',
      'subnet-1',
      '20',
      '99999',
      'my key',
      'ü',
      'a'.repeat(300),
    ];
    for (const setting of SETTINGS.filter(({ check, kind }) => check && kind !== 'pairs')) {
      const [group, key] = partsOf(setting.key);
      const top = (schema.properties as Record<string, Schema>)[group] ?? {};
      const at = key ? (top.properties as Record<string, Schema>)[key] : top;
      for (const text of texts) {
        const isNumber = setting.kind.startsWith('number') && /^[\d.-]+$/.test(text);
        const isRight = setting.check?.(text) === undefined;
        const isTaken = breaks(at ?? {}, isNumber ? Number(text) : text).length === 0;
        // What a pattern cannot say (24 hours at most, reserved beginnings) the program still says.
        if (isRight) expect(isTaken, `${setting.key}: ${text}`).toBe(true);
        else if (text !== '25h') expect(isTaken, `${setting.key}: ${text}`).toBe(false);
      }
    }
  });

  it('takes what the program saves, and every sample', async () => {
    const { folder, play } = stage();
    await play(
      [
        'init',
        '--rehearse',
        '--region',
        'eu-west-1',
        '--name',
        'acme',
        '--alarm-email',
        'you@example.com',
        '--steps',
        'root',
      ],
      [
        ['Mail me when', '10 25'],
        ['Guardrails', ''],
        ['What next?', 'save'],
      ],
    );
    const saved = await fileOf(readFileSync(join(folder, 'aws-baseline.yaml'), 'utf8'));
    expect(saved).toMatchObject({ name: 'acme', alarm: { limit: [10, 25] } });
    expect(breaks(schema, saved)).toEqual([]);

    const samples = SETTINGS.map(({ key, kind, sample, default: usual }): [string, Value] => {
      const value = usual ?? (kind === 'number' ? Number(sample) : kind === 'texts' ? [sample ?? ''] : (sample ?? 'x'));
      return [key, value];
    });
    const text = await configText(new Map([...samples, ['tags', { team: 'data' }]]));
    expect(breaks(schema, await fileOf(text))).toEqual([]);
    // All but what does not go with --scale.
    const ofOneGroup = await configText(
      new Map(samples.filter(([key]) => !/^ec2\.(stop-when-idle|delete-after)$/.test(key))),
    );
    expect(gather(new Map(), {}, await parseConfig(ofOneGroup, 'x')).values.size).toBeGreaterThan(15);
  });

  it.each([
    ['nam: acme', ['/nam']],
    ['ec2: {famly: general}', ['/ec2/famly']],
    ['ec2: {family: genral}', ['/ec2/family']],
    ['alarm: {enabled: "yes"}', ['/alarm/enabled']],
    ['account: 12', ['/account']],
    ['alarm: {email: you}', ['/alarm/email']],
    ['tags: {a: [b]}', ['/tags/a']],
  ])('refuses %s', async (text, paths) => expect(breaks(schema, await fileOf(text))).toEqual(paths));
});
