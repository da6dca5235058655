import { actions, allow, atHomeInThisAccount, type Clause } from '../document.ts';
import { bucketArn, type Place } from '../place.ts';

/**
 * The bucket that SageMaker's SDK and pages create at first use and offer for results (SageMaker Python SDK,
 * `Session.default_bucket`). Its name is fixed for each account and Region.
 */
export function resultsBucket({ region, accountId }: Place): string {
  return `sagemaker-${region}-${accountId}`;
}

/** Anyone may own a bucket of that name, so the account is checked. Nothing is deleted. */
export function keepsResults(place: Place): Clause[] {
  const bucket = resultsBucket(place);
  return [
    allow('OpenResultsBucket', `Create bucket ${bucket} at first use, and list it.`, {
      Action: actions('s3', 'CreateBucket GetBucketLocation ListBucket ListBucketMultipartUploads'),
      Resource: bucketArn(place, bucket),
      Condition: atHomeInThisAccount(place),
    }),
    allow('KeepResults', `Write results to ${bucket} and read them, without deleting any.`, {
      Action: actions('s3', 'AbortMultipartUpload GetObject ListMultipartUploadParts PutObject'),
      Resource: bucketArn(place, bucket, '*'),
      Condition: atHomeInThisAccount(place),
    }),
  ];
}
