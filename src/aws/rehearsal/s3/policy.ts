import type { Context } from '../context.ts';
import { isNobody } from '../iam/trust.ts';
import { refuse } from '../refuse.ts';
import type { Bucket } from '../state.ts';

type Statement = Record<string, unknown>;

function malformed(message: string): never {
  refuse('MalformedPolicy', message);
}

function parsed(text: string | undefined): { Version?: unknown; Statement?: unknown } {
  if (!text?.startsWith('{')) malformed("Policies must be valid JSON and the first byte must be '{'");
  try {
    return JSON.parse(text);
  } catch {
    return malformed("Policies must be valid JSON and the first byte must be '{'");
  }
}

const listed = (value: unknown) => [value].flat().map(String);

function principalsOf(statement: Statement): [kind: string, value: string][] {
  const principal = statement.Principal ?? statement.NotPrincipal;
  if (principal === undefined) malformed('Missing required field Principal');
  if (typeof principal !== 'object' || principal === null) return [['AWS', String(principal)]];
  return Object.entries(principal).flatMap(([kind, values]) =>
    listed(values).map((value): [string, string] => [kind, value]),
  );
}

function checkStatement(statement: Statement, bucket: Bucket, { partition, state }: Context): void {
  const known = /^(Sid|Effect|Principal|NotPrincipal|Action|NotAction|Resource|NotResource|Condition)$/;
  for (const key of Object.keys(statement)) if (!known.test(key)) malformed(`Unknown field ${key}`);
  if (statement.Effect === undefined) malformed('Missing required field Effect');
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') malformed(`Invalid effect: ${statement.Effect}`);
  for (const [kind, value] of principalsOf(statement)) {
    if (isNobody(kind, value, state)) malformed('Invalid principal in policy');
  }
  const actions = statement.Action ?? statement.NotAction;
  if (actions === undefined) malformed('Missing required field Action');
  if (!listed(actions).every((action) => /^(\*|s3:[A-Za-z*?]+)$/i.test(action))) malformed('Policy has invalid action');
  const resources = statement.Resource ?? statement.NotResource;
  if (resources === undefined) malformed('Missing required field Resource');
  const arn = `arn:${partition}:s3:::${bucket.name}`;
  const inside = (resource: string) => resource === arn || resource.startsWith(`${arn}/`) || resource === `${arn}*`;
  if (!listed(resources).every(inside)) malformed('Policy has invalid resource');
}

// Conditions that keep a policy for everybody from being public (AWS page "Blocking public access", "public").
const NARROWING =
  /^(aws:(SourceIp|SourceArn|SourceVpc|SourceVpce|SourceAccount|SourceOrgID|SourceOrgPaths|SourceOwner|PrincipalAccount|PrincipalOrgID|PrincipalOrgPaths|PrincipalArn|PrincipalServiceName|userid|UserId)|s3:(x-amz-server-side-encryption-aws-kms-key-id|DataAccessPointAccount|DataAccessPointArn))$/i;

function isPublic(statement: Statement): boolean {
  if (statement.Effect !== 'Allow') return false;
  const everybody = 'NotPrincipal' in statement || principalsOf(statement).some(([, value]) => value === '*');
  const conditions = Object.entries((statement.Condition ?? {}) as Record<string, Record<string, unknown>>);
  const narrowed = conditions.some(
    ([operator, keys]) =>
      !/not/i.test(operator) &&
      Object.entries(keys).some(([key, values]) => NARROWING.test(key) && !listed(values).includes('*')),
  );
  return everybody && !narrowed;
}

/** Whether a bucket's policy makes it public (AWS page "GetBucketPolicyStatus"). */
export function policyIsPublic({ policy }: Bucket): boolean {
  return [parsed(policy ?? '{"Statement":[]}').Statement].flat().some((one) => isPublic(one as Statement));
}

/** The policy as S3 keeps it: JSON written anew. Throws MalformedPolicy, or AccessDenied for a public one. */
export function checkedBucketPolicy(text: string | undefined, bucket: Bucket, context: Context): string {
  if (Buffer.byteLength(text ?? '') > 20 * 1024) malformed('Policy exceeds the maximum allowed document size.');
  const policy = parsed(text);
  if (policy.Version !== undefined && !/^20(12-10|08-10)-17$/.test(String(policy.Version))) {
    malformed('The policy must contain a valid version string');
  }
  if (policy.Statement === undefined) malformed('Missing required field Statement');
  const statements = [policy.Statement].flat() as Statement[];
  if (!statements.length) malformed('Could not parse the policy: Statement is empty!');
  for (const statement of statements) checkStatement(statement, bucket, context);
  const block = bucket.publicAccessBlock;
  if (block?.BlockPublicPolicy && statements.some(isPublic)) {
    refuse(
      'AccessDenied',
      `User: ${context.state.callerArn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:${context.partition}:s3:::${bucket.name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      403,
    );
  }
  return JSON.stringify(policy);
}
