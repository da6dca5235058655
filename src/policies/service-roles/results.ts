import { actions, allow, atHome, atHomeInThisAccount, type Clause } from '../document.ts';
import { bucketArn, type Place } from '../place.ts';

/**
 * The bucket that SageMaker's SDK and pages create at first use and offer for results (SageMaker Python SDK,
 * `Session.default_bucket`). Its name is fixed for each account and Region.
 */
export function resultsBucket({ region, accountId }: Place): string {
  return `sagemaker-${region}-${accountId}`;
}

/** Without `aws:ResourceAccount`, because the bucket does not exist yet. The name has the account and the Region in it. */
function createsResultsBucket(place: Place): Clause {
  return allow('CreateResultsBucket', `Create bucket ${resultsBucket(place)}, for results of jobs, at first use.`, {
    Action: 's3:CreateBucket',
    Resource: bucketArn(place, resultsBucket(place)),
    Condition: atHome(place),
  });
}

/** Analysts fetch results; engineers copy what others shall use into the analysis bucket. */
export function readsResults(place: Place): Clause {
  const bucket = resultsBucket(place);
  return allow('ReadResults', `List and download the results of jobs in bucket ${bucket}.`, {
    Action: actions('s3', 'GetBucketLocation GetObject ListBucket'),
    Resource: [bucketArn(place, bucket), bucketArn(place, bucket, '*')],
    Condition: atHomeInThisAccount(place),
  });
}

/** Anyone may own a bucket of that name, so the account is checked, once the bucket exists. Nothing is deleted. */
export function keepsResults(place: Place): Clause[] {
  const bucket = resultsBucket(place);
  return [
    createsResultsBucket(place),
    allow('KeepResults', `Write results to bucket ${bucket} and read them, without deleting any.`, {
      Action: actions(
        's3',
        `AbortMultipartUpload GetBucketLocation GetObject ListBucket ListBucketMultipartUploads
         ListMultipartUploadParts PutObject`,
      ),
      Resource: [bucketArn(place, bucket), bucketArn(place, bucket, '*')],
      Condition: atHomeInThisAccount(place),
    }),
  ];
}
