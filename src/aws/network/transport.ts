import type { SecureContext } from 'node:tls';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Connections, connections } from './connections.ts';
import { type Host, type Way, wayTo } from './proxies.ts';
import { type CaBundle, trusting } from './trust.ts';
import { isSilence, unreachable } from './unreachable.ts';

type Handled = Parameters<NodeHttpHandler['handle']>;

/** How the requests of a run reach AWS. */
export interface Transport {
  sockets: Connections;
  /** What proxy variables say. */
  env: Record<string, string | undefined>;
  trust: SecureContext | undefined;
  /** In milliseconds. */
  timeouts: { connect: number; request: number };
  /** What is known of the network so far, shared by all services. */
  weather: Weather;
}

/** Whether anything has answered yet, and whether the last request that was given up is the latest news. */
export interface Weather {
  hasAnswered: boolean;
  isDown: boolean;
}

// A first request that nobody answers is no busy AWS but a wrong way; 15 seconds are long for GetCallerIdentity.
const FIRST_REQUEST_MS = 15_000;
const MOST_SILENCE_MS = 30_000;
const TRIES_AT_FIRST = 4;

/**
 * The SDK's request handler that goes the way the AWS CLI would go, gives up early where nobody answers, and then says
 * who did not (Unreachable). Credential providers of the SDK are handed the same one.
 */
export class WayfindingRequests extends NodeHttpHandler {
  readonly #transport: Transport;
  readonly #through = new Map<string, Promise<NodeHttpHandler>>();

  constructor(transport: Transport) {
    const { httpAgent, httpsAgent } = transport.sockets;
    super({ ...patience(transport), httpAgent, httpsAgent });
    this.#transport = transport;
  }

  override async handle(...[request, options]: Handled): ReturnType<NodeHttpHandler['handle']> {
    const { weather, timeouts, env } = this.#transport;
    const host: Host = { protocol: request.protocol, hostname: request.hostname, port: request.port };
    const requestTimeout =
      options?.requestTimeout ??
      (weather.hasAnswered ? timeouts.request : Math.min(timeouts.request, FIRST_REQUEST_MS));
    let way: Way = { kind: 'direct' };
    try {
      way = wayTo(host, env);
      const given = { ...options, requestTimeout };
      const answer = await (way.kind === 'proxy'
        ? (await this.#handlerThrough(way.proxy)).handle(request, given)
        : super.handle(request, given));
      Object.assign(weather, { hasAnswered: true, isDown: false });
      return answer;
    } catch (error) {
      if ((error as Error).name === 'AbortError' || isTriedAgain(error, request, weather, requestTimeout)) throw error;
      weather.isDown = true;
      throw unreachable(error, host, way);
    }
  }

  #handlerThrough(proxy: URL): Promise<NodeHttpHandler> {
    const made = this.#through.get(proxy.href) ?? this.#newHandlerThrough(proxy);
    this.#through.set(proxy.href, made);
    return made;
  }

  async #newHandlerThrough(proxy: URL): Promise<NodeHttpHandler> {
    const { tunnels } = await import('./tunnels.ts');
    return new NodeHttpHandler({ ...patience(this.#transport), ...tunnels(proxy, this.#transport.trust) });
  }
}

function patience({ timeouts }: Transport): object {
  return {
    connectionTimeout: timeouts.connect,
    requestTimeout: timeouts.request,
    // Without this the SDK only warns, and waits for ever.
    throwOnRequestTimeout: true,
    // An answer that stops in the middle is given up, too.
    socketTimeout: timeouts.request,
  };
}

// Those that the SDK tries again by itself; the rest is the last word at once.
const PASSING = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND)$/;

/** How often a request is sent of which each try waits so many milliseconds for an answer: twice, or for half a minute. */
export function triesOfSilence(ms: number): number {
  return Math.max(2, Math.ceil(MOST_SILENCE_MS / ms));
}

function isTriedAgain(error: unknown, request: Handled[0], { hasAnswered, isDown }: Weather, ms: number): boolean {
  const { code = '' } = error as { code?: string };
  if (isDown || !(isSilence(error) || PASSING.test(code))) return false;
  // The SDK counts in a header of the request itself.
  const [, attempt, most] = /attempt=(\d+)(?:; max=(\d+))?/.exec(request.headers['amz-sdk-request'] ?? '') ?? [];
  if (!attempt) return false;
  const tries = isSilence(error) ? triesOfSilence(ms) : hasAnswered ? Number.POSITIVE_INFINITY : TRIES_AT_FIRST;
  return Number(attempt) < Math.min(tries, Number(most ?? 1));
}

/** Asks for the head of a page by the way that the SDK's requests go, for what is no request to AWS. Throws Unreachable. */
export async function headOf(
  url: string,
  signal: AbortSignal,
  { env = {}, caBundle }: { env?: Record<string, string | undefined>; caBundle?: CaBundle },
): Promise<Record<string, string>> {
  const { protocol, hostname, port, pathname } = new URL(url);
  const trust = caBundle && trusting(caBundle, env.NODE_EXTRA_CA_CERTS);
  const requests = new WayfindingRequests({
    sockets: connections(trust),
    env,
    trust,
    timeouts: { connect: 3_000, request: 4_000 },
    weather: { hasAnswered: false, isDown: true },
  });
  const asked = { protocol, hostname, method: 'HEAD', path: pathname, headers: { host: hostname } };
  const { response } = await requests.handle(new HttpRequest({ ...asked, ...(port ? { port: Number(port) } : {}) }), {
    abortSignal: signal,
  });
  response.body?.resume?.();
  return response.headers;
}
