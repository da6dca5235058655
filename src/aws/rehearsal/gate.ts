import type { ServiceName } from '../services.ts';
import type { Context } from './context.ts';
import { refuse } from './refuse.ts';

// Services that work before activation: IAM and STS belong to the account itself, prices to no account.
const AT_ONCE: ReadonlySet<ServiceName> = new Set(['iam', 'sts', 'pricing']);

/** Refuses what AWS refuses whatever the request is: a key that is gone, and an account that is not activated yet. */
export function gate(service: ServiceName, context: Context): void {
  const { state, now } = context;
  if (!isKeyThere(context))
    refuse('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  if (AT_ONCE.has(service) || !state.inactiveUntil || now >= new Date(state.inactiveUntil)) return;
  // Each service has its own words (pages "Error codes" of EC2, "Error responses" of S3, "Common errors" of the others).
  if (service === 'ec2')
    refuse(
      'OptInRequired',
      'You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.',
      401,
    );
  if (service === 's3')
    refuse(
      'NotSignedUp',
      'Your account is not signed up for the S3 service. You must sign up before you can use S3.',
      403,
    );
  refuse('SubscriptionRequiredException', 'The AWS Access Key Id needs a subscription for the service', 403);
}

function isKeyThere({ state }: Context): boolean {
  const { signedWith, root, iam } = state;
  const all = [...root.accessKeys, ...iam.users.flatMap(({ accessKeys }) => accessKeys)];
  return signedWith === undefined || all.some(({ id, active }) => id === signedWith && active);
}
