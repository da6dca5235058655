import { credentials, SILENT, type Typist } from './credentials.ts';
import { withoutAccountHost } from './network/account-host.ts';
import { connections } from './network/connections.ts';
import { type Endpoints, isAwsHost } from './network/endpoints.ts';
import { PATIENCE } from './network/patience.ts';
import { paces } from './network/rate.ts';
import { ATTEMPTS, gapIsNoOutage, lookBeforeAgain, type Middleware, quotaIsNoThrottling } from './network/retries.ts';
import { WayfindingRequests } from './network/transport.ts';
import { type CaBundle, trusting } from './network/trust.ts';
import { unreachable } from './network/unreachable.ts';
import { loadService, type ServiceName } from './services.ts';

/** Where and as whom to connect. */
export interface Connection {
  homeRegion: string;
  profile?: string;
  version: string;
  /** The environment variables for proxies and NODE_EXTRA_CA_CERTS; default none. */
  env?: Record<string, string | undefined>;
  /** Certificate authorities to trust in addition to those of Node.js. */
  caBundle?: CaBundle;
  /** Custom endpoints of services; if none is given, the SDK reads the variables itself. */
  endpoints?: Endpoints;
  /** The profile contains credentials, or says how to get them: if that fails, no other source is tried. */
  isOfProfile?: boolean;
  /** Prompts for an MFA code; without it, profiles that require one fail. */
  askMfaCode?: Typist;
  /** Timeouts for a connection and an answer, in milliseconds; default 5 and 30 seconds. */
  timeouts?: { connect: number; request: number };
  /** The number of attempts of a request; default 8. */
  attempts?: number;
  /** Called with each request before it is sent, without its input; for `--debug`. */
  onRequest?: (request: { service: ServiceName; operation: string; region: string }) => void;
}

interface Stack {
  add(middleware: Middleware, options: { step: string; priority: string }): void;
}
/** The part of an SDK client that is used here. */
export interface Client {
  send(command: unknown): Promise<unknown>;
  middlewareStack: Stack;
  config: { systemClockOffset?: number };
}

const TIMEOUTS = { connect: 5_000, request: 30_000 };

/** The SDK clients of a run, one per service and Region, created at first use. */
interface Clients {
  of(service: ServiceName, region: string): Promise<Client>;
  /** The id of the access key that signs; undefined if there is none. Temporary ones begin with `ASIA`. */
  signer(): Promise<string | undefined>;
  /** How far the local clock is behind AWS's, in milliseconds, by the answers so far. */
  clockBehind(): number;
}

/** Starts without any client. Throws Unreachable if the given certificate bundle cannot be read. */
export function clientsOf(connection: Connection): Clients {
  const made = new Map<string, Promise<Client>>();
  const ready: Client[] = [];
  const paceOf = paces();
  const { env = {}, endpoints = {}, profile } = connection;
  const trust = trustOf(connection);
  const sockets = connections(trust);
  const weather = { hasAnswered: false, isDown: false };
  const requestsWith = (timeouts: typeof TIMEOUTS, isApart = false) =>
    new WayfindingRequests({ sockets, env, trust, timeouts, weather: isApart ? { ...weather } : weather });
  const requests = requestsWith(connection.timeouts ?? TIMEOUTS);
  // Resolved once for all services: a credential process or an MFA prompt must not run once per service.
  const signedInAs = credentials({ ...connection, requests });

  async function newClient(service: ServiceName, region: string): Promise<Client> {
    const { Client } = (await loadService(service)) as { Client: new (options: object) => Client };
    const given = endpoints[service]?.url;
    const host = service === 's3control' && given ? withoutAccountHost(given) : undefined;
    const endpoint = host?.endpoint ?? given;
    const patience = PATIENCE[service];
    const client = new Client({
      region,
      ...(profile ? { profile } : {}),
      ...(endpoint ? { endpoint } : {}),
      // Only AWS has a host name per bucket.
      ...(service === 's3' && endpoint && !isAwsHost(endpoint) ? { forcePathStyle: true } : {}),
      credentials: signedInAs,
      maxAttempts: patience?.attempts ?? connection.attempts ?? ATTEMPTS,
      customUserAgent: [['aws-baseline', connection.version]],
      logger: SILENT,
      requestHandler: patience ? requestsWith(patience.timeouts, patience.isApart) : requests,
    });
    if (host) client.middlewareStack.add(host.middleware, { step: 'build', priority: 'high' });
    const within = { step: 'finalizeRequest', priority: 'low' };
    client.middlewareStack.add(gapIsNoOutage(), within);
    client.middlewareStack.add(lookBeforeAgain, within);
    if (service === 'iam') client.middlewareStack.add(quotaIsNoThrottling, within);
    // After the SDK's retries in the stack, so that each attempt waits its turn.
    client.middlewareStack.add(paceOf(service), within);
    ready.push(client);
    return client;
  }

  return {
    // Without credentials, the request that needs them reports the reason.
    signer: () =>
      signedInAs().then(
        ({ accessKeyId }) => accessKeyId,
        () => undefined,
      ),
    // The SDK compares the Date header of each answer with the clock; before the first one, the offset is 0. A proxy may
    // answer with an old date, but not for all services.
    clockBehind() {
      const offsets = ready.map(({ config }) => config.systemClockOffset ?? 0).filter((offset) => offset !== 0);
      return offsets.sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? 0;
    },
    of(service, region) {
      const key = `${service}/${region}`;
      const client = made.get(key) ?? newClient(service, region);
      made.set(key, client);
      return client;
    },
  };
}

// Reports an invalid bundle as such, even if no request would use TLS.
function trustOf({ caBundle, env = {} }: Connection): ReturnType<typeof trusting> | undefined {
  try {
    return caBundle && trusting(caBundle, env.NODE_EXTRA_CA_CERTS);
  } catch (error) {
    throw unreachable(error, { protocol: 'https:', hostname: 'AWS' }, { kind: 'direct' });
  }
}
