import { lstatSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { partsOf, SETTINGS } from '../../steps/settings/all.ts';
import { isKeptIn, type Value } from '../../steps/settings/setting.ts';
import { clean } from '../terminal/clean.ts';
import { nearest, usage } from '../trouble.ts';

/** The answers in aws-baseline.yaml by setting key, with the line of each. */
export interface ConfigFile {
  path: string;
  entries: Map<string, { value: unknown; line: number }>;
}

const HEAD = '# Answers for aws-baseline (no secrets). Use: aws-baseline apply --yes';
export const DEFAULT_CONFIG = 'aws-baseline.yaml';
const MOST_BYTES = 256 * 1024;

/** Reads a config file; undefined if it does not exist and is optional. */
export async function readConfigFile(path: string, mustExist: boolean): Promise<ConfigFile | undefined> {
  let text: string;
  try {
    const file = statSync(path);
    if (!file.isFile()) throw usage(`${path} is not a file`);
    const { size } = file;
    if (size > MOST_BYTES) throw usage(tooLarge(path));
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !mustExist) return undefined;
    if (code === 'ENOENT') throw usage(`${path} does not exist`);
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw usage(`${path} is not UTF-8 text`);
    if (code) throw usage(`${path} cannot be read (${code})`);
    throw error;
  }
  return parseConfig(text, path);
}

// Thousands of nested brackets are not a config file and would exhaust the parser.
function parsedDeep<T>(parse: () => T, path: string): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw usage(`${path} is nested too deeply to be a config file`);
    throw error;
  }
}

const tooLarge = (path: string) => `${path} is larger than ${MOST_BYTES / 1024} KB, so it is not a config file`;

/** Reads the text of a config file; an unknown key or form is a usage error with its line. */
export async function parseConfig(text: string, path: string): Promise<ConfigFile> {
  if (text.length > MOST_BYTES) throw usage(tooLarge(path));
  const { LineCounter, parseDocument, isMap, isScalar, isSeq, isAlias, visit } = await import('./yaml.ts');
  const lines = new LineCounter();
  const document = parsedDeep(
    () => parseDocument(text, { lineCounter: lines, schema: 'failsafe', version: '1.2', logLevel: 'error' }),
    path,
  );
  const lineOf = (node: unknown) => lines.linePos((node as { range?: [number] } | null)?.range?.[0] ?? 0).line;
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const [said = ''] = problem.message.split('\n');
    throw usage(
      `${path} line ${problem.linePos?.[0].line ?? 1}: ${clean(said.replace(/ at line \d+, column \d+:?$/, ''))}`,
    );
  }
  visit(document, {
    Node(_key, node) {
      if (isAlias(node) || (node as { anchor?: string }).anchor)
        throw usage(`${path} line ${lineOf(node)}: anchors and aliases are not supported`);
    },
  });

  const entries: ConfigFile['entries'] = new Map();
  const collect = (node: unknown, prefix: string): void => {
    if (!isMap(node))
      throw usage(
        `${path} line ${lineOf(node)}: ${prefix ? `"${prefix}" must contain keys` : 'expected "key: value" lines'}`,
      );
    for (const { key, value } of node.items) {
      const name = `${prefix ? `${prefix}.` : ''}${isScalar(key) ? String(key.value) : '?'}`;
      const line = lineOf(key);
      if (SETTINGS.some((setting) => setting.key === name)) {
        const plain = isMap(value) || isSeq(value) ? (value.toJSON() as unknown) : isScalar(value) ? value.value : null;
        if (plain === null || plain === '') throw usage(`${path} line ${line}: "${clean(name)}" has no value`);
        entries.set(name, { value: plain, line });
      } else if (SETTINGS.some((setting) => setting.key.startsWith(`${name}.`))) collect(value, name);
      else {
        const meant = nearest(
          name,
          SETTINGS.map(({ key: known }) => known),
        );
        throw usage(`${path} line ${line}: unknown key "${clean(name)}"${meant ? `; did you mean "${meant}"?` : ''}`);
      }
    }
  };
  if (document.contents !== null) collect(document.contents, '');
  return { path, entries };
}

/** The answers as a config file, without secrets and without options that only control a run. */
export async function configText(values: ReadonlyMap<string, Value>): Promise<string> {
  const { stringify } = await import('./yaml.ts');
  const tree: Record<string, unknown> = {};
  for (const setting of SETTINGS.filter((one) => isKeptIn('file', one) && values.has(one.key))) {
    const value = values.get(setting.key);
    if (setting.kind === 'pairs' && Object.keys(value as object).length === 0) continue;
    const [group, key] = partsOf(setting.key);
    if (key === undefined) tree[group] = value;
    else tree[group] = { ...(tree[group] as object | undefined), [key]: value };
  }
  return `${HEAD}\n${stringify(tree)}`;
}

/** Saves answers; false if the existing file was not saved by this program, which never overwrites it. */
export function saveOver(path: string, text: string): boolean {
  if (writeNew(path, text)) return true;
  if (!lstatSync(path).isFile() || !readFileSync(path, 'utf8').startsWith(HEAD)) return false;
  writeFileSync(path, text);
  return true;
}

/** Writes a new file; false if it exists, which is never overwritten. */
function writeNew(path: string, text: string, mode = 0o644): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
