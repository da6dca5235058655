import { readFileSync } from 'node:fs';
import type { Place, PolicyRequest, PolicyTopic } from '../../src/policies/index.ts';

/** One decision that must come out: the policies attached, the request, allowed or not. */
export interface TableRow {
  id: string;
  topics: PolicyTopic[];
  place: Place;
  request: PolicyRequest;
  expected: 'allow' | 'deny';
  why: string;
}

interface FileRow {
  id: string;
  policy: PolicyTopic | PolicyTopic[];
  params: string;
  action: string;
  resource: string | string[];
  context: Record<string, string | null>;
  expected: 'allow' | 'deny';
  why: string;
}

interface TableFile {
  params: Record<string, Record<string, string>>;
  contextDefaults: Record<string, string>;
  rows: FileRow[];
}

const file: TableFile = JSON.parse(readFileSync(new URL('policy-truth-table.json', import.meta.url), 'utf8'));

/** The keys that AWS sends along with every request of `<topic>_<name>`, signed in with MFA. */
export function contextAt(
  place: Place,
  topic: PolicyTopic,
  context: Record<string, string | null>,
): PolicyRequest['context'] {
  const user = `${topic}_${place.name}`;
  const region = context['aws:RequestedRegion'] ?? place.region;
  const merged = {
    ...file.contextDefaults,
    'aws:username': user,
    'aws:PrincipalArn': `arn:${place.partition}:iam::${place.accountId}:user/${user}`,
    'aws:PrincipalAccount': place.accountId,
    'aws:ResourceAccount': place.accountId,
    's3:ResourceAccount': place.accountId,
    'ec2:Region': region,
    'aws:RequestedRegion': region,
    ...context,
  };
  return Object.fromEntries(Object.entries(merged).map(([key, value]) => [key, value ?? undefined]));
}

function placeOf(params: Record<string, string>): Place {
  const part = (key: string) => params[key] ?? '';
  return {
    name: part('Name'),
    accountId: part('AccountId'),
    region: part('Region'),
    partition: part('Partition') as Place['partition'],
    landingBucket: part('LandingZoneBucket'),
    analysisBucket: part('AnalysisBucket'),
  };
}

/** `{{EngineerRoleArn}}` and `{{EngineerRoleLookalikeArn}}`, as the table's head explains them. */
function fillIn(text: string, place: Place): string {
  const role = (path: string) => `arn:${place.partition}:iam::${place.accountId}:role/aws-baseline/${path}`;
  const roles: Record<string, string> = {
    EngineerRoleArn: role(`engineer/${place.name}-glue`),
    AnalystRoleArn: role(`analyst/${place.name}-compute`),
  };
  return text.replace(/\{\{(\w+)\}\}/g, (token, name: string) => roles[name] ?? token);
}

/** The given table: 182 rows over Sydney, London, GovCloud and China. */
export function givenRows(): TableRow[] {
  return file.rows.map((row) => {
    const place = placeOf(file.params[row.params] ?? {});
    const topics = [row.policy].flat();
    const resources = [row.resource].flat().map((resource) => fillIn(resource, place));
    const resource = typeof row.resource === 'string' ? (resources[0] ?? '') : resources;
    const request = { action: row.action, resource, context: contextAt(place, topics[0] ?? 'admin', row.context) };
    return { id: row.id, topics, place, request, expected: row.expected, why: row.why };
  });
}
