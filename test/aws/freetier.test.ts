import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { codeOf } from '../../src/aws/errors.ts';
import { sender } from '../../src/aws/real.ts';

interface Asked {
  path: string;
  method: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** The request that an endpoint gets, and what comes of its answer. */
async function asked(status: number, answer: object) {
  const requests: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      requests.push({ path: request.url ?? '', method: request.method ?? '', headers: request.headers, body });
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoints = { freetier: { url, source: 'test' } };
  const [id, key] = [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY];
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
  onTestFinished(() => {
    for (const [name, value] of Object.entries({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  const send = sender({ homeRegion: 'ap-southeast-2', version: '0', endpoints });
  const told = await send(call('freetier', 'GetAccountPlanState', {})).catch((error: unknown) => error);
  return { requests, told };
}

test('the plan is asked by a signed JSON 1.0 request in us-east-1, and its answer has the shapes of the API reference', async () => {
  const { requests, told } = await asked(200, {
    accountId: '111122223333',
    accountPlanType: 'FREE',
    accountPlanStatus: 'ACTIVE',
    accountPlanRemainingCredits: { amount: 87.5, unit: 'USD' },
    accountPlanExpirationDate: '2027-05-24T10:00:00Z',
    somethingNew: 1,
  });
  expect(requests).toHaveLength(1);
  const [request] = requests;
  expect([request?.method, request?.path, request?.body]).toEqual(['POST', '/', '{}']);
  expect(request?.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AWSFreeTierService.GetAccountPlanState',
    authorization: expect.stringMatching(/Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/us-east-1\/freetier\/aws4_request/),
  });
  expect(told).toMatchObject({
    accountId: '111122223333',
    accountPlanType: 'FREE',
    accountPlanStatus: 'ACTIVE',
    accountPlanRemainingCredits: { amount: 87.5, unit: 'USD' },
    accountPlanExpirationDate: new Date('2027-05-24T10:00:00Z'),
  });
});

test.each([
  ['AccessDeniedException', 400],
  ['ResourceNotFoundException', 400],
])('%s is told by its name', async (name, status) => {
  const { told } = await asked(status, { __type: `com.amazonaws.freetier#${name}`, message: 'no' });
  expect([told instanceof Error, codeOf(told), (told as Error).message]).toEqual([
    true,
    name.replace('Exception', ''),
    'no',
  ]);
});
