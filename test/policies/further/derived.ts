import type { TableRow } from '../rows.ts';
import { stranger } from './row-makers.ts';

/** IAM, STS, sign-in and billing have no Region; S3 answers these two lists from where it likes, the public gallery from one. */
const worldwide =
  /^(iam|sts|signin|ecr-public|account|billing|budgets|ce|consolidatedbilling|cur|freetier|health|invoicing|purchase-orders|tax):|^s3:List(AllMyBuckets|MultiRegionAccessPoints)$/;

/** Allowed on `*` although AWS knows an ARN; the Region of the call is what limits them. */
const onStar = new RegExp(
  [
    '^(ecs|eks|sagemaker):(Describe|List)|^ecs:Get',
    '^ecr:(BatchCheck|BatchGet|Describe|Get|List)',
    '^(autoscaling|cloudwatch|elasticloadbalancing|kms|rds|redshift|servicediscovery|servicequotas):',
    '^(ec2:GetSecurityGroupsForVpc|logs:GetLogRecord|logs:GetQueryResults|logs:ListTagsForResource|ssm:GetConnectionStatus)$',
    '^s3:(DescribeJob|UpdateJob|[A-Z][a-z]+JobTagging)',
  ].join('|'),
);

/**
 * What follows from every row that allows an engineer or an analyst something: the same with one thing moved
 * abroad is refused. One change a row, so that each limit is proved by itself.
 */
export function movedAbroad(rows: TableRow[], away: string): TableRow[] {
  return rows
    .filter((row) => row.expected === 'allow' && row.topics.length === 1 && row.topics[0] !== 'admin')
    .flatMap((row) => {
      const resources = [row.request.resource].flat();
      const byArn = !onStar.test(row.request.action);
      const moved = resources.flatMap((resource, i) =>
        byArn ? abroad(resource, away).map((other) => resources.with(i, other)) : [],
      );
      return [
        ...moved.map((resource) => refused(row, { resource: [...resource] }, 'same, on a resource that is not theirs')),
        ...contextsAbroad(row, resources, away).map((context) => refused(row, { context }, 'same, asked from abroad')),
      ];
    });
}

function refused(row: TableRow, change: Partial<TableRow['request']>, why: string): TableRow {
  return { ...row, id: `${row.id}/abroad`, request: { ...row.request, ...change }, expected: 'deny', why };
}

function abroad(resource: string, away: string): string[] {
  const parts = resource.split(':');
  const [, , service = '', region = '', account = ''] = parts;
  if (resource === '*' || /^(account|billing|budgets|purchase-orders)$/.test(service)) return [];
  const lookalikes: string[] = [];
  // Whoever signs in has the same permissions in every Region.
  if (region && service !== 'signin') lookalikes.push(parts.with(3, away).join(':'));
  if (account) lookalikes.push(parts.with(4, stranger).join(':'));
  if (service === 's3' && !region) lookalikes.push(resource.replace(/:::([^/]+)/, ':::$1-copy'));
  if (service === 'iam' && parts[5]?.startsWith('user/')) lookalikes.push(`${resource}2`);
  if (service === 'iam' && parts[5]?.startsWith('role/aws-baseline/')) {
    lookalikes.push(resource.replace(/([^/]+)\/([^/]+)$/, '$1-admin/$2'), resource.replace('/aws-baseline/', '/'));
  }
  return lookalikes;
}

function contextsAbroad(row: TableRow, resources: string[], away: string): TableRow['request']['context'][] {
  const { action, context } = row.request;
  const bucket = action.startsWith('s3:') && resources.some((resource) => resource.includes(':s3:::'));
  const regional = !worldwide.test(action) && (bucket || resources.includes('*') || onStar.test(action));
  return [
    ...(regional ? [away, undefined] : []).map((region) => ({ ...context, 'aws:RequestedRegion': region })),
    // A bucket that does not exist yet is in no account.
    ...(bucket && action !== 's3:CreateBucket' ? [stranger, undefined] : []).map((account) => ({
      ...context,
      'aws:ResourceAccount': account,
    })),
  ];
}
