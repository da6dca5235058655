// The network between a program and moto: it delays, counts and, when told, throttles.
import { Agent, createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokenBucket } from './token-bucket.mjs';

// moto closes each connection after its answer, and its queue of new ones is short.
const onward = new Agent({ keepAlive: false, maxSockets: 32 });
const now = () => performance.now();

async function bodyOf(message) {
  const parts = [];
  for await (const part of message) parts.push(part);
  return Buffer.concat(parts);
}

/** Service and operation of a request, whichever of AWS's protocols it speaks. */
function nameOf({ method, url, headers }, body) {
  const [, scope = '-'] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const service = scope === 'monitoring' ? 'cloudwatch' : scope;
  const target = headers['x-amz-target']?.split('.').at(-1) ?? /\/operation\/(\w+)/.exec(url)?.[1];
  const action = target ?? (body[0] === 0x3c ? null : new URLSearchParams(body.toString('utf8')).get('Action'));
  return { service, operation: action ?? `${method} ${url.replace(/[?&]x-id=\w+/, '')}` };
}

function forward(target, { method, url, rawHeaders }, body) {
  const { hostname, port } = new URL(target);
  const asked = { hostname, port, method, path: url, agent: onward, headers: endToEnd(rawHeaders, body) };
  return new Promise((resolve, reject) => {
    const sent = request(asked, async (answer) => {
      try {
        const whole = await bodyOf(answer);
        resolve({ status: answer.statusCode, headers: endToEnd(answer.rawHeaders, whole), body: whole });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const HOP = /^(connection|keep-alive|transfer-encoding|expect|content-length)$/i;
const endToEnd = (raw, body) => [
  ...raw.filter((_, i) => !HOP.test(raw[i - (i % 2)])),
  ...['content-length', String(body.length)],
];

const REFUSED = Buffer.from(
  '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error>' +
    '<RequestId>0</RequestId></ErrorResponse>',
);

/**
 * Starts the proxy. `begin` empties its books and sets the weather: `rtt` (ms for each request), `handshakes` (round
 * trips more for the first request of a connection), `throttle` ({ rate, burst }: IAM's token bucket).
 */
export async function startProxy(target) {
  let weather = { rtt: 0, handshakes: 0 };
  let bucket;
  let books = { requests: [], connections: 0 };
  const known = new WeakSet();

  async function answer(incoming, outgoing) {
    const entry = { start: now() };
    const { requests } = books;
    const { rtt, handshakes } = weather;
    const isNew = !known.has(incoming.socket);
    known.add(incoming.socket);
    if (isNew) books.connections += 1;
    const body = await bodyOf(incoming);
    requests.push(Object.assign(entry, nameOf(incoming, body)));
    await sleep(rtt / 2 + (isNew ? handshakes * rtt : 0));
    entry.refused = entry.service === 'iam' && bucket !== undefined && !bucket.take(now());
    const said = entry.refused
      ? { status: 400, headers: endToEnd(['content-type', 'text/xml'], REFUSED), body: REFUSED }
      : await forward(target, incoming, body);
    await sleep(rtt / 2);
    Object.assign(entry, { status: said.status, end: now() });
    outgoing.writeHead(said.status, said.headers);
    outgoing.end(incoming.method === 'HEAD' ? undefined : said.body);
  }

  const server = createServer((incoming, outgoing) => answer(incoming, outgoing).catch(() => outgoing.destroy()));
  server.keepAliveTimeout = 60_000;
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    endpoint: `http://127.0.0.1:${server.address().port}`,
    begin(next) {
      weather = next;
      bucket = next.throttle && tokenBucket(next.throttle, now());
      books = { requests: [], connections: 0 };
    },
    books: () => books,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
