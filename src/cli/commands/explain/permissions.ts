import { permissionsFor } from '../../../aws/permissions.ts';
import type { ServiceName } from '../../../aws/services.ts';
import {
  DOCTOR_OPERATIONS,
  type Doing,
  neededOperations,
  type Part,
  PRICE_OPERATIONS,
  WIZARD_OPERATIONS,
} from '../../../steps/needed-operations.ts';
import { isBeyondFree } from '../../../steps/root/guardrail-settings.ts';
import { chosenSteps } from '../../../steps/settings/every.ts';
import { gather } from '../../answers/gather.ts';
import type { Invocation } from '../../arguments/options.ts';

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string[]>>;
}

const SIDS: [Doing, string][] = [
  ['look', 'StatusAndPlan'],
  ['verify', 'Verify'],
  ['apply', 'Apply'],
  ['undo', 'Undo'],
];
const PASS_ROLE = 'iam:PassRole';

interface Policy {
  Version: '2012-10-17';
  Statement: Statement[];
}

// Characters without white space (IAM page "IAM and AWS STS quotas", managed policies).
const MOST = 6_144;

/**
 * The IAM policies needed to run the commands for the chosen steps, with exactly the required actions: one if IAM takes all
 * statements in one. Each statement after the first is an addition and can be omitted together with its command; without
 * the prices statement, no prices are shown.
 */
export function permissionsPolicies(invocation: Invocation): Policy[] {
  const policies: Policy[] = [];
  for (const one of statements(invocation)) {
    const last = policies.at(-1);
    const longer: Policy = { Version: '2012-10-17', Statement: [...(last?.Statement ?? []), one] };
    if (last && JSON.stringify(longer).length <= MOST) policies.splice(-1, 1, longer);
    else policies.push({ Version: '2012-10-17', Statement: [one] });
  }
  return policies;
}

function statements({ flags }: Invocation): Statement[] {
  const { values } = gather(flags, {}, undefined);
  const steps = chosenSteps(values);
  const parts: Part[] = steps.includes('root') && isBeyondFree(values) ? [...steps, 'guardrails'] : steps;
  const looked = new Set(actionsOf(neededOperations('look', parts)));
  const ofCommands = SIDS.flatMap(([doing, Sid]): Statement[] => {
    const needed = actionsOf(neededOperations(doing, parts));
    const Action = doing === 'look' ? needed : needed.filter((action) => !looked.has(action));
    const passes = Action.includes(PASS_ROLE) ? [passing(`${Sid}PassesItsRole`, parts)] : [];
    const others = Action.filter((one) => one !== PASS_ROLE);
    return [...plain(Sid, others), ...passes];
  });
  // Doctor reads every service, including those that the chosen steps leave out.
  const doctor = actionsOf(DOCTOR_OPERATIONS).filter((action) => !looked.has(action));
  const offers = [...(WIZARD_OPERATIONS.every ?? []), ...steps.flatMap((step) => WIZARD_OPERATIONS[step] ?? [])];
  const prices = steps.flatMap((step) => PRICE_OPERATIONS[step] ?? []);
  return [
    ...ofCommands,
    ...plain('Doctor', doctor),
    ...plain('Wizard', actionsOf(offers)),
    ...plain('Prices', actionsOf(prices)),
  ];
}

function actionsOf(operations: Iterable<string>): string[] {
  const named = [...operations].map((one) => one.split(' '));
  const actions = named.flatMap(([service, operation = '']) =>
    permissionsFor({ service: service as ServiceName, operation }),
  );
  return [...new Set(actions)].sort();
}

function plain(Sid: string, Action: string[]): Statement[] {
  return Action.length > 0 ? [{ Sid, Effect: 'Allow', Action, Resource: '*' }] : [];
}

// Permission to pass any role would allow privilege escalation: only the roles that the steps need, and only to the
// services that they are for.
function passing(Sid: string, parts: Part[]): Statement {
  const needed = parts.flatMap((part) => PASSED[part] ?? []);
  return {
    Sid,
    Effect: 'Allow',
    Action: [PASS_ROLE],
    Resource: needed.map(({ role }) => `arn:*:iam::*:role/${role}`),
    Condition: { StringLike: { 'iam:PassedToService': needed.map(({ service }) => service) } },
  };
}

const PASSED: Partial<Record<Part, { role: string; service: string }[]>> = {
  guardrails: [
    { role: 'aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig', service: 'config.amazonaws.com' },
  ],
  ec2: [{ role: 'aws-baseline/analyst/aws-baseline-ec2', service: 'ec2.amazonaws.com*' }],
  try: [
    { role: 'aws-baseline/analyst/aws-baseline-ecs-*', service: 'ecs-tasks.amazonaws.com' },
    { role: 'aws-baseline/analyst/aws-baseline-eks-*', service: 'eks.amazonaws.com' },
    { role: 'aws-baseline/aws-baseline-try', service: 'lambda.amazonaws.com' },
  ],
};
