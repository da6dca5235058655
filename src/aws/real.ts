import { type Account, globalRegionOf, type Identity, identityOf, partitionOf } from './account.ts';
import { type AnyCall, call, type Send } from './call.ts';
import { limits } from './limits.ts';
import { paces } from './rate.ts';
import { ATTEMPTS, gapIsNoOutage, lookBeforeAgain, type Middleware, quotaIsNoThrottling } from './retries.ts';
import { loadService, type ServiceName } from './services.ts';

/** Where and as whom to connect. `endpoint` comes from `AWS_ENDPOINT_URL` and is the SDK's own business. */
export interface Connection {
  homeRegion: string;
  profile?: string;
  version: string;
  /** How long a connection and an answer may take, in milliseconds; 5 and 30 seconds unless told. */
  timeouts?: { connect: number; request: number };
  /** How often a request is tried before its error is believed; 8 times unless told. */
  attempts?: number;
  /** Called with each request before it is sent; for `--debug`. Inputs are never given. */
  onRequest?: (request: { service: ServiceName; operation: string; region: string }) => void;
}

interface Client {
  send(command: unknown): Promise<unknown>;
  middlewareStack: { add(middleware: Middleware, options: { step: string; priority: string }): void };
}

const FIRST_LOOK: ServiceName[] = ['iam', 's3', 'ec2', 'sns', 'cloudwatch', 'budgets'];
const GLOBAL: ReadonlySet<ServiceName> = new Set(['iam', 'sts', 'budgets']);
const TIMEOUTS = { connect: 5_000, request: 30_000 };
// Nothing depends on a price, and a request that is under way would keep the process from ending.
const NO_PATIENCE = { attempts: 1, timeouts: { connect: 1_500, request: 2_000 } };

/**
 * The real AWS (or what `AWS_ENDPOINT_URL` names), by the SDK's default credential chain. Asks STS who is
 * signed in; throws the SDK's error when nobody is.
 */
export async function connect(connection: Connection): Promise<Account> {
  const send = sender(connection);
  // Their code is read while STS answers.
  for (const service of FIRST_LOOK) loadService(service).catch(() => {});
  const { Arn = '', Account: accountId = '' } = await send(call('sts', 'GetCallerIdentity', {}));
  return {
    kind: 'aws',
    identity: identityOf(Arn, accountId) satisfies Identity,
    homeRegion: connection.homeRegion,
    send,
  };
}

/** Sends calls with one SDK client per service and Region, made at first use. */
export function sender(connection: Connection): Send {
  const globalRegion = globalRegionOf(partitionOf(connection.homeRegion));
  const paceOf = paces();
  const clients = new Map<string, Promise<Client>>();
  const limited = limits();

  async function newClient(service: ServiceName, region: string): Promise<Client> {
    const { Client } = (await loadService(service)) as unknown as { Client: new (options: object) => Client };
    const { attempts = ATTEMPTS, timeouts = TIMEOUTS } = service === 'pricing' ? NO_PATIENCE : connection;
    const client = new Client({
      region,
      ...(connection.profile ? { profile: connection.profile } : {}),
      maxAttempts: attempts,
      customUserAgent: [['aws-baseline', connection.version]],
      // Its warnings would land between our own lines; what matters comes back as an error.
      logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
      requestHandler: {
        connectionTimeout: timeouts.connect,
        requestTimeout: timeouts.request,
        // Without this the SDK only warns, and waits for ever.
        throwOnRequestTimeout: true,
        httpAgent: { maxSockets: 64 },
        httpsAgent: { maxSockets: 64 },
      },
    });
    const within = { step: 'finalizeRequest', priority: 'low' };
    client.middlewareStack.add(gapIsNoOutage, within);
    client.middlewareStack.add(lookBeforeAgain, within);
    if (service === 'iam') client.middlewareStack.add(quotaIsNoThrottling, within);
    // Behind the SDK's retries, so that each try waits its turn.
    client.middlewareStack.add(paceOf(service), within);
    return client;
  }

  return (async (given: AnyCall) => {
    const region = given.region ?? (GLOBAL.has(given.service) ? globalRegion : connection.homeRegion);
    const key = `${given.service}/${region}`;
    const client = clients.get(key) ?? newClient(given.service, region);
    clients.set(key, client);
    const { commands } = await loadService(given.service);
    const Command = (commands as unknown as Record<string, new (input: unknown) => unknown>)[given.operation];
    if (!Command) throw new Error(`${given.service} ${given.operation} is not in src/aws/services/${given.service}.ts`);
    const ready = await client;
    return limited(given.service, () => {
      connection.onRequest?.({ service: given.service, operation: given.operation, region });
      return ready.send(new Command(given.input));
    });
  }) as unknown as Send;
}
