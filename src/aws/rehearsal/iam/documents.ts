import { refuse } from '../refuse.ts';
import { invalid } from './rules.ts';

type Statement = Record<string, unknown>;

const FIELDS = /^(Sid|Effect|Principal|NotPrincipal|Action|NotAction|Resource|NotResource|Condition)$/;

/** Throws MalformedPolicyDocument. */
export function malformed(message: string): never {
  refuse('MalformedPolicyDocumentException', message);
}

/** Whether a value of a document has fields. */
export function isObject(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One string or a list of strings, as a list; anything else is a syntax error. */
export function strings(value: unknown): string[] {
  const all = Array.isArray(value) ? value : [value];
  if (!all.every((one) => typeof one === 'string')) malformed('Syntax errors in policy.');
  return all;
}

function parsed(document: string): Statement {
  try {
    const given: unknown = JSON.parse(document);
    if (isObject(given)) return given;
  } catch {}
  return malformed('Syntax errors in policy.');
}

/** Checks the actions of a statement. */
export function checkActions(statement: Statement): void {
  if ('Action' in statement === 'NotAction' in statement) malformed('Policy statement must contain actions.');
  const actions = strings(statement.Action ?? statement.NotAction);
  if (actions.length === 0) malformed('Policy statement must contain actions.');
  for (const action of actions) {
    if (action === '*') continue;
    if (!action.includes(':')) malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) malformed(`The policy failed legacy parsing`);
  }
}

function checkResources(statement: Statement): void {
  if ('Resource' in statement === 'NotResource' in statement) malformed('Policy statement must contain resources.');
  const resources = strings(statement.Resource ?? statement.NotResource);
  if (resources.length === 0) malformed('Policy statement must contain resources.');
  for (const resource of resources) {
    if (resource === '*') continue;
    if (!resource.startsWith('arn:')) malformed(`Resource ${resource} must be in ARN format or "*".`);
    if (resource.split(':').length < 6) malformed('The policy failed legacy parsing');
    const partition = resource.split(':')[1] ?? '';
    if (!/^(\*|aws|aws-cn|aws-us-gov)$/.test(partition))
      malformed(`Partition "${partition}" is not valid for resource "${resource}".`);
  }
}

/** Checks the conditions of a statement. */
export function checkConditions(conditions: unknown): void {
  if (conditions === undefined) return;
  if (!isObject(conditions)) malformed('Syntax errors in policy.');
  for (const [operator, keys] of Object.entries(conditions)) {
    if (
      !/^((ForAllValues|ForAnyValue):)?(String|Numeric|Date|Bool|Binary|IpAddress|NotIpAddress|Arn|Null)\w*$/.test(
        operator,
      )
    ) {
      malformed(`Invalid Condition type : ${operator}.`);
    }
    if (!isObject(keys)) malformed('Syntax errors in policy.');
    for (const key of Object.keys(keys)) {
      if (!key.includes(':')) malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
}

function checkSids(statements: Statement[]): void {
  const sids = statements.map((one) => one.Sid).filter((sid) => sid !== undefined && sid !== '');
  if (!sids.every((sid) => typeof sid === 'string' && /^[0-9A-Za-z]*$/.test(sid))) {
    malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  if (new Set(sids).size < sids.length) malformed('Statement IDs (SID) in a single policy must be unique.');
}

/** The statements of a document; `version` if only 2012-10-17 is taken. */
export function statementsOf(document: string, version: boolean): Statement[] {
  const policy = parsed(document);
  if (Object.keys(policy).some((key) => !/^(Version|Id|Statement)$/.test(key))) malformed('Syntax errors in policy.');
  if (version && policy.Version !== '2012-10-17') malformed('Policy document must be version 2012-10-17 or greater.');
  if (policy.Version !== undefined && !/^20(12-10|08-10)-17$/.test(String(policy.Version)))
    malformed('Syntax errors in policy.');
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  if (statements.length === 0 || !statements.every(isObject)) malformed('Syntax errors in policy.');
  for (const statement of statements) {
    if (!Object.keys(statement).every((key) => FIELDS.test(key))) malformed('Syntax errors in policy.');
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') malformed('Syntax errors in policy.');
  }
  checkSids(statements);
  return statements;
}

/** The text of a document, within the quota. */
export function checkedText(document: string | undefined, field: string, longest: number, quota: string): string {
  if (!document) invalid(document, field, 'Member must have length greater than or equal to 1');
  if (document.length > 131_072) invalid('...', field, 'Member must have length less than or equal to 131072');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters IAM takes
  if (!/^[\u0009\u000A\u000D\u0020-\u00FF]+$/.test(document)) {
    invalid('...', field, 'Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+');
  }
  // White space is not counted (AWS page "IAM and AWS STS quotas").
  if (document.replace(/\s/g, '').length > longest) {
    refuse('LimitExceededException', `Cannot exceed quota for ${quota}: ${longest}`, 409);
  }
  return document;
}

function checkedPermissions(text: string): string {
  for (const statement of statementsOf(text, true)) {
    if ('Principal' in statement || 'NotPrincipal' in statement)
      malformed('Policy document should not specify a principal.');
    checkActions(statement);
    checkResources(statement);
    checkConditions(statement.Condition);
  }
  return text;
}

/** A managed policy's document as IAM takes it; throws MalformedPolicyDocument or LimitExceeded in IAM's words. */
export function checkedPolicy(document: string | undefined): string {
  return checkedPermissions(checkedText(document, 'policyDocument', 6144, 'PolicySize'));
}

/** A role's inline policy as IAM takes it; all of a role share one quota (AWS page "IAM and AWS STS quotas"). */
export function checkedInline(document: string | undefined, others: string[]): string {
  const taken = others.join('').replace(/\s/g, '').length;
  return checkedPermissions(checkedText(document, 'policyDocument', 10_240 - taken, 'RolePolicySize'));
}
