import type { SecureContext } from 'node:tls';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Connections, connections } from './connections.ts';
import { type Host, type Way, wayTo } from './proxies.ts';
import { type CaBundle, trusting } from './trust.ts';
import { isSilence, unreachable } from './unreachable.ts';

type Handled = Parameters<NodeHttpHandler['handle']>;

/** The network settings of a run. */
interface Transport {
  sockets: Connections;
  /** The proxy variables. */
  env: Record<string, string | undefined>;
  trust: SecureContext | undefined;
  /** In milliseconds. */
  timeouts: { connect: number; request: number };
  /** The state of the network so far, shared by all services. */
  weather: Weather;
}

/** Whether any request has been answered yet, and whether the latest request failed. */
export interface Weather {
  hasAnswered: boolean;
  isDown: boolean;
}

// If the first request gets no answer, the network is wrong, not AWS busy; 15 seconds are long for GetCallerIdentity.
const FIRST_REQUEST_MS = 15_000;
const MOST_SILENCE_MS = 30_000;
const TRIES_AT_FIRST = 4;

/**
 * A request handler for the SDK that uses proxies like the AWS CLI, gives up early without an answer, and then names the
 * host that did not answer (Unreachable). The SDK's credential providers use it as well.
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
    // Without this, the SDK only warns and waits forever.
    throwOnRequestTimeout: true,
    // Also gives up on an answer that stops halfway.
    socketTimeout: timeouts.request,
  };
}

// Errors that the SDK retries itself; all others are final at once.
const PASSING = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND)$/;

/** The number of attempts without an answer, each waiting `ms` milliseconds: at least two, or half a minute. */
export function triesOfSilence(ms: number): number {
  return Math.max(2, Math.ceil(MOST_SILENCE_MS / ms));
}

function isTriedAgain(error: unknown, request: Handled[0], { hasAnswered, isDown }: Weather, ms: number): boolean {
  const { code = '' } = error as { code?: string };
  if (isDown || !(isSilence(error) || PASSING.test(code))) return false;
  // The SDK counts attempts in a request header.
  const [, attempt, most] = /attempt=(\d+)(?:; max=(\d+))?/.exec(request.headers['amz-sdk-request'] ?? '') ?? [];
  if (!attempt) return false;
  const tries = isSilence(error) ? triesOfSilence(ms) : hasAnswered ? Number.POSITIVE_INFINITY : TRIES_AT_FIRST;
  return Number(attempt) < Math.min(tries, Number(most ?? 1));
}

/** Sends a HEAD request that is not an AWS request, through the same proxies as the SDK. Throws Unreachable. */
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
