import {
  type Account,
  GLOBAL_SERVICES,
  globalRegionOf,
  type Identity,
  identityOf,
  partitionOf,
  somebody,
} from './account.ts';
import { type AnyCall, call, type Send, sending } from './call.ts';
import { type Client, type Connection, clientsOf } from './clients.ts';
import { limits } from './network/limits.ts';
import { type Host, wayTo } from './network/proxies.ts';
import { loadService, type ServiceName } from './services.ts';

export type { Connection } from './clients.ts';

type Signer = Identity['accessKeyId'];
type Command = new (input: object) => Pick<Client, 'middlewareStack'>;

/** The first services of a check: any operation without required input, and the number of concurrent requests. */
const FIRST_LOOK: [ServiceName, operation: string, sockets: number][] = [
  ['iam', 'GetAccountSummary', 6],
  ['s3', 'ListBuckets', 2],
  ['ec2', 'DescribeInstances', 4],
  ['sns', 'GetTopicAttributes', 2],
  ['cloudwatch', 'DescribeAlarms', 2],
];
// The facts use these in the global Region, where the billing metric is.
const ALARMS: ReadonlySet<ServiceName> = new Set(['sns', 'cloudwatch']);

/**
 * The real AWS (or the endpoint in `AWS_ENDPOINT_URL`), with the SDK's default credential chain. Asks STS for the caller;
 * throws the SDK's error without valid credentials. `meanwhile` gets the account while STS is being asked, and returns
 * false if more services will be needed than it has used.
 */
export async function connect(connection: Connection, meanwhile?: (account: Account) => unknown): Promise<Account> {
  const { homeRegion } = connection;
  const { send, warm, signer } = door(connection);
  const asked = send(call('sts', 'GetCallerIdentity', {}));
  const begun = meanwhile?.({ kind: 'aws', identity: somebody(homeRegion), homeRegion, send });
  // While STS answers, loads the clients of the other services and opens their sockets: of the services used so far, or of
  // all if that is not known yet.
  void warm(meanwhile === undefined || begun === false);
  const { Arn = '', Account: accountId = '' } = await asked;
  const identity = { ...identityOf(Arn, accountId), accessKeyId: await signer() };
  return { kind: 'aws', identity, homeRegion, send };
}

/** Sends calls with one SDK client per service and Region, created at first use. */
export function sender(connection: Connection): Send {
  return door(connection).send;
}

function door(connection: Connection): { send: Send; warm(all: boolean): Promise<void>; signer(): Promise<Signer> } {
  const globalRegion = globalRegionOf(partitionOf(connection.homeRegion));
  const limited = limits();
  const { of: clientOf, sockets, signer } = clientsOf(connection);
  const { env = {} } = connection;

  const regionOf = ({ service, region }: Pick<AnyCall, 'service' | 'region'>): string =>
    region ?? (GLOBAL_SERVICES.has(service) ? globalRegion : connection.homeRegion);
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

  // Only the SDK knows the endpoint of a service, so it prepares a request, but only the socket is opened.
  async function open(service: ServiceName, operation: string, count: number): Promise<void> {
    const region = ALARMS.has(service) ? globalRegion : regionOf({ service });
    const [client, Command] = await Promise.all([clientOf(service, region), commandOf({ service, operation })]);
    const prepared = new Command({});
    const openOnly = () => async (args: unknown) => {
      const { request } = args as { request: Host };
      if (wayTo(request, env).kind !== 'proxy') sockets.open(request, count);
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
  return { send: sending(send), warm, signer };
}
