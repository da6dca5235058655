import { type Account, globalRegionOf } from '../../../aws/account.ts';
import type { AccountKind } from '../../../aws/account-kind.ts';
import { type AnyCall, call } from '../../../aws/call.ts';
import { REGION_OFF } from '../../../aws/causes/account.ts';
import { causeOf } from '../../../aws/causes/causes.ts';
import { isDenied, isMissing, isRegionOff, isSignedOut, isWrongSession, messageOf } from '../../../aws/errors.ts';
import { permissionFor } from '../../../aws/permissions.ts';
import { readOnly } from '../../../aws/views.ts';
import { KINDS } from '../../../steps/kinds.ts';
import { withTimeLimit } from '../../account/time-limit.ts';
import { EXIT } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { broken, type Check, ok, unknown } from './check.ts';

const LOOK_MS = 15_000;

/** One read of each service that status needs. `hasRegion`: false leaves out regional services. */
function readsOf({ identity }: Account, kind: AccountKind, hasRegion: boolean): AnyCall[] {
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
  const budget = call('budgets', 'DescribeBudgets', { AccountId: accountId, MaxResults: 1 });
  return [
    call('iam', 'GetAccountSummary', {}),
    call('iam', 'GetAccountAuthorizationDetails', { Filter: ['User'], MaxItems: 1 }),
    call('s3', 'ListBuckets', { MaxBuckets: 1 }),
    ...(KINDS[kind].alarm ? alarm : [budget]),
    ...(hasRegion ? inRegion : []),
  ];
}

/** Whether the caller has read permissions: a denied check names the IAM action. Writes nothing. */
export async function permissionChecks(
  world: World,
  given: Account,
  kind: AccountKind,
  hasRegion: boolean,
): Promise<Check[]> {
  const account = readOnly(given);
  const checks = await Promise.all(
    readsOf(account, kind, hasRegion).map((one) => permissionCheck(world, account, one)),
  );
  if (hasRegion) return checks;
  return [...checks, unknown('look/region', 'EC2 and Systems Manager not checked: no Region is set')];
}

async function permissionCheck(world: World, account: Account, given: AnyCall): Promise<Check> {
  const permission = permissionFor(given);
  const id = `look/${permission}`;
  try {
    await withTimeLimit(world, LOOK_MS, account.send(given));
    return ok(id, `can read: ${permission}`);
  } catch (error) {
    if (isMissing(error)) return ok(id, `can read: ${permission}`);
    if (isDenied(error)) {
      const fix = `ask your administrator to allow ${permission}`;
      return { ...broken(id, EXIT.denied, `cannot read: ${permission} is denied`, fix), permission };
    }
    if (isRegionOff(error)) return broken(id, EXIT.usage, `cannot read: ${messageOf(error)}`, REGION_OFF);
    if (isSignedOut(error))
      return broken(
        id,
        EXIT.signIn,
        `${permission} was rejected: ${messageOf(error)}`,
        (isWrongSession(error) && causeOf(error)?.next) || 'sign in again, then run the command again',
      );
    return broken(
      id,
      EXIT.failed,
      `${permission} failed: ${messageOf(error)}`,
      'run the command again; if it still fails, add --debug',
    );
  }
}
