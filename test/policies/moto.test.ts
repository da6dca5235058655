import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { CreatePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { policyTopics } from '../../src/policies/index.ts';
import { renderings } from './places.ts';

const onPath = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;
const required = process.env.REQUIRE_MOTO === '1';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function answers(url: string): Promise<void> {
  for (let left = 150; left > 0; left--) {
    const up = await fetch(`${url}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`moto_server did not answer at ${url} within 30 seconds`);
}

it.runIf(required)('moto_server is there, because REQUIRE_MOTO=1', () => expect(onPath).toBe(true));

describe.skipIf(!onPath)('moto takes every rendering (skipped without moto_server)', () => {
  let moto: ChildProcess;
  let client: IAMClient;

  beforeAll(async () => {
    const port = await freePort();
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    const endpoint = `http://127.0.0.1:${port}`;
    await answers(endpoint);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new IAMClient({ endpoint, region: 'us-east-1', credentials });
  });

  afterAll(() => {
    client?.destroy();
    moto?.kill();
  });

  it.each(renderings(policyTopics))('$name at $at', async ({ name, at, document }) => {
    const PolicyDocument = JSON.stringify(document);
    const answer = await client.send(new CreatePolicyCommand({ PolicyName: `${name}-${at}`, PolicyDocument }));
    expect(answer.Policy?.Arn).toContain(name);
  });
});
