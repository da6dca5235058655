import { credentials, SILENT, type Typist } from './credentials.ts';
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
  /** The variables that proxies and NODE_EXTRA_CA_CERTS are read from; none unless told. */
  env?: Record<string, string | undefined>;
  /** Authorities that are trusted besides Node's. */
  caBundle?: CaBundle;
  /** Where services answer that are not asked at AWS; where none is told, the SDK reads the variables itself. */
  endpoints?: Endpoints;
  /** The profile itself holds credentials, or says how to get them: no other place is tried when that fails. */
  isOfProfile?: boolean;
  /** Asks a person for the code of an MFA device; where there is none, profiles that want one are refused. */
  askMfaCode?: Typist;
  /** How long a connection and an answer may take, in milliseconds; 5 and 30 seconds unless told. */
  timeouts?: { connect: number; request: number };
  /** How often a request is tried before its error is believed; 8 times unless told. */
  attempts?: number;
  /** Called with each request before it is sent; for `--debug`. Inputs are never given. */
  onRequest?: (request: { service: ServiceName; operation: string; region: string }) => void;
}

interface Stack {
  add(middleware: Middleware, options: { step: string; priority: string }): void;
}
/** An SDK client as far as it is used here. */
export interface Client {
  send(command: unknown): Promise<unknown>;
  middlewareStack: Stack;
}

const TIMEOUTS = { connect: 5_000, request: 30_000 };

/** The SDK clients of a run, one for each service and Region, made at first use. */
export interface Clients {
  of(service: ServiceName, region: string): Promise<Client>;
  /** The id of the access key that signs; undefined where there is none. Temporary ones begin with `ASIA`. */
  signer(): Promise<string | undefined>;
}

/** No client yet. Throws Unreachable where the bundle of certificates that is named cannot be read. */
export function clientsOf(connection: Connection): Clients {
  const made = new Map<string, Promise<Client>>();
  const paceOf = paces();
  const { env = {}, endpoints = {}, profile } = connection;
  const trust = trustOf(connection);
  const sockets = connections(trust);
  const weather = { hasAnswered: false, isDown: false };
  const requestsWith = (timeouts: typeof TIMEOUTS) =>
    new WayfindingRequests({ sockets, env, trust, timeouts, weather });
  const requests = requestsWith(connection.timeouts ?? TIMEOUTS);
  // Found once for all services: a credential process, a sign-in or an MFA code is not asked for seven times.
  const signedInAs = credentials({ ...connection, requests });

  async function newClient(service: ServiceName, region: string): Promise<Client> {
    const { Client } = (await loadService(service)) as { Client: new (options: object) => Client };
    const endpoint = endpoints[service]?.url;
    const patience = PATIENCE[service];
    const client = new Client({
      region,
      ...(profile ? { profile } : {}),
      ...(endpoint ? { endpoint } : {}),
      // Only AWS has a host name for each bucket.
      ...(service === 's3' && endpoint && !isAwsHost(endpoint) ? { forcePathStyle: true } : {}),
      credentials: signedInAs,
      maxAttempts: patience?.attempts ?? connection.attempts ?? ATTEMPTS,
      customUserAgent: [['aws-baseline', connection.version]],
      logger: SILENT,
      requestHandler: patience ? requestsWith(patience.timeouts) : requests,
    });
    const within = { step: 'finalizeRequest', priority: 'low' };
    client.middlewareStack.add(gapIsNoOutage, within);
    client.middlewareStack.add(lookBeforeAgain, within);
    if (service === 'iam') client.middlewareStack.add(quotaIsNoThrottling, within);
    // Behind the SDK's retries, so that each try waits its turn.
    client.middlewareStack.add(paceOf(service), within);
    return client;
  }

  return {
    // Where there are none, the request that wants them says why.
    signer: () =>
      signedInAs().then(
        ({ accessKeyId }) => accessKeyId,
        () => undefined,
      ),
    of(service, region) {
      const key = `${service}/${region}`;
      const client = made.get(key) ?? newClient(service, region);
      made.set(key, client);
      return client;
    },
  };
}

// A wrong bundle is said as what it is, also where no request would have been sent over TLS.
function trustOf({ caBundle, env = {} }: Connection): ReturnType<typeof trusting> | undefined {
  try {
    return caBundle && trusting(caBundle, env.NODE_EXTRA_CA_CERTS);
  } catch (error) {
    throw unreachable(error, { protocol: 'https:', hostname: 'AWS' }, { kind: 'direct' });
  }
}
