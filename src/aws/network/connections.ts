import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { Host } from './proxies.ts';

/** The sockets of a run: kept alive, shared by the clients of all services, and opened ahead of the first request. */
export interface Connections {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
  /** Resolved as soon as the first request has its socket. */
  begun: Promise<void>;
  /** Opens a number of sockets and sends nothing; errors are left to the requests that would have used them. */
  open(host: Host, sockets: number): void;
}

const OPTIONS = { keepAlive: true, maxSockets: 64 };
const PORTS: Record<string, number> = { 'http:': 80, 'https:': 443 };
const ignore = () => {};

/** Starts without any socket. `trust` has the certificate authorities, if not those of Node.js. */
export function connections(trust?: SecureContext): Connections {
  const secure = { ...OPTIONS, ...(trust ? { secureContext: trust } : {}) };
  const agents: Record<string, HttpAgent> = { 'http:': new HttpAgent(OPTIONS), 'https:': new HttpsAgent(secure) };
  const ready = new Map<string, Socket[]>();
  let begin = ignore;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const connectors = Object.entries(agents).map(([protocol, agent]) => {
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (options, done) => {
      begin();
      const waiting = ready.get(`${protocol}//${options.host}:${options.port ?? PORTS[protocol]}`) ?? [];
      for (let socket = waiting.shift(); socket; socket = waiting.shift()) {
        // The server may have closed it.
        if (socket.destroyed || !socket.writable) continue;
        socket.off('error', ignore);
        return socket.ref();
      }
      return connect(options, done);
    };
    return [protocol, connect] as const;
  });
  const connectTo = new Map(connectors);
  return {
    httpAgent: agents['http:'] as HttpAgent,
    httpsAgent: agents['https:'] as HttpsAgent,
    begun,
    open({ protocol, hostname, port = PORTS[protocol] }, sockets) {
      const host = hostname.replace(/^\[(.*)\]$/, '$1');
      const key = `${protocol}//${host}:${port}`;
      const options: ClientRequestArgs & { servername: string } = {
        ...(agents[protocol] as { options?: object } | undefined)?.options,
        host,
        port,
        // An IP address is not a server name for TLS.
        servername: /^[\d.]+$|:/.test(host) ? '' : host,
      };
      for (let i = 0; i < sockets; i++) {
        const socket = connectTo.get(protocol)?.(options) as Socket | undefined;
        // It must neither keep the program running nor end it.
        socket?.on('error', ignore).unref();
        if (socket) ready.set(key, [...(ready.get(key) ?? []), socket]);
      }
    },
  };
}
