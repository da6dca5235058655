import {
  type Account,
  GLOBAL_SERVICES,
  globalRegionOf,
  type Identity,
  identityOf,
  partitionOf,
  somebody,
} from './account.ts';
import { type AnyCall, call, type Send } from './call.ts';
import { connections, type Host } from './connections.ts';
import { limits } from './limits.ts';
import { PATIENCE } from './patience.ts';
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

interface Stack {
  add(middleware: Middleware, options: { step: string; priority: string }): void;
}
interface Client {
  config: { credentials?: unknown };
  send(command: unknown): Promise<unknown>;
  middlewareStack: Stack;
}
type Command = new (input: object) => { middlewareStack: Stack };

/** What a look asks first: any operation of the service that needs no input, and how many requests go out at once. */
const FIRST_LOOK: [ServiceName, operation: string, sockets: number][] = [
  ['iam', 'GetAccountSummary', 6],
  ['s3', 'ListBuckets', 2],
  ['ec2', 'DescribeInstances', 4],
  ['sns', 'GetTopicAttributes', 2],
  ['cloudwatch', 'DescribeAlarms', 2],
  ['budgets', 'DescribeBudgets', 1],
];
// The facts send these to the global Region, where the billing metric is.
const ALARMS: ReadonlySet<ServiceName> = new Set(['sns', 'cloudwatch']);
const TIMEOUTS = { connect: 5_000, request: 30_000 };

/**
 * The real AWS (or what `AWS_ENDPOINT_URL` names), by the SDK's default credential chain. Asks STS who is
 * signed in; throws the SDK's error when nobody is. `meanwhile` is handed the account while that is still asked, and
 * gives back false where more will be asked than it has.
 */
export async function connect(connection: Connection, meanwhile?: (account: Account) => unknown): Promise<Account> {
  const { homeRegion } = connection;
  const { send, warm } = door(connection);
  const asked = send(call('sts', 'GetCallerIdentity', {}));
  const begun = meanwhile?.({ kind: 'aws', identity: somebody(homeRegion), homeRegion, send });
  // While STS answers, the code of the others is read and their sockets are opened: of those that have been asked
  // something meanwhile, or of all where that is not known yet.
  void warm(meanwhile === undefined || begun === false);
  const { Arn = '', Account: accountId = '' } = await asked;
  return {
    kind: 'aws',
    identity: identityOf(Arn, accountId) satisfies Identity,
    homeRegion,
    send,
  };
}

/** Sends calls with one SDK client per service and Region, made at first use. */
export function sender(connection: Connection): Send {
  return door(connection).send;
}

function door(connection: Connection): { send: Send; warm(all: boolean): Promise<void> } {
  const globalRegion = globalRegionOf(partitionOf(connection.homeRegion));
  const paceOf = paces();
  const clients = new Map<string, Promise<Client>>();
  const limited = limits();
  const sockets = connections();
  let credentials: unknown;

  async function newClient(service: ServiceName, region: string): Promise<Client> {
    const { Client } = (await loadService(service)) as unknown as { Client: new (options: object) => Client };
    const { attempts = ATTEMPTS, timeouts = TIMEOUTS } = PATIENCE[service] ?? connection;
    const client = new Client({
      region,
      ...(connection.profile ? { profile: connection.profile } : {}),
      // Found once for all services: a credential process or a sign-in is not asked seven times.
      ...(credentials ? { credentials } : {}),
      maxAttempts: attempts,
      customUserAgent: [['aws-baseline', connection.version]],
      // Its warnings would land between our own lines; what matters comes back as an error. No info(): where there is one,
      // each answer is prepared for it, whatever it does.
      logger: { trace() {}, debug() {}, warn() {}, error() {} },
      requestHandler: {
        connectionTimeout: timeouts.connect,
        requestTimeout: timeouts.request,
        // Without this the SDK only warns, and waits for ever.
        throwOnRequestTimeout: true,
        // An answer that stops in the middle is given up, too.
        socketTimeout: timeouts.request,
        httpAgent: sockets.httpAgent,
        httpsAgent: sockets.httpsAgent,
      },
    });
    credentials ??= client.config.credentials;
    const within = { step: 'finalizeRequest', priority: 'low' };
    client.middlewareStack.add(gapIsNoOutage, within);
    client.middlewareStack.add(lookBeforeAgain, within);
    if (service === 'iam') client.middlewareStack.add(quotaIsNoThrottling, within);
    // Behind the SDK's retries, so that each try waits its turn.
    client.middlewareStack.add(paceOf(service), within);
    return client;
  }

  const regionOf = ({ service, region }: Pick<AnyCall, 'service' | 'region'>): string =>
    region ?? (GLOBAL_SERVICES.has(service) ? globalRegion : connection.homeRegion);
  const clientOf = (service: ServiceName, region: string): Promise<Client> => {
    const key = `${service}/${region}`;
    const client = clients.get(key) ?? newClient(service, region);
    clients.set(key, client);
    return client;
  };
  const commandOf = async ({ service, operation }: Pick<AnyCall, 'service' | 'operation'>): Promise<Command> => {
    const { commands } = await loadService(service);
    const Command = (commands as unknown as Record<string, Command>)[operation];
    if (!Command) throw new Error(`${service} ${operation} is not in src/aws/services/${service}.ts`);
    return Command;
  };

  const asked = new Set<ServiceName>();
  const send = async (given: AnyCall) => {
    asked.add(given.service);
    const region = regionOf(given);
    const [client, Command] = await Promise.all([clientOf(given.service, region), commandOf(given)]);
    return limited(given, () => {
      connection.onRequest?.({ service: given.service, operation: given.operation, region });
      return client.send(new Command(given.input));
    });
  };

  // The SDK alone knows where a service answers, so it prepares a request, and only the socket is opened.
  async function open(service: ServiceName, operation: string, count: number): Promise<void> {
    const region = ALARMS.has(service) ? globalRegion : regionOf({ service });
    const [client, Command] = await Promise.all([clientOf(service, region), commandOf({ service, operation })]);
    const prepared = new Command({});
    const openOnly = () => async (args: unknown) => {
      sockets.open((args as { request: Host }).request, count);
      throw new Error('only the socket was wanted');
    };
    prepared.middlewareStack.add(openOnly, { step: 'build', priority: 'low' });
    await client.send(prepared);
  }
  const warm = async (all: boolean) => {
    await sockets.begun;
    for (const [service, operation, count] of FIRST_LOOK)
      if (all || asked.has(service)) await open(service, operation, count).catch(() => {});
  };
  return { send: send as unknown as Send, warm };
}
