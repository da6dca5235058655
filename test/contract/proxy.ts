import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy in front of moto that counts what passes through it. */
export interface CountingProxy {
  endpoint: string;
  /** "METHOD path?query Action" of each request since the last `forget`. */
  seen(): string[];
  writes(): string[];
  forget(): void;
  stop(): Promise<void>;
}

const READS = /^(Get|List|Describe|Head)/;

/** Names the operation of a request, whichever of AWS's protocols it speaks. */
function operationOf(method: string, url: string, target: string | undefined, body: string): string {
  if (target) return target.split('.').at(-1) ?? target;
  const action = new URLSearchParams(body).get('Action');
  if (action && !body.startsWith('<')) return action;
  return method === 'GET' || method === 'HEAD' ? `Get ${url}` : `${method} ${url}`;
}

export async function countingProxy(target: string): Promise<CountingProxy> {
  const { hostname, port } = new URL(target);
  let operations: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = 'GET', url = '/', headers } = incoming;
      operations.push(operationOf(method, url, headers['x-amz-target'] as string | undefined, body.toString('utf8')));
      const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port: own } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${own}`,
    seen: () => operations,
    writes: () => operations.filter((operation) => !READS.test(operation)),
    forget: () => {
      operations = [];
    },
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
}
