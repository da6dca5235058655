import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { connections } from '../../src/aws/connections.ts';
import type { Host } from '../../src/aws/proxies.ts';
import { connect } from '../../src/aws/real.ts';

/** A server that writes down what reaches it. */
async function listening(): Promise<{ host: Host; opened(): number; asked: string[]; hangUp(): void }> {
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
  return { host, opened: () => opened, asked, hangUp: () => server.closeAllConnections() };
}

const ask = ({ hostname, port }: Host, agent: ReturnType<typeof connections>['httpAgent']): Promise<number> =>
  new Promise((resolve, reject) => {
    get({ host: hostname, port, agent }, (answer: IncomingMessage) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    }).on('error', reject);
  });

test('sockets are opened ahead, carry nothing, and serve the first requests', async () => {
  const { host, opened, asked } = await listening();
  const sockets = connections();
  sockets.open(host, 3);
  await expect.poll(opened).toBe(3);
  expect(asked).toEqual([]);
  expect(await Promise.all([1, 2, 3].map(() => ask(host, sockets.httpAgent)))).toEqual([200, 200, 200]);
  expect(opened()).toBe(3);
  await Promise.all([1, 2, 3, 4].map(() => ask(host, sockets.httpAgent)));
  expect(opened()).toBe(4);
});

test('a socket that was closed again is not used', async () => {
  const { host, opened, hangUp } = await listening();
  const sockets = connections();
  sockets.open(host, 1);
  await expect.poll(opened).toBe(1);
  hangUp();
  await new Promise((later) => setTimeout(later, 50));
  expect(await ask(host, sockets.httpAgent)).toBe(200);
  expect(opened()).toBe(2);
});

test('a host that does not answer disturbs nobody', async () => {
  const gone = createTcpServer();
  await new Promise<void>((ready) => gone.listen(0, '127.0.0.1', ready));
  const { port } = gone.address() as AddressInfo;
  await new Promise((closed) => gone.close(closed));
  const sockets = connections();
  for (const protocol of ['http:', 'https:', 'gopher:']) sockets.open({ protocol, hostname: '127.0.0.1', port }, 2);
  await new Promise((later) => setTimeout(later, 50));
});

/** What stands for AWS, at the endpoint of one service or of all that have none of their own. */
async function atAws(service?: 'S3' | 'STS'): Promise<Awaited<ReturnType<typeof listening>>> {
  const aws = await listening();
  for (const [name, value] of [
    [service ? `AWS_ENDPOINT_URL_${service}` : 'AWS_ENDPOINT_URL', `http://127.0.0.1:${aws.host.port}`],
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

test('while the identity is asked, nothing else is', async () => {
  const { opened, asked } = await atAws();
  const account = await connect(HOW);
  expect(account.identity.accountId).toBe('111122223333');
  // Its own, and 16 for the first look. All of them, so that none comes while the next test counts.
  await expect.poll(opened, { timeout: 20_000 }).toBe(17);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain('/sts/aws4_request');
});

test('but what is asked meanwhile; then sockets are opened to the services that were asked, and to no others', async () => {
  const [s3, sts, others] = [await atAws('S3'), await atAws('STS'), await atAws()];
  let answered: Promise<unknown> | undefined;
  const account = await connect(HOW, ({ send }) => {
    answered = send(call('s3', 'ListBuckets', {})).catch(() => {});
  });
  expect(account.identity.accountId).toBe('111122223333');
  await answered;
  // Its own, and the two that it gets ahead.
  await expect.poll(s3.opened, { timeout: 5_000 }).toBeGreaterThanOrEqual(3);
  await new Promise((later) => setTimeout(later, 100));
  expect(s3.asked[0]).toContain('/s3/aws4_request');
  expect(sts.asked).toHaveLength(1);
  expect(sts.opened()).toBe(1);
  expect(others.opened()).toBe(0);
});
