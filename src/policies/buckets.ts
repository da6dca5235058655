import { actions, allow, atHome, atHomeInThisAccount, type Clause } from './document.ts';
import { arn, bucketArn, type Place } from './place.ts';

/** No Region: S3 may answer the bucket list from us-east-1, the list of multi-Region access points from us-west-2. */
export function listsBuckets(): Clause {
  return allow('ListBuckets', 'See the names of all buckets, as the S3 page does.', {
    Action: 's3:ListAllMyBuckets',
    Resource: '*',
  });
}

export function listsBucketsAndAccessPoints(): Clause {
  return allow('ListBuckets', 'See the names of all buckets and multi-Region access points, as the S3 page does.', {
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

/** No ACLs, no version deletes: what versioning keeps, an engineer cannot destroy. */
export function worksOnObjects(place: Place): Clause {
  return allow('WorkOnObjects', 'Upload, read and delete objects in both buckets; former versions stay.', {
    Action: actions(
      's3',
      `AbortMultipartUpload DeleteObject GetObject GetObjectAcl GetObjectAttributes GetObjectTagging GetObjectVersion
       GetObjectVersionAttributes GetObjectVersionTagging ListMultipartUploadParts PutObject PutObjectTagging`,
    ),
    Resource: [bucketArn(place, place.landingBucket, '*'), bucketArn(place, place.analysisBucket, '*')],
    Condition: atHomeInThisAccount(place),
  });
}

/** IAM sees an access point's name, never its bucket: the name is all a policy can hold on to. */
export function keepsAccessPoints(place: Place): Clause {
  const starts = [...new Set([`${place.name}-`, place.landingBucket, place.analysisBucket])];
  const distinct = starts.filter((start) => !starts.some((other) => other !== start && start.startsWith(other)));
  return allow('KeepAccessPoints', 'Make, look at and delete access points named after the buckets.', {
    Action: actions('s3', 'CreateAccessPoint DeleteAccessPoint GetAccessPointPolicy GetAccessPointPolicyStatus'),
    Resource: distinct.map((start) => arn(place, 's3', `accesspoint/${start}*`)),
  });
}

/** `*` also for the three actions on a job: S3 takes only jobs of the caller's account, moto 5.2.1 no job ARN. */
export function runsBatchJobs(place: Place): Clause {
  return allow('RunBatchJobs', 'Run S3 batch jobs in the home Region and list what S3 knows about the account there.', {
    Action: actions(
      's3',
      `CreateJob DescribeJob GetAccessPoint GetAccountPublicAccessBlock ListAccessPoints
       ListAccessPointsForObjectLambda ListJobs ListStorageLensConfigurations UpdateJobPriority UpdateJobStatus`,
    ),
    Resource: '*',
    Condition: atHome(place),
  });
}

export function listsAnalysisBucket(place: Place): Clause {
  return allow('ListAnalysisBucket', 'List what is in the analysis bucket; the landing zone stays closed.', {
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
