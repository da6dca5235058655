import type { Conditions, PolicyDocument, Statement } from './document.ts';

/** IAM's decision: an explicit deny overrides any allow; without an allow, it is `implicitDeny`. */
export type Decision = 'allow' | 'deny' | 'implicitDeny';

type Context = Record<string, string | string[] | undefined>;

/** One request. With several resources (RunInstances has six or more), each is checked. */
export interface PolicyRequest {
  action: string;
  resource: string | string[];
  context: Context;
}

/**
 * Decides a request as IAM does (AWS page "Policy evaluation logic"), for the part of IAM that our own documents use: no
 * boundaries, SCPs or resource policies. Throws an Error for an unsupported condition operator.
 */
export function evaluate(documents: PolicyDocument[], request: PolicyRequest): Decision {
  const decisions = list(request.resource).map((resource) => {
    const matching = documents.flatMap((document) =>
      document.Statement.filter((statement) => applies(statement, request.action, resource, request.context)),
    );
    if (matching.some((statement) => statement.Effect === 'Deny')) return 'deny';
    return matching.length > 0 ? 'allow' : 'implicitDeny';
  });
  if (decisions.includes('deny')) return 'deny';
  return decisions.length > 0 && decisions.every((decision) => decision === 'allow') ? 'allow' : 'implicitDeny';
}

function applies(statement: Statement, action: string, resource: string, context: Context): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  const text = literal(action.toLowerCase());
  const named = (patterns: string | string[]) => list(patterns).some((pattern) => ofAction(pattern)(text));
  const covered = (patterns: string | string[]) =>
    list(patterns).some((pattern) => arnLike(pattern, resource, context));
  const actionFits = Action === undefined ? !named(NotAction ?? []) : named(Action);
  if (!actionFits) return false;
  const resourceFits = Resource === undefined ? !covered(NotResource ?? []) : covered(Resource);
  return resourceFits && holds(Condition, context);
}

/** Compares part by part, so that a `*` matches only within its part of an ARN. */
function arnLike(pattern: string, resource: string, context: Context): boolean {
  if (pattern === '*') return true;
  const wanted = parts(pattern);
  const given = parts(resource);
  if (wanted.length !== given.length) return false;
  return wanted.every((part, i) => {
    const filled = fillIn(part, context);
    return filled !== undefined && ofText(filled)(literal(given[i] ?? ''));
  });
}

// A table of tests compares the same few hundred patterns and ARNs many thousand times.
const parts = kept((arn: string): string[] => {
  const [first = '', partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
  return rest.length > 0 ? [first, partition, service, region, account, rest.join(':')] : [arn];
});

/** Replaces policy variables; `undefined` if one is missing, because IAM then matches nothing. */
function fillIn(text: string, context: Context): string | undefined {
  if (!text.includes('${')) return text;
  let complete = true;
  const filled = text.replace(/\$\{([^}]+)\}/g, (_, key: string) => {
    const [value] = list(lookUp(context, key) ?? []);
    if (value === undefined) complete = false;
    return literal(value ?? '');
  });
  return complete ? filled : undefined;
}

/** Escapes `*` and `?` in a user name, which are not wildcards. */
function literal(value: string): string {
  if (!value.includes('*') && !value.includes('?')) return value;
  return value.replaceAll('*', '\u0001').replaceAll('?', '\u0002');
}

/** Whether a text, with its own `*` and `?` escaped, matches a pattern. */
const ofText = kept((pattern: string): ((text: string) => boolean) => {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  const whole = new RegExp(`^${source}$`);
  return (text) => whole.test(text);
});

const ofAction = kept((pattern: string) => ofText(pattern.toLowerCase()));

/** The function, with its results kept. */
function kept<T>(make: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = make(text);
    results.set(text, result);
    return result;
  };
}

function holds(conditions: Conditions, context: Context): boolean {
  return Object.entries(conditions).every(([operator, keys]) => {
    const ifExists = operator.endsWith('IfExists');
    const matches = matcher(ifExists ? operator.slice(0, -'IfExists'.length) : operator);
    return Object.entries(keys).every(([key, wanted]) => {
      const given = lookUp(context, key);
      if (given === undefined) return ifExists;
      return list(given).some((value) => list(wanted).some((want) => matches(want, value)));
    });
  });
}

function matcher(operator: string): (want: string, value: string) => boolean {
  if (operator === 'StringEquals') return (want, value) => want === value;
  if (operator === 'NumericEquals') return (want, value) => Number(want) === Number(value);
  if (operator === 'Bool') return (want, value) => want.toLowerCase() === value.toLowerCase();
  throw new Error(
    `condition operator ${operator} is not supported: our own policies use StringEquals, NumericEquals and Bool`,
  );
}

/** Condition keys are not case-sensitive. */
function lookUp(context: Context, key: string): string | string[] | undefined {
  if (context[key] !== undefined) return context[key];
  const found = Object.keys(context).find((name) => name.toLowerCase() === key.toLowerCase());
  return found === undefined ? undefined : context[found];
}

function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}
