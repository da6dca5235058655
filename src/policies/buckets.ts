import { actions, allow, atHome, atHomeInThisAccount, type Clause } from './document.ts';
import { arn, bucketArn, type Place } from './place.ts';

/** No Region condition: S3 may serve the bucket list from us-east-1, and the list of Multi-Region Access Points from us-west-2. */
export function listsBuckets(): Clause {
  return allow('ListBuckets', 'List the names of all buckets, as the S3 console does.', {
    Action: 's3:ListAllMyBuckets',
    Resource: '*',
  });
}

export function listsBucketsAndAccessPoints(): Clause {
  return allow('ListBuckets', 'List the names of all buckets and Multi-Region Access Points, as the S3 console does.', {
    Action: ['s3:ListAllMyBuckets', 's3:ListMultiRegionAccessPoints'],
    Resource: '*',
  });
}

export function readsBucketSettings(place: Place): Clause {
  return allow('ReadBucketSettings', 'List both buckets and read their settings, without changing any.', {
    Action: actions('s3', 'Get*Configuration GetBucket* ListBucket* ListTagsForResource'),
    Resource: [bucketArn(place, place.landingBucket), bucketArn(place, place.analysisBucket)],
    Condition: atHomeInThisAccount(place),
  });
}

/**
 * No ACLs and no deletion of versions: an engineer cannot destroy what versioning keeps. Through an access point, S3 asks
 * the bucket too (AWS page "Configuring IAM policies for using access points"), so an access point on another bucket opens
 * nothing, unless the policy of that bucket leaves the decision to its access points.
 */
export function worksOnObjects(place: Place): Clause {
  return allow('WorkOnObjects', 'Upload, read and delete objects in both buckets; noncurrent versions are kept.', {
    Action: actions(
      's3',
      `*ObjectTagging *ObjectVersionTagging AbortMultipartUpload DeleteObject GetObject* ListMultipartUploadParts
       PutObject RestoreObject`,
    ),
    Resource: [
      bucketArn(place, place.landingBucket, '*'),
      bucketArn(place, place.analysisBucket, '*'),
      ...accessPoints(place).map((point) => `${point}/object/*`),
    ],
    Condition: atHomeInThisAccount(place),
  });
}

/** The ARN of an access point has its name but not its bucket, so a policy can only restrict the name. */
function accessPoints(place: Place): string[] {
  const starts = [...new Set([`${place.name}-`, place.landingBucket, place.analysisBucket])];
  const distinct = starts.filter((start) => !starts.some((other) => other !== start && start.startsWith(other)));
  return distinct.map((start) => arn(place, 's3', `accesspoint/${start}*`));
}

export function keepsAccessPoints(place: Place): Clause {
  return allow('KeepAccessPoints', 'Create, list, view and delete access points named after the buckets.', {
    Action: actions(
      's3',
      `CreateAccessPoint DeleteAccessPoint GetAccessPointPolicy GetAccessPointPolicyStatus GetBucketLocation ListBucket
       ListBucketVersions`,
    ),
    Resource: accessPoints(place),
  });
}

/** The bucket in which Glue Studio keeps scripts and notebooks (AWS page "Review IAM permissions needed for the Glue Studio user"). */
function assetsBucket(place: Place): string {
  return `aws-glue-assets-${place.accountId}-${place.region}`;
}

/** Without `aws:ResourceAccount`, because the bucket does not exist yet. The name has the account and the Region in it. */
export function createsAssetsBucket(place: Place): Clause {
  return allow('CreateGlueAssets', "Create Glue Studio's bucket for scripts, as its pages do at first use.", {
    Action: 's3:CreateBucket',
    Resource: bucketArn(place, assetsBucket(place)),
    Condition: atHome(place),
  });
}

/** In this account only: anybody could create a bucket of this name first. */
export function usesAssetsBucket(place: Place): Clause {
  return allow('UseGlueAssets', "Read and write scripts and notebooks in Glue Studio's bucket.", {
    Action: actions(
      's3',
      'DeleteObject GetBucketAcl GetBucketLocation GetObject ListBucket PutBucketPublicAccessBlock PutObject',
    ),
    Resource: [bucketArn(place, assetsBucket(place)), bucketArn(place, assetsBucket(place), '*')],
    Condition: atHomeInThisAccount(place),
  });
}

/** `*` also for the actions on a job: S3 accepts only jobs of the caller's account, and moto 5.2.1 supports no job ARN. */
export function runsBatchJobs(place: Place): Clause {
  return allow(
    'RunBatchJobs',
    'Run S3 Batch Operations jobs in the home Region and list the S3 settings of the account there.',
    {
      Action: actions(
        's3',
        `*JobTagging CreateJob DescribeJob GetAccessPoint GetAccountPublicAccessBlock ListAccessPoints
         ListAccessPointsForObjectLambda ListJobs ListStorageLensConfigurations UpdateJobPriority UpdateJobStatus`,
      ),
      Resource: '*',
      Condition: atHome(place),
    },
  );
}

export function listsAnalysisBucket(place: Place): Clause {
  return allow('ListAnalysisBucket', 'List the objects in the analysis bucket; no access to the landing zone.', {
    Action: actions(
      's3',
      `GetBucketLocation GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPublicAccessBlock
       GetBucketTagging GetBucketVersioning GetEncryptionConfiguration ListBucket ListBucketVersions`,
    ),
    Resource: bucketArn(place, place.analysisBucket),
    Condition: atHomeInThisAccount(place),
  });
}

export function readsAnalysisObjects(place: Place): Clause {
  return allow('ReadAnalysisObjects', 'Download objects from the analysis bucket, without changing any.', {
    Action: 's3:GetObject*',
    Resource: bucketArn(place, place.analysisBucket, '*'),
    Condition: atHomeInThisAccount(place),
  });
}
