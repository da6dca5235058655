import { OrganizationsClient, type OrganizationsClientConfig } from '@aws-sdk/client-organizations';
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols';
import { Command } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { EndpointParameterInstructions, EndpointV2, MetadataBearer, StaticOperationSchema } from '@smithy/types';

const NAMESPACE = 'com.amazonaws.freetier';
const SERVICE = 'AWSFreeTierService';

/** The answer of GetAccountPlanState (AWS Free Tier API Reference). */
interface AccountPlanState extends MetadataBearer {
  accountId: string;
  accountPlanType: 'FREE' | 'PAID';
  accountPlanStatus: 'NOT_STARTED' | 'ACTIVE' | 'EXPIRED';
  accountPlanRemainingCredits?: { amount: number; unit: string };
  accountPlanExpirationDate?: Date;
}

// The shapes of that page as the SDK writes schemas: 0 is a text, 1 a number, 5 a time in ISO 8601.
const MONEY = [3, NAMESPACE, 'MonetaryAmount', 0, ['amount', 'unit'], [1, 0]] as const;
const MEMBERS = {
  accountId: 0,
  accountPlanType: 0,
  accountPlanStatus: 0,
  accountPlanRemainingCredits: () => MONEY,
  accountPlanExpirationDate: 5,
};
const STATE = [3, NAMESPACE, 'GetAccountPlanStateResponse', 0, Object.keys(MEMBERS), Object.values(MEMBERS)] as const;
const OPERATION = [9, NAMESPACE, 'GetAccountPlanState', 0, 'unit', () => STATE] as unknown as StaticOperationSchema;

const PARAMETERS: EndpointParameterInstructions = {
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
};

class GetAccountPlanStateCommand extends Command.classBuilder<
  Record<string, never>,
  AccountPlanState,
  OrganizationsClient['config']
>()
  .ep(PARAMETERS)
  .m((Class, _stack, config) => [getEndpointPlugin(config, Class.getEndpointParameterInstructions())])
  .s(SERVICE, 'GetAccountPlanState')
  .n('FreeTierClient', 'GetAccountPlanStateCommand')
  .sc(OPERATION)
  .build() {}

interface Parameters {
  Endpoint?: string;
  Region?: string;
  UseFIPS?: boolean;
}

// AWS's only endpoint is https://freetier.us-east-1.api.aws (page "Welcome" of the Free Tier API Reference).
const hostOf = ({ Endpoint, Region, UseFIPS }: Parameters): EndpointV2 => ({
  url: new URL(Endpoint ?? `https://freetier${UseFIPS ? '-fips' : ''}.${Region}.api.aws`),
});

/**
 * A client for one operation of the Free Tier API, without the package of its client. Its protocol is JSON 1.0 with
 * Signature Version 4, so the client of another service with a JSON protocol has all it needs besides the names.
 */
export class Client extends OrganizationsClient {
  constructor(options: OrganizationsClientConfig) {
    super({
      ...options,
      serviceId: 'FreeTier',
      protocol: AwsJson1_0Protocol as NonNullable<OrganizationsClientConfig['protocol']>,
      protocolSettings: { defaultNamespace: NAMESPACE, serviceTarget: SERVICE },
      endpointProvider: hostOf as NonNullable<OrganizationsClientConfig['endpointProvider']>,
      signingName: 'freetier',
    } as OrganizationsClientConfig);
  }
}

/** Every Free Tier operation this program may send, by its AWS name. */
export const commands = {
  GetAccountPlanState: GetAccountPlanStateCommand,
};
