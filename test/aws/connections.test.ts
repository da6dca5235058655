import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { connections } from '../../src/aws/network/connections.ts';
import type { Host } from '../../src/aws/network/proxies.ts';
import { connect } from '../../src/aws/real.ts';

/** A server that writes down what reaches it. */
async function listening(): Promise<{ host: Host; opened(): number; asked: string[] }> {
  let opened = 0;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization ?? '');
    response.end(
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:root</Arn><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
  server.on('connection', () => {
    opened += 1;
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const host = { protocol: 'http:', hostname: '127.0.0.1', port };
  return { host, opened: () => opened, asked };
}

test('requests share their sockets, whichever service they are for', async () => {
  const { host, opened } = await listening();
  const { httpAgent: agent } = connections();
  const ask = (): Promise<number> =>
    new Promise((resolve, reject) => {
      get({ host: host.hostname, port: host.port, agent }, (answer: IncomingMessage) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      }).on('error', reject);
    });
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200]);
  expect(opened()).toBe(3);
  await Promise.all([ask(), ask(), ask(), ask()]);
  expect(opened()).toBe(4);
});

async function atAws(): Promise<Awaited<ReturnType<typeof listening>>> {
  const aws = await listening();
  for (const [name, value] of [
    ['AWS_ENDPOINT_URL', `http://127.0.0.1:${aws.host.port}`],
    ['AWS_ACCESS_KEY_ID', 'test'],
    ['AWS_SECRET_ACCESS_KEY', 'test'],
  ] as const) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
  return aws;
}

const HOW = { homeRegion: 'ap-southeast-2', version: '0' };

test('while the identity is asked, nothing else is, and one socket is opened', async () => {
  const { opened, asked } = await atAws();
  const account = await connect(HOW);
  expect(account.identity.accountId).toBe('111122223333');
  expect(opened()).toBe(1);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('/sts/aws4_request');
});

test('but what is asked meanwhile, with at most one socket a request', async () => {
  const { opened, asked } = await atAws();
  let answered: Promise<unknown> | undefined;
  const account = await connect(HOW, ({ send }) => {
    answered = send(call('s3', 'ListBuckets', {})).catch(() => {});
  });
  expect(account.identity.accountId).toBe('111122223333');
  // S3 does not understand this server and asks again: however often, that is over.
  await answered;
  expect(asked.length).toBeGreaterThanOrEqual(2);
  expect(opened()).toBeLessThanOrEqual(asked.length);
  expect(asked.some((what) => what.includes('/s3/aws4_request'))).toBe(true);
});
