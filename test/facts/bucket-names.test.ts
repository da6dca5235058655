import { expect, test } from 'vitest';
import { identityOf } from '../../src/aws/account.ts';
import { call } from '../../src/aws/call.ts';
import { tellingRegionOff } from '../../src/aws/region-off.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { bucketIsTaken } from '../../src/facts/buckets/bucket-list.ts';

const HOME = 'ap-southeast-2';
const headers = { 'x-amz-bucket-region': 'eu-west-1' };
const answered = (status: number, more: object = {}) =>
  Object.assign(new Error('UnknownError'), { name: String(status), $metadata: { httpStatusCode: status }, ...more });

// AWS page "HeadBucket"; across Regions it also answers 400 with the bucket's Region.
test.each<[string, Error, boolean | 'throws']>([
  ['301', answered(301, { $response: { headers } }), true],
  ['400 that names a Region', answered(400, { $response: { headers } }), true],
  ['403', answered(403, { name: 'Unknown' }), true],
  ['400 that names none', answered(400, { $response: { headers: {} } }), 'throws'],
  ['503', answered(503), 'throws'],
])('a name to which HeadBucket answers %s is taken: %s', async (_what, error, taken) => {
  const account = rehearsalAccount({ homeRegion: HOME });
  const acting = through(account, (given) =>
    given.operation === 'HeadBucket' && given.input.Bucket === 'acme'
      ? Promise.reject(error)
      : account.send(given as never),
  );
  const asked = bucketIsTaken('acme', acting, acting);
  if (taken === 'throws') await expect(asked).rejects.toBe(error);
  else expect(await asked).toBe(taken);
});

test('S3 says IllegalLocationConstraint of a Region that is off only to CreateBucket', async () => {
  const identity = identityOf('arn:aws:iam::111122223333:root', '111122223333');
  const wrong = Object.assign(new Error('incompatible'), { name: 'IllegalLocationConstraintException' });
  const account = tellingRegionOff({
    kind: 'aws',
    identity,
    homeRegion: HOME,
    send: (async (given: { service: string }) => {
      if (given.service === 's3') throw wrong;
      return {};
    }) as never,
  });
  await expect(account.send(call('s3', 'GetBucketTagging', { Bucket: 'acme' }))).rejects.toBe(wrong);
  await expect(account.send(call('s3', 'CreateBucket', { Bucket: 'acme' }))).rejects.toThrow('is not enabled');
});
