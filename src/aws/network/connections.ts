import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { SecureContext } from 'node:tls';

/** The sockets of a run: kept alive and shared by the clients of all services. */
export interface Connections {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

const OPTIONS = { keepAlive: true, maxSockets: 64 };

/** Starts without any socket. `trust` replaces Node's own list of certificate authorities. */
export function connections(trust?: SecureContext): Connections {
  const secure = { ...OPTIONS, ...(trust ? { secureContext: trust } : {}) };
  return { httpAgent: new HttpAgent(OPTIONS), httpsAgent: new HttpsAgent(secure) };
}
