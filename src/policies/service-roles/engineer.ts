import { actions, allow, atHomeInThisAccount, type Clause, type Conditions } from '../document.ts';
import { leavesGlueDoorsShut, usesGlue, usesGlueWithoutArns } from '../glue.ts';
import { arn, bucketArn, type Place } from '../place.ts';
import { logStream, writesLogs } from './logs.ts';
import { need, type ServiceRole } from './service-role.ts';

function listsBothBuckets(place: Place): Clause {
  return allow('ListBothBuckets', 'List the objects and unfinished uploads of both buckets.', {
    Action: actions('s3', 'GetBucketAcl GetBucketLocation ListBucket ListBucketMultipartUploads'),
    Resource: [bucketArn(place, place.landingBucket), bucketArn(place, place.analysisBucket)],
    Condition: atHomeInThisAccount(place),
  });
}

function worksOnObjects(place: Place): Clause {
  return allow('WorkOnObjects', 'Read, write and delete objects in both buckets; noncurrent versions are kept.', {
    Action: actions('s3', 'AbortMultipartUpload DeleteObject GetObject ListMultipartUploadParts PutObject'),
    Resource: [bucketArn(place, place.landingBucket, '*'), bucketArn(place, place.analysisBucket, '*')],
    Condition: atHomeInThisAccount(place),
  });
}

/** Glue's pages keep scripts there and create it at first use (AWS page "Getting started with AWS Glue Studio"). */
function assetsBucket({ accountId, region }: Place): string {
  return `aws-glue-assets-${accountId}-${region}`;
}

function usesAssets(place: Place): Clause {
  const bucket = assetsBucket(place);
  return allow('UseAssets', "Read scripts in the bucket of Glue's console pages, and keep temporary files there.", {
    Action: actions('s3', 'DeleteObject GetObject ListBucket PutObject'),
    Resource: [bucketArn(place, bucket), bucketArn(place, bucket, '*')],
    Condition: atHomeInThisAccount(place),
  });
}

function countsWork(place: Place): Clause {
  const Condition: Conditions = {
    StringEquals: { 'aws:RequestedRegion': place.region, 'cloudwatch:namespace': 'Glue' },
  };
  return allow('CountWork', 'Write the metrics of jobs in the home Region.', {
    Action: 'cloudwatch:PutMetricData',
    Resource: '*',
    Condition,
  });
}

/**
 * A job calls Glue as its role, for the catalog, bookmarks and sessions; AWS's page "Create an IAM policy for the AWS Glue
 * service" gives it `glue:*`. Here it has what engineers have themselves. Not AWSGlueServiceRole: that one lists every
 * bucket and reads and writes every `aws-glue-*` bucket, of any account. Jobs in a VPC are left out. The page "Create an IAM
 * role for AWS Glue" shows the trust without conditions.
 */
export const glue: ServiceRole = {
  name: 'aws-baseline-glue',
  owner: 'engineer',
  service: 'AWS Glue',
  principal: () => 'glue.amazonaws.com',
  awsPolicies: [],
  clauses: (place) => [
    usesGlue(place),
    usesGlueWithoutArns(place),
    leavesGlueDoorsShut(),
    listsBothBuckets(place),
    worksOnObjects(place),
    usesAssets(place),
    writesLogs(place, '/aws-glue/*'),
    countsWork(place),
  ],
  needs: (place) => [
    need(place, 'read the landing zone', 's3:GetObject', bucketArn(place, place.landingBucket, 'in')),
    need(place, 'write to the analysis bucket', 's3:PutObject', bucketArn(place, place.analysisBucket, 'out')),
    need(place, 'read the catalog', 'glue:GetTable', arn(place, 'glue', 'table/db/t')),
    need(place, 'write logs', 'logs:PutLogEvents', logStream(place, '/aws-glue/jobs/output')),
  ],
};

function copiesObjects(place: Place): Clause {
  return allow('CopyObjects', 'Read and write objects and tags in both buckets, the manifest and report included.', {
    Action: actions(
      's3',
      `GetObject GetObjectTagging GetObjectVersion GetObjectVersionTagging PutObject PutObjectTagging`,
    ),
    Resource: [bucketArn(place, place.landingBucket, '*'), bucketArn(place, place.analysisBucket, '*')],
    Condition: atHomeInThisAccount(place),
  });
}

/**
 * The actions of AWS's page "Granting permissions for Batch Operations" for copying and tagging, without ACLs, which both
 * buckets have disabled. A manifest that S3 generates needs `s3:PutInventoryConfiguration`, a bucket setting, so it is left
 * out: a job gets a list of objects. The page shows the trust without conditions.
 */
export const s3Batch: ServiceRole = {
  name: 'aws-baseline-s3-batch',
  owner: 'engineer',
  service: 'S3 Batch Operations',
  principal: () => 'batchoperations.s3.amazonaws.com',
  awsPolicies: [],
  clauses: (place) => [listsBothBuckets(place), copiesObjects(place)],
  needs: (place) => [
    need(place, 'read the manifest', 's3:GetObject', bucketArn(place, place.landingBucket, 'manifest.csv')),
    need(place, 'write to the analysis bucket', 's3:PutObject', bucketArn(place, place.analysisBucket, 'out')),
    need(place, 'tag objects', 's3:PutObjectTagging', bucketArn(place, place.landingBucket, 'in')),
  ],
};
