import { identityOf } from '../account.ts';
import { valueAt } from '../call.ts';
import { codeOf, isDenied, messageOf, statusOf } from '../errors.ts';
import { refusedPermission } from '../permissions.ts';
import { ACCOUNT_CAUSES } from './account.ts';
import type { Asked, Cause, Refused, Words } from './cause.ts';
import { DELIVERY_CAUSES } from './delivery.ts';
import { DENIALS } from './denied.ts';
import { LAUNCH_CAUSES } from './launch.ts';
import { REQUEST_CAUSES } from './request.ts';
import { SCALE_CAUSES } from './scale.ts';
import { SCHEDULE_CAUSES } from './schedule.ts';
import { TRIAL_CAUSES } from './trial.ts';

/** All known causes, the most specific first: the first match counts. */
export const CAUSES: readonly Cause[] = [
  ...DENIALS,
  ...ACCOUNT_CAUSES,
  ...TRIAL_CAUSES,
  ...SCALE_CAUSES,
  ...SCHEDULE_CAUSES,
  ...DELIVERY_CAUSES,
  ...LAUNCH_CAUSES,
  ...REQUEST_CAUSES,
];

/** The cause of an AWS error, with its sentences; undefined if AWS's message is all that is known. */
export function causeOf(
  error: unknown,
  asked: Asked = {},
): (Omit<Cause, 'why' | 'next'> & { why?: string; next?: string }) | undefined {
  if (!(error instanceof Error)) return undefined;
  const refused = refusedOf(error, asked);
  const isRefusedCaller = isDenied(error);
  const found = CAUSES.find(
    ({ code, says, is, of, denied }) =>
      (!denied || isRefusedCaller) &&
      (!code || code.test(refused.code)) &&
      (!says || says.test(refused.said)) &&
      (!is || is.test(refused.code) || is.test(refused.said)) &&
      (!of || of.test(refused.operation)),
  );
  if (!found) return undefined;
  const { why, next, ...cause } = found;
  const told = [filled(next, refused), howToDecode(error)].filter((text) => text !== undefined).join('; ');
  const sentence = filled(why, refused);
  return { ...cause, ...(sentence ? { why: sentence } : {}), ...(told ? { next: told } : {}) };
}

/** For how many milliseconds to wait for an error to resolve itself; 0 if it will not. */
export function patienceWith(error: unknown, call?: Asked['call']): number {
  return (causeOf(error, { call })?.patience ?? 0) * 1000;
}

function refusedOf(error: Error, { call, caller }: Asked): Refused {
  const said = messageOf(error);
  const arn = /arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(?:root|user\/|assumed-role\/|federated-user\/)[^\s"]*/.exec(said);
  return {
    code: codeOf(error),
    said,
    operation: call ? `${call.service} ${call.operation}` : '',
    region: call?.region,
    instanceType: typeIn(call?.input),
    permission: call ? refusedPermission(error, call) : 'this',
    caller: arn ? identityOf(arn[0], arn[1]!) : caller,
    policy: /polic(?:y|ies): (arn:aws[a-z-]*:[^\s"]+)|boundary: (arn:aws[a-z-]*:[^\s"]+)/i
      .exec(said)
      ?.slice(1)
      .find(Boolean),
  };
}

function typeIn(input: unknown): string | undefined {
  const type = valueAt(input, 'InstanceType');
  return typeof type === 'string' ? type : undefined;
}

const filled = (words: Words | undefined, refused: Refused): string | undefined =>
  typeof words === 'function' ? words(refused) : words;

// EC2 encodes the reason of some denials in a long text that only STS can decode (AWS page "DecodeAuthorizationMessage").
// The text is removed, and the user is told how to get and decode it.
function howToDecode(error: Error): string | undefined {
  if (!/encoded authorization failure message/i.test(error.message)) return undefined;
  return 'AWS encoded the reason: run the same call with the AWS CLI (aws-baseline plan prints it), then decode its message with aws sts decode-authorization-message --encoded-message TEXT';
}

/** Whether the message of an error is from AWS: not ours, not the SDK's, not the operating system's. */
export function isAwsAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || /Deserialization error/.test(error.message)) return false;
  if (/^(RegionNotEnabled|TokenNotForRegion|SessionWithoutIam|AnswerLost|NotShown)$/.test(error.name)) return false;
  const isAnswered = statusOf(error) !== undefined;
  // Errors of the SDK, Node.js or this program are named after a class; AWS's codes are not.
  return (
    isAnswered ||
    !/^(Error|Usage|Trouble|\w*(Error|Trouble)|Obstacle|Misfit|ByHand|Left)$/.test(error.name) ||
    /^(Auth|Internal)/.test(error.name)
  );
}
