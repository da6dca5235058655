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
import { loadService } from './services.ts';

export type { Connection } from './clients.ts';

type Signer = Identity['accessKeyId'];
type Command = new (input: object) => Pick<Client, 'middlewareStack'>;

/**
 * The real AWS (or the endpoint in `AWS_ENDPOINT_URL`), with the SDK's default credential chain. Asks STS for the caller;
 * throws the SDK's error without valid credentials. `meanwhile` gets the account while STS is being asked.
 */
export async function connect(connection: Connection, meanwhile?: (account: Account) => unknown): Promise<Account> {
  const { homeRegion } = connection;
  const { send, signer, clockBehind } = door(connection);
  const asked = send(call('sts', 'GetCallerIdentity', {}));
  meanwhile?.({ kind: 'aws', identity: somebody(homeRegion), homeRegion, send, clockBehind });
  const { Arn = '', Account: accountId = '' } = await asked;
  const identity = { ...identityOf(Arn, accountId), accessKeyId: await signer() };
  return { kind: 'aws', identity, homeRegion, send, clockBehind };
}

/** Sends calls with one SDK client per service and Region, created at first use. */
export function sender(connection: Connection): Send {
  return door(connection).send;
}

function door(connection: Connection): { send: Send; signer(): Promise<Signer>; clockBehind(): number } {
  const globalRegion = globalRegionOf(partitionOf(connection.homeRegion));
  const limited = limits();
  const { of: clientOf, signer, clockBehind } = clientsOf(connection);

  const regionOf = ({ service, region }: Pick<AnyCall, 'service' | 'region'>): string =>
    region ?? (GLOBAL_SERVICES.has(service) ? globalRegion : connection.homeRegion);
  const commandOf = async ({ service, operation }: Pick<AnyCall, 'service' | 'operation'>): Promise<Command> => {
    const { commands } = await loadService(service);
    const Command = (commands as unknown as Record<string, Command>)[operation];
    if (!Command) throw new Error(`${service} ${operation} is not in src/aws/services/${service}.ts`);
    return Command;
  };

  const send = async (given: AnyCall) => {
    const region = regionOf(given);
    const [client, Command] = await Promise.all([clientOf(given.service, region), commandOf(given)]);
    return limited(given, () => {
      connection.onRequest?.({ service: given.service, operation: given.operation, region });
      return client.send(new Command(given.input));
    });
  };

  return { send: sending(send), signer, clockBehind };
}
