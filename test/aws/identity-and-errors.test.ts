import { describe, expect, test } from 'vitest';
import { consoleLink, globalRegionOf, identityOf, partitionOf, signInPage } from '../../src/aws/account.ts';
import { patienceWith } from '../../src/aws/causes/causes.ts';
import { codeOf, isDenied, isMissing, isPending, isSignedOut, messageOf } from '../../src/aws/errors.ts';

const ID = '111122223333';

test.each([
  ['arn:aws:iam::111122223333:root', 'root', '', 'aws'],
  ['arn:aws:iam::111122223333:user/ann', 'user', 'ann', 'aws'],
  ['arn:aws:iam::111122223333:user/division/team/ann', 'user', 'ann', 'aws'],
  ['arn:aws:sts::111122223333:assumed-role/admin/session-1', 'role', 'admin', 'aws'],
  [
    'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com',
    'role',
    'AWSReservedSSO_Admin_0123456789abcdef',
    'aws',
  ],
  ['arn:aws:sts::111122223333:federated-user/ann', 'role', 'ann', 'aws'],
  ['arn:aws-us-gov:iam::111122223333:user/root', 'user', 'root', 'aws-us-gov'],
  ['arn:aws-cn:iam::111122223333:root', 'root', '', 'aws-cn'],
  ['arn:aws-cn:sts::111122223333:assumed-role/root/x', 'role', 'root', 'aws-cn'],
])('%s is %s "%s" in %s', (arn, kind, name, partition) => {
  expect(identityOf(arn, ID)).toEqual({ accountId: ID, arn, kind, name, partition });
});

test.each([
  [
    'ap-southeast-2',
    'aws',
    'us-east-1',
    'https://console.aws.amazon.com/iam',
    'https://111122223333.signin.aws.amazon.com/console',
  ],
  [
    'us-gov-east-1',
    'aws-us-gov',
    'us-gov-west-1',
    'https://console.amazonaws-us-gov.com/iam',
    'https://111122223333.signin.amazonaws-us-gov.com/console',
  ],
  [
    'cn-northwest-1',
    'aws-cn',
    'cn-north-1',
    'https://console.amazonaws.cn/iam',
    'https://111122223333.signin.amazonaws.cn/console',
  ],
])('%s is in %s', (region, partition, globalRegion, page, signIn) => {
  const of = partitionOf(region);
  expect([of, globalRegionOf(of), consoleLink(of, 'iam')]).toEqual([partition, globalRegion, page]);
  expect(signInPage({ accountId: ID, partition: of })).toBe(signIn);
});

const named = (name: string, message = '', status?: number) =>
  Object.assign(new Error(message), { name, ...(status ? { $metadata: { httpStatusCode: status } } : {}) });

describe('errors', () => {
  test.each<[string, unknown, string]>([
    ['a code', named('NoSuchEntity'), 'NoSuchEntity'],
    ["the SDK's class name", named('NoSuchEntityException'), 'NoSuchEntity'],
    ['no error', 'NoSuchEntity', ''],
    ['nothing', undefined, ''],
  ])('the code of %s', (_what, error, code) => expect(codeOf(error)).toBe(code));

  test.each<[unknown, string]>([
    [named('X', 'said'), 'said'],
    [named('X'), 'X'],
    ['text', 'text'],
  ])('the message of %s is %s', (error, message) => expect(messageOf(error)).toBe(message));

  const KINDS = { denied: isDenied, missing: isMissing, 'signed out': isSignedOut, pending: isPending };
  test.each<[string, number | undefined, keyof typeof KINDS | 'none']>([
    ['AccessDenied', 403, 'denied'],
    ['AccessDeniedException', 400, 'denied'],
    ['UnauthorizedOperation', 403, 'denied'],
    ['AuthorizationErrorException', 403, 'denied'],
    ['AuthorizationError', 403, 'denied'],
    ['403', 403, 'denied'],
    ['Unknown', 403, 'denied'],
    ['UnknownError', 403, 'denied'],
    ['Unknown', 500, 'none'],
    ['OptInRequired', 401, 'none'],
    ['AccountProblem', 403, 'none'],
    ['NoSuchEntityException', 404, 'missing'],
    ['NoSuchBucket', 404, 'missing'],
    ['NotFound', 404, 'missing'],
    ['NotFoundException', 404, 'missing'],
    ['ResourceNotFoundException', 404, 'missing'],
    ['InvalidGroup.NotFound', 400, 'missing'],
    ['InvalidInstanceID.NotFound', 400, 'missing'],
    ['OwnershipControlsNotFoundError', 404, 'missing'],
    ['404', 404, 'missing'],
    ['ExpiredToken', 403, 'signed out'],
    ['ExpiredTokenException', 400, 'signed out'],
    ['RequestExpired', 400, 'signed out'],
    ['InvalidClientTokenId', 403, 'signed out'],
    ['UnrecognizedClientException', 400, 'signed out'],
    ['InvalidAccessKeyId', 403, 'signed out'],
    ['SignatureDoesNotMatch', 403, 'signed out'],
    ['InvalidSignatureException', 400, 'signed out'],
    ['AuthFailure', 401, 'signed out'],
    ['CredentialsProviderError', undefined, 'signed out'],
    ['TokenProviderError', undefined, 'signed out'],
    ['PendingVerification', 400, 'pending'],
    ['VcpuLimitExceeded', 400, 'none'],
    ['ThrottlingException', 400, 'none'],
    ['EntityAlreadyExists', 409, 'none'],
  ])('%s (%s) is %s', (name, status, kind) => {
    const error = named(name, 'said', status);
    const kinds = Object.entries(KINDS)
      .filter(([, is]) => is(error))
      .map(([one]) => one);
    expect(kinds).toEqual(kind === 'none' ? [] : [kind]);
  });

  test.each<[unknown, number]>([
    [named('NoSuchEntityException'), 120],
    [named('EntityAlreadyExists'), 120],
    [named('EntityTemporarilyUnmodifiableException'), 120],
    [named('ConcurrentModificationException'), 120],
    [named('OperationAborted'), 120],
    [named('NoSuchBucket'), 120],
    [named('InvalidGroup.NotFound'), 120],
    [named('AnswerLost'), 120],
    [named('DeleteConflictException'), 120],
    [named('InvalidPermission.Duplicate'), 120],
    [named('BucketNotEmpty'), 60],
    [named('DependencyViolation'), 300],
    [
      named(
        'InvalidParameterValue',
        'Value (box) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name',
      ),
      120,
    ],
    [named('InvalidParameterValue', 'Invalid value'), 0],
    [named('AccessDenied'), 0],
    [named('BucketAlreadyExists'), 0],
    [named('LimitExceededException'), 0],
    [undefined, 0],
  ])('%s: %d seconds', (error, seconds) => expect(patienceWith(error)).toBe(seconds * 1000));
});

test('an answer that is not of AWS is said to be that', () => {
  const html = named('Error', 'Deserialization error: to see the raw response, inspect the hidden field', 500);
  expect(messageOf(html)).toBe("the answer of the endpoint is not in AWS's format (HTTP 500)");
});
