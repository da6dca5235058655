import { type Account, GLOBAL_SERVICES, globalRegionOf } from './account.ts';
import { type AnyCall, call } from './call.ts';
import { codeOf, messageOf } from './errors.ts';
import { through } from './views.ts';

// How services say in a Region that the account has not enabled that they do not know the caller.
const STRANGER =
  /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|InvalidToken|IllegalLocationConstraint)$/;

/**
 * The account with Regions that are not enabled told apart from lost credentials: the services there know nobody,
 * while STS still knows the caller. AWS page "Enable or disable AWS Regions in your account".
 */
export function tellingRegionOff(account: Account): Account {
  let asking: Promise<boolean> | undefined;
  const isKnown = (): Promise<boolean> => {
    asking ??= account
      .send(call('sts', 'GetCallerIdentity', {}))
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  return through(account, async (given) => {
    try {
      return await account.send(given as never);
    } catch (error) {
      const region = regionThatMayBeOff(given, account);
      if (!region || !isStranger(error) || !(await isKnown())) throw error;
      const message = `Region ${region} is not enabled in this account`;
      throw Object.assign(new Error(message), { name: 'RegionNotEnabled' });
    }
  });
}

function isStranger(error: unknown): boolean {
  const code = codeOf(error);
  // EC2 says AuthFailure also of images and subnets that are somebody else's.
  return STRANGER.test(code) || (code === 'AuthFailure' && /credential/i.test(messageOf(error)));
}

// The global Region cannot be disabled.
function regionThatMayBeOff({ service, region }: AnyCall, account: Account): string | undefined {
  const where = GLOBAL_SERVICES.has(service) ? undefined : (region ?? account.homeRegion);
  return where === globalRegionOf(account.identity.partition) ? undefined : where;
}
