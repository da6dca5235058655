import type { ClientRequest, Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { SecureContext } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';

/** A proxy refused a request. */
export class ProxyRefused extends Error {
  override name = 'ProxyRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the proxy answered with HTTP ${status}`);
    this.status = status;
  }
}

/** The proxy itself cannot be used; `cause` says why. */
export class ProxyAway extends Error {
  override name = 'ProxyAway';
}

// Otherwise the refusal of a proxy would look like an answer of AWS.
class Tunnel extends HttpsProxyAgent<string> {
  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    let status = 0;
    (request as ClientRequest).once('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      status = statusCode;
    });
    const socket = await super.connect(request, options).catch((error: unknown) => {
      throw new ProxyAway('the proxy cannot be used', { cause: error });
    });
    if (status === 200) return socket;
    socket.destroy();
    throw new ProxyRefused(status);
  }
}

// Only for emulators, which are used without TLS.
class Relay extends HttpProxyAgent<string> {
  override connect(...given: Parameters<HttpProxyAgent<string>['connect']>) {
    return super.connect(...given).catch((error: unknown) => {
      throw new ProxyAway('the proxy cannot be used', { cause: error });
    });
  }
}

/** Agents that send everything through a proxy; `trust` also applies to the proxy's own certificate. */
export function tunnels(
  proxy: URL,
  trust: SecureContext | undefined,
): { httpAgent: HttpAgent; httpsAgent: HttpsAgent } {
  const options = { keepAlive: true, maxSockets: 64, ...(trust ? { secureContext: trust } : {}) };
  const tunnel = new Tunnel(proxy.href, options);
  // For the TLS connection to AWS inside the tunnel; the package uses its options only for the proxy.
  Object.assign(tunnel.options, trust ? { secureContext: trust } : {});
  return { httpAgent: new Relay(proxy.href, options), httpsAgent: tunnel };
}
