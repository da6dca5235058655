import { type Account, GLOBAL_SERVICES, globalRegionOf } from './account.ts';
import { type AnyCall, call } from './call.ts';
import { codeOf, messageOf } from './errors.ts';
import { through } from './views.ts';

// Error codes for unknown credentials; services also return them in a Region that is not enabled.
const STRANGER = /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken)$/;

/**
 * The account, with separate errors for credentials that STS accepts and other services refuse: a Region that is not
 * enabled (AWS page "Enable or disable AWS Regions in your account"), a session token that is valid only in Regions
 * enabled by default (IAM page "Manage AWS STS in an AWS Region"), and a session that cannot call IAM (STS page
 * "GetSessionToken").
 */
export function tellingRegionOff(account: Account): Account {
  const isKnown = shared(() =>
    account.send(call('sts', 'GetCallerIdentity', {})).then(
      () => true,
      () => false,
    ),
  );
  const isEnabled = shared(() => isRegionEnabled(account.homeRegion, account));
  return through(account, async (given) => {
    try {
      return await account.send(given);
    } catch (error) {
      if (!isStranger(error, given) || !(await isKnown())) throw error;
      if (given.service === 'iam') throw named('SessionWithoutIam', WITHOUT_IAM);
      const region = regionThatMayBeOff(given, account);
      if (!region) throw error;
      if (region !== account.homeRegion || !(await isEnabled()))
        throw named('RegionNotEnabled', `Region ${region} is not enabled in this account`);
      throw named(
        'TokenNotForRegion',
        `Region ${region} is enabled, but these credentials do not work there: their session token is valid only in Regions that are enabled by default`,
      );
    }
  });
}

const WITHOUT_IAM =
  'these credentials are valid, but IAM refuses them: a session from GetSessionToken without MFA, or from GetFederationToken, cannot call IAM';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

// Concurrent callers share one request.
function shared(ask: () => Promise<boolean>): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined;
  return () => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

/** Whether the account has enabled an opt-in Region, according to EC2 in the global Region; false if EC2 does not answer. */
async function isRegionEnabled(region: string, account: Account): Promise<boolean> {
  const elsewhere = globalRegionOf(account.identity.partition);
  const question = call('ec2', 'DescribeRegions', { RegionNames: [region], AllRegions: true }, elsewhere);
  const answer = await account.send(question).catch(() => undefined);
  return answer?.Regions?.[0]?.OptInStatus === 'opted-in';
}

function isStranger(error: unknown, { service, operation }: AnyCall): boolean {
  const code = codeOf(error);
  // For other operations, S3 returns it when the call is sent to the wrong Region.
  if (code === 'IllegalLocationConstraint') return service === 's3' && operation === 'CreateBucket';
  // EC2 also returns AuthFailure for images and subnets of other accounts.
  return STRANGER.test(code) || (code === 'AuthFailure' && /credential/i.test(messageOf(error)));
}

// The global Region cannot be disabled.
function regionThatMayBeOff({ service, region }: AnyCall, account: Account): string | undefined {
  const where = GLOBAL_SERVICES.has(service) ? undefined : (region ?? account.homeRegion);
  return where === globalRegionOf(account.identity.partition) ? undefined : where;
}
