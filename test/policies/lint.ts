import type { PolicyDocument, Statement } from '../../src/policies/index.ts';
import { type ActionFacts, actionsLike, isGlobalKey, overlap } from './service-data.ts';

/** Retired in July 2023, yet still in the service data, so that "does the action exist" misses them. */
const retiredServices = ['aws-portal'];

/** Services whose requests are not bound to a Region, so that a Region condition would only break them. */
const worldwide =
  'account billing budgets ce consolidatedbilling cur freetier health iam invoicing payments purchase-orders signin sts support tax'.split(
    ' ',
  );

const operators = ['StringEquals', 'NumericEquals', 'Bool', 'BoolIfExists'];

/** S3 answers these lists from a Region of its own choice; the public gallery signs in from us-east-1 only. */
const answeredElsewhere = ['ecr-public:GetAuthorizationToken', 's3:ListAllMyBuckets', 's3:ListMultiRegionAccessPoints'];

/** Have a job ARN, but moto refuses it, and S3 takes only jobs of the caller's own account. */
const takenOnStar = actionsOn('s3', 'DeleteJobTagging DescribeJob PutJobTagging UpdateJobPriority UpdateJobStatus');

/** The service data name four kinds of sign-in as required, but one request has one of them. */
const oneOfItsResources = actionsOn('signin', 'AuthorizeOAuth2Access CreateOAuth2Token');

function actionsOn(service: string, names: string): string[] {
  return names.split(' ').map((name) => `${service}:${name}`);
}

/**
 * Metrics are limited by their namespace, on `*` (AWS page "Using condition keys to limit access to CloudWatch namespaces").
 * The service data have a resource type for it, which is not required.
 */
const limitedByNamespace = 'cloudwatch:PutMetricData';

/** What is wrong with a document; empty if nothing. `*` and `service:*` on `*` are for administrators. */
export async function lint(document: PolicyDocument, forAdmin: boolean): Promise<string[]> {
  const each = await Promise.all(document.Statement.map((statement) => lintStatement(statement, forAdmin)));
  return [...lintText(document), ...each.flat()];
}

function lintText(document: PolicyDocument): string[] {
  const text = JSON.stringify(document);
  const size = text.replace(/\s/g, '').length;
  const sids = document.Statement.map((statement) => statement.Sid);
  const twice = sids.filter((sid, i) => sids.indexOf(sid) !== i);
  return [
    ...(size > 6144 ? [`${size} characters, 6144 are allowed`] : []),
    ...(/^[\u0020-\u00ff]*$/.test(text) ? [] : ['a character that IAM refuses']),
    ...(document.Statement.length === 0 ? ['no statement'] : []),
    ...twice.map((sid) => `${sid}: Sid used twice`),
    ...sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid)).map((sid) => `${sid}: Sid is not alphanumeric`),
  ];
}

async function lintStatement(statement: Statement, forAdmin: boolean): Promise<string[]> {
  const patterns = [statement.Action ?? statement.NotAction ?? []].flat();
  const facts = new Map<string, ActionFacts[]>();
  for (const pattern of patterns) facts.set(pattern, await actionsLike(pattern));
  const problems = [
    ...patterns.filter((pattern) => facts.get(pattern)?.length === 0).map((pattern) => `${pattern} does not exist`),
    ...patterns.filter((pattern) => retiredServices.includes(serviceOf(pattern))).map((one) => `${one} is retired`),
    ...lintCondition(statement, [...facts.values()].flat()),
    ...(statement.Effect === 'Allow' && statement.Action ? lintResources(statement, facts) : []),
    ...(statement.Effect === 'Allow' && !forAdmin ? lintReach(statement, facts) : []),
  ];
  return problems.map((problem) => `${statement.Sid}: ${problem}`);
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}

function lintCondition(statement: Statement, facts: ActionFacts[]): string[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) => [
    ...(operators.includes(operator) ? [] : [`operator ${operator} is not known`]),
    ...Object.keys(keys)
      .filter((key) => !isGlobalKey(key) && !facts.every((action) => action.conditionKeys.includes(key)))
      .map((key) => `key ${key} does not come with every action`),
  ]);
}

/** Every action can use a resource of the list, and every resource serves an action. */
function lintResources(statement: Statement, facts: Map<string, ActionFacts[]>): string[] {
  const resources = [statement.Resource ?? []].flat();
  const fits = (pattern: string, resource: string) =>
    resource === '*' || overlap(pattern, resource.replace(/\$\{[^}]+\}/g, '*'));
  const usable = (action: ActionFacts, resource: string) =>
    resource === '*' || action.arns.some((arn) => fits(arn.pattern, resource));
  const idle = [...facts].filter(([, actions]) => !actions.some((one) => resources.some((arn) => usable(one, arn))));
  const exact = [...facts].filter(([pattern]) => !pattern.includes('*')).flatMap(([, actions]) => actions);
  const several = exact.filter((action) => !oneOfItsResources.includes(action.name));
  const short = several.filter((action) =>
    action.arns.some((arn) => arn.required && !resources.some((resource) => fits(arn.pattern, resource))),
  );
  const unused = resources.filter((resource) => ![...facts.values()].flat().some((one) => usable(one, resource)));
  return [
    ...idle.map(([pattern]) => `${pattern} works on none of the resources`),
    ...short.map((action) => `${action.name} needs a resource that is missing`),
    ...unused.map((resource) => `${resource} serves no action`),
  ];
}

/** Outside admin: nothing wide on `*`, and everything regional stays in one Region. */
function lintReach(statement: Statement, facts: Map<string, ActionFacts[]>): string[] {
  if (!statement.Action) return ['Allow with NotAction'];
  const resources = [statement.Resource ?? []].flat();
  const condition = JSON.stringify(statement.Condition ?? {});
  const homeOnly = condition.includes('"aws:RequestedRegion"');
  const all = [...facts].flatMap(([pattern, actions]) => actions.map((action) => ({ pattern, action })));
  const onStar = resources.includes('*') ? all : [];
  const takesStar = (name: string) =>
    takenOnStar.includes(name) || (name === limitedByNamespace && condition.includes('"cloudwatch:namespace"'));
  return [
    ...onStar.filter(({ pattern }) => /^\*$|:\*$/.test(pattern)).map(({ pattern }) => `${pattern} on *`),
    ...onStar
      .filter(({ action }) => action.arns.length > 0 && !action.readOnly && !takesStar(action.name))
      .map(({ action }) => `${action.name} on * although it has a resource type`),
    ...all
      .filter(({ action }) => !worldwide.includes(serviceOf(action.name)) && !answeredElsewhere.includes(action.name))
      .filter(() => !homeOnly && resources.some((resource) => (resource.split(':')[3] ?? '') === ''))
      .map(({ action }) => `${action.name} in every Region`),
  ];
}
