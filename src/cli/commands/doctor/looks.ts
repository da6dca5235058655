import { type Account, globalRegionOf } from '../../../aws/account.ts';
import type { AccountKind } from '../../../aws/account-kind.ts';
import { type AnyCall, call } from '../../../aws/call.ts';
import { REGION_OFF } from '../../../aws/causes/account.ts';
import { causeOf } from '../../../aws/causes/causes.ts';
import { isDenied, isMissing, isRegionOff, isSignedOut, isWrongSession, messageOf } from '../../../aws/errors.ts';
import { permissionFor } from '../../../aws/permissions.ts';
import { readOnly } from '../../../aws/views.ts';
import { KINDS } from '../../../steps/kinds.ts';
import { within } from '../../account/time-limit.ts';
import { EXIT } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { broken, type Check, ok, unknown } from './check.ts';

const LOOK_MS = 15_000;

/** A read of each service that a status needs. `hasRegion`: else what lives in a Region is left out. */
function looksOf({ identity }: Account, kind: AccountKind, hasRegion: boolean): AnyCall[] {
  const { partition, accountId } = identity;
  const billing = globalRegionOf(partition);
  const TopicArn = `arn:${partition}:sns:${billing}:${accountId}:aws-baseline-alarms`;
  const inRegion = [
    call('ec2', 'DescribeInstances', { MaxResults: 5 }),
    call('ec2', 'DescribeSecurityGroups', {}),
    call('ssm', 'GetParameter', { Name: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64' }),
  ];
  const alarm = [
    call('cloudwatch', 'DescribeAlarms', { AlarmNamePrefix: 'aws-baseline-billing-', MaxRecords: 1 }, billing),
    call('sns', 'ListSubscriptionsByTopic', { TopicArn }, billing),
  ];
  const budget = call('budgets', 'DescribeBudget', { AccountId: accountId, BudgetName: 'aws-baseline-monthly' });
  return [
    call('iam', 'GetAccountSummary', {}),
    call('iam', 'GetAccountAuthorizationDetails', { Filter: ['User'], MaxItems: 1 }),
    call('s3', 'ListBuckets', { MaxBuckets: 1 }),
    ...(KINDS[kind].alarm ? alarm : [budget]),
    ...(hasRegion ? inRegion : []),
  ];
}

/** Whether the caller may look: what is denied names the IAM action. Nothing is written. */
export async function lookChecks(
  world: World,
  given: Account,
  kind: AccountKind,
  hasRegion: boolean,
): Promise<Check[]> {
  const account = readOnly(given);
  const checks = await Promise.all(looksOf(account, kind, hasRegion).map((one) => lookCheck(world, account, one)));
  if (hasRegion) return checks;
  return [...checks, unknown('look/region', 'EC2 and Systems Manager not looked at: there is no Region')];
}

async function lookCheck(world: World, account: Account, given: AnyCall): Promise<Check> {
  const permission = permissionFor(given);
  const id = `look/${permission}`;
  try {
    await within(world, LOOK_MS, account.send(given));
    return ok(id, `may look: ${permission}`);
  } catch (error) {
    if (isMissing(error)) return ok(id, `may look: ${permission}`);
    if (isDenied(error)) {
      const fix = `ask whoever administers the account to allow ${permission}`;
      return { ...broken(id, EXIT.denied, `may not look: ${permission} is denied`, fix), permission };
    }
    if (isRegionOff(error)) return broken(id, EXIT.usage, `may not look: ${messageOf(error)}`, REGION_OFF);
    if (isSignedOut(error))
      return broken(
        id,
        EXIT.signIn,
        `${permission} is refused: ${messageOf(error)}`,
        (isWrongSession(error) && causeOf(error)?.next) || 'sign in again, then run it again',
      );
    return broken(
      id,
      EXIT.failed,
      `${permission} did not work: ${messageOf(error)}`,
      'run it again; if it stays, with --debug',
    );
  }
}
