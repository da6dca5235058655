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
    Action: actions('s3', 'Get*Configuration GetBucket* ListBucket*'),
    Resource: [bucketArn(place, place.landingBucket), bucketArn(place, place.analysisBucket)],
    Condition: atHomeInThisAccount(place),
  });
}

/** No ACLs and no deletion of versions: an engineer cannot destroy what versioning keeps. */
export function worksOnObjects(place: Place): Clause {
  return allow('WorkOnObjects', 'Upload, read and delete objects in both buckets; noncurrent versions are kept.', {
    Action: actions(
      's3',
      `AbortMultipartUpload DeleteObject GetObject GetObjectAcl GetObjectAttributes GetObjectTagging GetObjectVersion
       GetObjectVersionAttributes GetObjectVersionTagging ListMultipartUploadParts PutObject PutObjectTagging`,
    ),
    Resource: [bucketArn(place, place.landingBucket, '*'), bucketArn(place, place.analysisBucket, '*')],
    Condition: atHomeInThisAccount(place),
  });
}

/** The ARN of an access point has its name but not its bucket, so a policy can only restrict the name. */
export function keepsAccessPoints(place: Place): Clause {
  const starts = [...new Set([`${place.name}-`, place.landingBucket, place.analysisBucket])];
  const distinct = starts.filter((start) => !starts.some((other) => other !== start && start.startsWith(other)));
  return allow('KeepAccessPoints', 'Create, view and delete access points named after the buckets.', {
    Action: actions('s3', 'CreateAccessPoint DeleteAccessPoint GetAccessPointPolicy GetAccessPointPolicyStatus'),
    Resource: distinct.map((start) => arn(place, 's3', `accesspoint/${start}*`)),
  });
}

/** `*` also for the three actions on a job: S3 accepts only jobs of the caller's account, and moto 5.2.1 supports no job ARN. */
export function runsBatchJobs(place: Place): Clause {
  return allow(
    'RunBatchJobs',
    'Run S3 Batch Operations jobs in the home Region and list the S3 settings of the account there.',
    {
      Action: actions(
        's3',
        `CreateJob DescribeJob GetAccessPoint GetAccountPublicAccessBlock ListAccessPoints
       ListAccessPointsForObjectLambda ListJobs ListStorageLensConfigurations UpdateJobPriority UpdateJobStatus`,
      ),
      Resource: '*',
      Condition: atHome(place),
    },
  );
}

export function listsAnalysisBucket(place: Place): Clause {
  return allow('ListAnalysisBucket', 'List the objects in the analysis bucket; no access to the landing zone.', {
    Action: actions('s3', 'GetBucketLocation GetBucketVersioning ListBucket ListBucketVersions'),
    Resource: bucketArn(place, place.analysisBucket),
    Condition: atHomeInThisAccount(place),
  });
}

export function readsAnalysisObjects(place: Place): Clause {
  return allow('ReadAnalysisObjects', 'Download objects from the analysis bucket, without changing any.', {
    Action: actions(
      's3',
      `GetObject GetObjectAttributes GetObjectTagging GetObjectVersion GetObjectVersionAttributes
       GetObjectVersionTagging`,
    ),
    Resource: bucketArn(place, place.analysisBucket, '*'),
    Condition: atHomeInThisAccount(place),
  });
}
