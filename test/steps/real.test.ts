import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { codeOf, isDenied, isMissing, isPending, isSignedOut } from '../../src/aws/errors.ts';
import { connect, sender } from '../../src/aws/real.ts';
import { readOnly } from '../../src/aws/views.ts';
import {
  type AnsweringServer,
  answeringServer,
  caller,
  ec2Error,
  json,
  jsonError,
  queryError,
  type Reply,
  s3Error,
} from './answering-server.ts';

let server: AnsweringServer;
beforeAll(async () => {
  server = await answeringServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.requests.length = 0;
  server.replies.length = 0;
  vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterEach(() => vi.unstubAllEnvs());

const HOME = { homeRegion: 'ap-southeast-2', version: '1.2.3' };
const summary: Reply = {
  body: '<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap><entry><key>Users</key><value>3</value></entry></SummaryMap></GetAccountSummaryResult></GetAccountSummaryResponse>',
};
const asked = call('iam', 'GetAccountSummary', {});

describe('who is signed in', () => {
  test.each([
    ['arn:aws:iam::111122223333:root', 'root', ''],
    ['arn:aws:iam::111122223333:user/ann', 'user', 'ann'],
    ['arn:aws:sts::111122223333:assumed-role/admin/s', 'role', 'admin'],
  ])('%s', async (arn, kind, name) => {
    server.replies.push(caller(arn));
    const account = await connect(HOME);
    expect(account).toMatchObject({
      kind: 'aws',
      homeRegion: 'ap-southeast-2',
      identity: { kind, name, accountId: '111122223333' },
    });
  });

  test.each([
    ['on time', 0],
    ['an hour behind', 60],
    ['an hour ahead', -60],
  ])('and whether the clock is right: %s', async (_name, minutes) => {
    const date = new Date(Date.now() + minutes * 60_000).toUTCString();
    server.replies.push({ ...caller('arn:aws:iam::111122223333:root'), date });
    const account = await connect(HOME);
    expect(Math.round(readOnly(account).clockBehind!() / 60_000) + 0).toBe(minutes);
  });

  test('nobody', async () => {
    server.replies.push(queryError('InvalidClientTokenId', 403));
    await expect(connect(HOME)).rejects.toSatisfy(isSignedOut);
  });
});

describe('a request', () => {
  test('that is throttled is sent again, and tells who asks', async () => {
    server.replies.push(queryError('Throttling'), queryError('Throttling'), summary);
    expect(await sender(HOME)(asked)).toMatchObject({ SummaryMap: { Users: 3 } });
    expect(server.requests).toHaveLength(3);
    expect(server.requests[0]?.agent).toContain('aws-baseline/1.2.3');
  });

  test("about a price is sent once, and its texts are AWS's own", async () => {
    const prices = call('pricing', 'GetProducts', { ServiceCode: 'AmazonEC2' }, 'us-east-1');
    server.replies.push(jsonError('InternalErrorException', 500), json({ PriceList: ['{"a":1}'] }));
    await expect(sender(HOME)(prices)).rejects.toThrow('InternalErrorException said AWS');
    expect(server.requests).toHaveLength(1);
    const { PriceList } = await sender(HOME)(prices);
    expect(PriceList?.map(String)).toEqual(['{"a":1}']);
  });

  test("that AWS answers with 500 is sent again, to the last try; an emulator's page of HTML once", async () => {
    server.replies.push(queryError('InternalFailure', 500));
    await expect(sender({ ...HOME, attempts: 4 })(asked)).rejects.toThrow('InternalFailure said AWS');
    expect(server.requests).toHaveLength(4);

    for (const one of [asked, call('ssm', 'GetParameter', { Name: 'x' }), call('s3', 'ListBuckets', {})]) {
      server.requests.length = 0;
      server.replies.splice(0, server.replies.length, {
        status: 500,
        type: 'text/html',
        body: '<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<p>oops</p>\n',
      });
      await expect(sender(HOME)(one as never)).rejects.toThrow(
        "the answer of the endpoint is not in AWS's format (HTTP 500)",
      );
      expect(server.requests, one.operation).toHaveLength(2);
    }
  });

  test('that an emulator has answered before is sent again after a page of HTML', async () => {
    const html = { status: 500, type: 'text/html', body: '<!doctype html>\n<title>500</title>\n<p>oops</p>\n' };
    server.replies.push(summary, html, summary);
    const send = sender(HOME);
    await send(asked);
    expect(await send(asked)).toMatchObject({ SummaryMap: { Users: 3 } });
    expect(server.requests).toHaveLength(3);
  });

  test('whose answer stops in its middle is given up', async () => {
    server.replies.push({ body: '<GetAccountSummaryResponse>', stalls: true });
    const timeouts = { connect: 500, request: 300 };
    await expect(sender({ ...HOME, attempts: 2, timeouts })(asked)).rejects.toThrow();
    expect(server.requests).toHaveLength(2);
  });

  test('that a load balancer answers with HTML is sent again', async () => {
    server.replies.push({ status: 503, type: 'text/html', body: '<html><body>busy' });
    await expect(sender({ ...HOME, attempts: 4 })(asked)).rejects.toThrow();
    expect(server.requests).toHaveLength(4);
  });

  test('that is refused is not', async () => {
    server.replies.push(queryError('AccessDenied', 403));
    await expect(sender(HOME)(asked)).rejects.toThrow('AccessDenied said AWS');
    expect(server.requests).toHaveLength(1);
  });

  test('of an operation that nobody listed is never sent', async () => {
    const sending = sender(HOME)({ service: 'iam', operation: 'CreateSAMLProvider', input: {} } as never);
    await expect(sending).rejects.toThrow('iam CreateSAMLProvider is not in src/aws/services/iam.ts');
    expect(server.requests).toEqual([]);
  });

  test.each<[AnyCall, string, string]>([
    [call('iam', 'GetAccountSummary', {}), 'ap-southeast-2', 'us-east-1'],
    [call('sts', 'GetCallerIdentity', {}), 'cn-northwest-1', 'cn-north-1'],
    [call('sts', 'GetCallerIdentity', {}), 'us-gov-east-1', 'us-gov-west-1'],
    [call('ec2', 'DescribeVpcs', {}), 'ap-southeast-2', 'ap-southeast-2'],
    [call('ec2', 'DescribeVpcs', {}, 'eu-west-1'), 'ap-southeast-2', 'eu-west-1'],
    [call('s3', 'ListBuckets', {}), 'ap-southeast-2', 'ap-southeast-2'],
  ])('%j from %s goes to %s', async (given, homeRegion, region) => {
    const requests: object[] = [];
    server.replies.push({ status: 400 });
    await sender({ ...HOME, homeRegion, onRequest: (request) => void requests.push(request) })(given as never).catch(
      () => {},
    );
    expect(requests).toEqual([{ service: given.service, operation: given.operation, region }]);
  });

  test('inputs are never told', async () => {
    const requests: object[] = [];
    server.replies.push(queryError('ValidationError'));
    await sender({ ...HOME, onRequest: (request) => void requests.push(request) })(
      call('iam', 'CreateLoginProfile', { UserName: 'ann', Password: 'hunter2' }),
    ).catch(() => {});
    expect(JSON.stringify(requests)).not.toContain('hunter2');
  });
});

describe('errors of every protocol are understood', () => {
  const inBucket = { Bucket: 'acme-x' };
  test.each<[AnyCall, Reply, string, string, ((error: unknown) => boolean) | undefined]>([
    [asked, queryError('AccessDenied', 403), 'AccessDenied', 'AccessDenied', isDenied],
    [
      call('iam', 'GetLoginProfile', { UserName: 'a' }),
      queryError('NoSuchEntity', 404),
      'NoSuchEntityException',
      'NoSuchEntity',
      isMissing,
    ],
    [
      call('iam', 'CreateUser', { UserName: 'a' }),
      queryError('EntityAlreadyExists', 409),
      'EntityAlreadyExistsException',
      'EntityAlreadyExists',
      undefined,
    ],
    [asked, queryError('ExpiredToken', 403), 'ExpiredToken', 'ExpiredToken', isSignedOut],
    [asked, queryError('SignatureDoesNotMatch', 403), 'SignatureDoesNotMatch', 'SignatureDoesNotMatch', isSignedOut],
    [
      call('sns', 'GetTopicAttributes', { TopicArn: 'x' }),
      queryError('NotFound', 404),
      'NotFoundException',
      'NotFound',
      isMissing,
    ],
    [
      call('sns', 'GetTopicAttributes', { TopicArn: 'x' }),
      queryError('AuthorizationError', 403),
      'AuthorizationErrorException',
      'AuthorizationError',
      isDenied,
    ],
    [
      call('ec2', 'DescribeVpcs', {}),
      ec2Error('UnauthorizedOperation', 403),
      'UnauthorizedOperation',
      'UnauthorizedOperation',
      isDenied,
    ],
    [call('ec2', 'DescribeVpcs', {}), ec2Error('AuthFailure', 401), 'AuthFailure', 'AuthFailure', isSignedOut],
    [
      call('ec2', 'RunInstances', { MinCount: 1, MaxCount: 1 }),
      ec2Error('PendingVerification'),
      'PendingVerification',
      'PendingVerification',
      isPending,
    ],
    [
      call('ec2', 'RunInstances', { MinCount: 1, MaxCount: 1 }),
      ec2Error('VcpuLimitExceeded'),
      'VcpuLimitExceeded',
      'VcpuLimitExceeded',
      undefined,
    ],
    [
      call('s3', 'GetBucketPolicy', inBucket),
      s3Error('NoSuchBucketPolicy', 404),
      'NoSuchBucketPolicy',
      'NoSuchBucketPolicy',
      isMissing,
    ],
    [
      call('s3', 'GetBucketEncryption', inBucket),
      s3Error('ServerSideEncryptionConfigurationNotFoundError', 404),
      'ServerSideEncryptionConfigurationNotFoundError',
      'ServerSideEncryptionConfigurationNotFoundError',
      isMissing,
    ],
    [call('s3', 'GetBucketPolicy', inBucket), s3Error('AccessDenied', 403), 'AccessDenied', 'AccessDenied', isDenied],
    [
      call('cloudwatch', 'DescribeAlarms', {}),
      jsonError('AccessDeniedException'),
      'AccessDeniedException',
      'AccessDenied',
      isDenied,
    ],
    [
      call('cloudwatch', 'DescribeAlarms', {}),
      jsonError('ExpiredTokenException'),
      'ExpiredTokenException',
      'ExpiredToken',
      isSignedOut,
    ],
    [
      call('ssm', 'GetParameter', { Name: 'x' }),
      jsonError('UnrecognizedClientException'),
      'UnrecognizedClientException',
      'UnrecognizedClient',
      isSignedOut,
    ],
    [
      call('ssm', 'GetParameter', { Name: 'x' }),
      jsonError('InvalidSignatureException'),
      'InvalidSignatureException',
      'InvalidSignature',
      isSignedOut,
    ],
    [
      call('ssm', 'GetParameter', { Name: 'x' }),
      jsonError('ParameterNotFound'),
      'ParameterNotFound',
      'ParameterNotFound',
      isMissing,
    ],
  ])('%j: %j', async (given, reply, name, code, kind) => {
    server.replies.push(reply);
    const error = await sender(HOME)(given as never).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect((error as Error).name).toBe(name);
    expect(codeOf(error)).toBe(code);
    expect([isDenied, isMissing, isPending, isSignedOut].filter((is) => is(error))).toEqual(kind ? [kind] : []);
  });

  test('an answer that is no answer is an error, not an empty one', async () => {
    server.replies.push({ status: 400, type: 'text/html', body: '<html><body>oops' });
    await expect(sender(HOME)(call('ssm', 'GetParameter', { Name: 'x' }))).rejects.toThrow();
  });

  test('an emulator’s answer with a value of another form is what it does not support, a page in its place is not', async () => {
    const asked = call('macie2', 'GetMacieSession', {});
    server.replies.push({
      type: 'text/html',
      body: '{"createdAt": "2026-11-27T07:17:03.917888", "status": "ENABLED"}',
    });
    await expect(sender(HOME)(asked)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(server.requests).toHaveLength(1);
    server.replies.splice(0, 1, { type: 'text/html', body: '<html><body>Sign in to this network' });
    await expect(sender(HOME)(asked)).rejects.not.toMatchObject({ name: 'NotImplemented' });
  });

  test('what an older SDK does not know is passed on', async () => {
    server.replies.push(json({ Parameter: { Value: 'ami-1' }, Novelty: 1 }));
    expect(await sender(HOME)(call('ssm', 'GetParameter', { Name: 'x' }))).toMatchObject({
      Parameter: { Value: 'ami-1' },
    });
  });
});
