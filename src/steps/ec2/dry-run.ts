import type { Account } from '../../aws/account.ts';
import { call, resolveCall } from '../../aws/call.ts';
import { causeOf } from '../../aws/causes/causes.ts';
import { isDenied } from '../../aws/errors.ts';
import type { InputOf } from '../../aws/services.ts';
import { readOnly } from '../../aws/views.ts';
import type { Finding } from '../../engine/finding.ts';
import { type Refusal, refusedLook } from '../../engine/refused.ts';

type Launch = InputOf<'ec2', 'RunInstances'>;

const launchIn = (findings: Finding[]): Launch | undefined =>
  findings
    .filter(({ state }) => state === 'todo')
    .flatMap(({ calls = [] }) => calls)
    .find(({ operation }) => operation === 'RunInstances')?.input;

// The causes that AWS knows without launching. Any other answer says nothing about the launch itself.
const TOLD =
  /^(not-activated|blocked|suspended|pending-verification|vcpu-quota|instance-quota|free-tier-only|marketplace-terms)$/;

/**
 * The findings, with the launch as AWS would answer it now: EC2 checks a request with DryRun and launches nothing (EC2 API
 * page "RunInstances"). What it does not tell changes nothing.
 */
export async function triedOut(findings: Finding[], account: Account): Promise<Finding[]> {
  const finding = findings.find((one) => launchIn([one]));
  const refusal = finding && (await launchRefusal([finding], account));
  if (!refusal) return findings;
  return findings.map((one) => (one === finding ? { fact: one.fact, ...refusal } : one));
}

/** Why AWS would not launch the instance among the findings; undefined if it would, or does not tell. */
export async function launchRefusal(findings: Finding[], account: Account): Promise<Refusal | undefined> {
  const launch = launchIn(findings);
  if (!launch) return undefined;
  const view = readOnly(account);
  const error = await refusalOf(await existingParts(launch, view), view);
  const asked = call('ec2', 'RunInstances', launch, account.homeRegion);
  const { id = '' } = causeOf(error, { call: asked, caller: account.identity }) ?? {};
  return isDenied(error) || TOLD.test(id) ? refusedLook(error, asked, account.identity) : undefined;
}

async function refusalOf(launch: Launch, account: Account): Promise<unknown> {
  const { IamInstanceProfile: _new, ...others } = launch;
  try {
    return await account.send(call('ec2', 'RunInstances', { ...launch, DryRun: true }));
  } catch (error) {
    const isNew = /Invalid IAM Instance Profile|has no associated IAM Roles/i.test(String(error));
    return isNew && launch.IamInstanceProfile ? refusalOf(others, account) : error;
  }
}

// The security group may be new as well; the VPC's default group then stands in. A client token would be used up.
async function existingParts({ ClientToken: _used, ...launch }: Launch, account: Account): Promise<Launch> {
  const noSecret = () => Promise.reject(new Error('a launch has no secret'));
  try {
    return (await resolveCall(call('ec2', 'RunInstances', launch), (given) => account.send(given), noSecret)).input;
  } catch {
    const [{ Groups: _new, ...network } = {}, ...more] = launch.NetworkInterfaces ?? [];
    return { ...launch, NetworkInterfaces: [network, ...more] };
  }
}
