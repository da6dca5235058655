import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf, breaker, type Fault, isReading, nameOf } from './faults.ts';

/** A proxy in front of moto that counts what passes through it, and breaks what it is told to. */
export interface CountingProxy {
  endpoint: string;
  /** "METHOD path?query Action" of each request since the last `forget`. */
  seen(): string[];
  writes(): string[];
  /** The writes that were done since the last `forget`, with what they said; the query protocols' as parameters. */
  done(): Done[];
  /** When nothing that was handed on is under way any more, and its answers are delivered. */
  idle(): Promise<void>;
  /** How many requests were broken since the last `forget`. */
  broken(): number;
  /** The headers of each request since the last `forget`. */
  headers(): IncomingMessage['headers'][];
  forget(): void;
  /** From now on; without rules nothing is broken. */
  breaks(faults: Fault[]): void;
  stop(): Promise<void>;
}

export interface Done {
  operation: string;
  body: string;
}

interface Whole {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** The whole body of a request or an answer. */
export async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forward(target: URL, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Whole> {
  return new Promise((resolve, reject) => {
    const onward = request({ hostname: target.hostname, port: target.port, method, path: url, headers }, (answer) => {
      bodyOf(answer).then(
        (whole) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: whole }),
        reject,
      );
    });
    onward.on('error', reject);
    onward.end(body);
  });
}

/** `wayMs` is how long a request is on its way. */
export async function countingProxy(target: string, wayMs = 0): Promise<CountingProxy> {
  let operations: string[] = [];
  let headers: IncomingMessage['headers'][] = [];
  let broken = 0;
  let done: Done[] = [];
  const underWay = new Set<Promise<unknown>>();
  const handOn = (incoming: IncomingMessage, body: Buffer) => {
    const answer = forward(new URL(target), incoming, body);
    underWay.add(answer);
    answer.catch(() => {}).finally(() => underWay.delete(answer));
    return answer;
  };
  let faultOf = breaker([]);
  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await bodyOf(incoming);
      const { method = 'GET', url = '/' } = incoming;
      const named = nameOf(method, url, incoming.headers, body.toString('utf8'));
      const operation = named.operation.replace(/^(GET|HEAD) /, 'Get ');
      operations.push(operation);
      headers.push(incoming.headers);
      if (wayMs > 0) await new Promise((arrived) => setTimeout(arrived, wayMs));
      const hit = faultOf(named);
      const fault = hit?.do === 'pass' ? undefined : hit;
      if (fault) broken += 1;
      const answer = !fault || fault.when === 'response' ? await handOn(incoming, body) : undefined;
      if (answer && answer.status < 300 && !isReading(operation)) done.push({ operation, body: body.toString('utf8') });
      if (fault?.do === 'hang') return;
      if (fault?.do === 'reset') return void incoming.socket.resetAndDestroy();
      const said = fault ? answerOf(fault, named) : answer!;
      outgoing.writeHead(said.status, said.headers);
      outgoing.end(said.body);
    } catch {
      outgoing.destroy();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port: own } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${own}`,
    seen: () => operations,
    writes: () => operations.filter((operation) => !isReading(operation)),
    done: () => done,
    idle: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
      await new Promise((delivered) => setTimeout(delivered, 5));
    },
    broken: () => broken,
    headers: () => headers,
    forget: () => {
      operations = [];
      headers = [];
      done = [];
      broken = 0;
    },
    breaks: (faults) => {
      faultOf = breaker(faults);
    },
    stop: () =>
      new Promise((stopped) => {
        server.closeAllConnections();
        server.close(() => stopped());
      }),
  };
}
