import { GLOBAL_SERVICES } from './account.ts';
import { type AnyCall, isLookup, isSecret } from './call.ts';
import { FileContent } from './file-content.ts';

/** The file for a secret in a printed plan: never the command line, which other users can read. */
export function secretFile(key: string): string {
  // Different names never share a file, whatever characters they contain.
  return `${key.replace(/[^A-Za-z0-9_-]/g, (sign) => `.${sign.charCodeAt(0).toString(16)}`)}.password`;
}

/** An operation or parameter as the AWS CLI spells it: `GetMFADevice` -> `get-mfa-device`. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

const CLI_SERVICE: Record<string, string> = { s3: 's3api', config: 'configservice', elasticloadbalancing: 'elbv2' };
// Parameters that the AWS CLI renamed because the word was taken, or does not support (null).
const CLI_PARAMETER: Record<string, string | null> = {
  'sns.Subscribe.Endpoint': 'notification-endpoint',
  'ec2.RunInstances.MinCount': null,
  'autoscaling.AttachLoadBalancerTargetGroups.TargetGroupARNs': 'target-group-arns',
  'autoscaling.CreateAutoScalingGroup.TargetGroupARNs': 'target-group-arns',
  'ec2.RunInstances.MaxCount': 'count',
};

/** The call as words of an AWS CLI command for a POSIX shell; lookups become `$(aws ...)`. */
function cliWords(given: AnyCall): string[] {
  const words = ['aws', CLI_SERVICE[given.service] ?? given.service, kebab(given.operation)];
  if (given.region) words.push(`--region ${given.region}`);
  for (const [parameter, value] of Object.entries(given.input as Record<string, unknown>)) {
    const renamed = CLI_PARAMETER[`${given.service}.${given.operation}.${parameter}`];
    if (value === undefined || renamed === null) continue;
    if (isArchive(value)) {
      words.push('--zip-file fileb://function.zip');
      continue;
    }
    const flag = `--${renamed ?? kebab(parameter)}`;
    if (typeof value === 'boolean') words.push(value ? flag : flag.replace('--', '--no-'));
    else words.push(`${flag} ${argument(value)}`);
  }
  return words;
}

// The code of a Lambda function, which the AWS CLI takes as a file.
function isArchive(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ZipFile' in value;
}

/** The call as one AWS CLI command. */
export function cliLine(given: AnyCall): string {
  return cliWords(given).join(' ');
}

/** The command with the home Region added to it and to its lookups where they have no Region, so that it works on its own. */
export function cliLineAt(given: AnyCall, homeRegion: string): string {
  return cliLine(at(given, homeRegion));
}

function at(given: AnyCall, homeRegion: string): AnyCall {
  const within = (value: unknown): unknown => {
    if (isLookup(value)) return { ...value, $lookup: at(value.$lookup, homeRegion) };
    if (Array.isArray(value)) return value.map(within);
    if (typeof value !== 'object' || value === null || isSecret(value) || value instanceof Date) return value;
    if (ArrayBuffer.isView(value) || value instanceof FileContent) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, within(inner)]));
  };
  const region = given.region ?? (GLOBAL_SERVICES.has(given.service) ? undefined : homeRegion);
  return { ...given, input: within(given.input), ...(region ? { region } : {}) };
}

/** The same command as cliLine, after the words in `before`, wrapped with `\` to `width` where possible. */
export function cliLines(given: AnyCall, width = 80, before: string[] = []): string {
  const [first = '', ...rest] = [...before, ...cliWords(given)];
  const lines = [first];
  for (const word of rest) {
    const last = lines.at(-1) ?? '';
    if (`${last} ${word} \\`.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`    ${word}`);
  }
  return lines.join(' \\\n');
}

function argument(value: unknown): string {
  if (isSecret(value)) return `file://${secretFile(value.$secret)}`;
  // The AWS CLI encodes the file of this parameter itself.
  if (value instanceof FileContent) return quoted(`file://${value.file}`);
  if (isLookup(value)) {
    const { $lookup, path, around = ['', ''] } = value;
    return around.map((text) => text && quoted(text)).join(`"$(${substitution($lookup, path)})"`);
  }
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((item) => isLookup(item) || typeof item === 'string')) {
    return value.map(argument).join(' ');
  }
  return quotedJson(value);
}

function substitution(question: AnyCall, path: string): string {
  return `${cliLine(question)} --query ${quoted(path)} --output text`;
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

// Lookups inside JSON interrupt the single quotes: '{"SubnetId":"'"$(aws ...)"'"}'.
function quotedJson(value: unknown): string {
  const asked: string[] = [];
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, inner) {
    // What JSON makes of it is in `inner`.
    const itself = this[key];
    const around = (isLookup(inner) && inner.around) || ['', ''];
    if (itself instanceof FileContent) asked.push(`base64 < ${quoted(itself.file)} | tr -d '\\n'`);
    else if (isLookup(inner)) asked.push(substitution(inner.$lookup, inner.path));
    else return inner;
    return around.join(`\u0000${asked.length - 1}\u0000`);
  });
  const NUL = '\\\\u0000';
  return quoted(text).replace(new RegExp(`${NUL}(\\d+)${NUL}`, 'g'), (_all, index) => `'"$(${asked[Number(index)]})"'`);
}
