import { actions, allow, atHome, atHomeInThisAccount, type Clause } from '../document.ts';
import { bucketArn, type Place } from '../place.ts';

/**
 * The bucket that SageMaker's SDK and pages create at first use and offer for results (SageMaker Python SDK,
 * `Session.default_bucket`). Its name is fixed for each account and Region.
 */
export function resultsBucket({ region, accountId }: Place): string {
  return `sagemaker-${region}-${accountId}`;
}

/** Anyone may own a bucket of that name, so the account is checked, once the bucket exists. Nothing is deleted. */
export function keepsResults(place: Place): Clause[] {
  const bucket = resultsBucket(place);
  return [
    allow('CreateResultsBucket', `Create bucket ${bucket} at first use.`, {
      Action: 's3:CreateBucket',
      Resource: bucketArn(place, bucket),
      Condition: atHome(place),
    }),
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
