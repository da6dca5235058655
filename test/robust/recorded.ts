import { type AnyCall, call, lookup } from '../../src/aws/call.ts';
import { type RehearsalAccount, type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { PARTS, type Part } from '../../src/steps/needed-operations.ts';
import { SETTINGS } from '../../src/steps/settings/all.ts';
import { STEP_IDS } from '../../src/steps/settings/step-ids.ts';
import { stage } from '../cli/stage.ts';
import { byHand } from '../steps/rehearsed.ts';
import { EVERYTHING_THEIRS, grows, opens, policyArn, says } from './dirty-account.ts';
import { ACCOUNT, type Between, HOME, inMemory, worldOf } from './program.ts';

export type Command = 'look' | 'verify' | 'apply' | 'undo';
export type Recorded = Record<Command, Record<Part, Set<string>>>;

/** Calls that bring tags, by operation: AWS checks another action for them. */
export interface Recording {
  operations: Recorded;
  tagging: Set<string>;
}

// Whatever is only done where somebody asks for it.
const WISHES = SETTINGS.filter(({ kind, default: unsaid }) => kind === 'boolean' && unsaid === false);
const USUAL = [
  ...['--name', 'acme', '--region', HOME, '--no-config', '--alarm-email', 'you@example.com'],
  ...['--analyst-user', 'kim', ...WISHES.map(({ flag }) => flag), '--json'],
  ...[
    '--key-name',
    'mine',
    '--stop-when-idle',
    '3',
    '--delete-after',
    '8h',
    '--budget',
    '10',
    '--account-alias',
    'acme-lab',
  ],
  ...['--security-contact', 'Ann,ann@example.com,+61 2 5550 0000,Security'],
];
/** What costs money is asked for, and has permissions of its own. */
const COSTLY = [...USUAL, '--guardrails', 'all', '--brake', '50'];
const UNDO = ['undo', '--confirm', ACCOUNT, '--name', 'acme', '--region', HOME, '--no-config', '--delete-data'];

/** Somebody puts other versions of our policies in force. */
const DRIFT = ['admin_access', 'engineer_access', 'analyst_access'].map((name) =>
  call('iam', 'CreatePolicyVersion', {
    PolicyArn: policyArn(name),
    PolicyDocument: says('s3:*'),
    SetAsDefault: true,
  }),
);

const BUDGET = { AccountId: ACCOUNT, BudgetName: 'aws-baseline-monthly' };
const LIMITED = { BudgetName: BUDGET.BudgetName, TimeUnit: 'MONTHLY', BudgetType: 'COST' } as const;
const mail = (Address: string) => ({ SubscriptionType: 'EMAIL' as const, Address });
const notification = (NotificationType: 'ACTUAL' | 'FORECASTED') =>
  ({ NotificationType, ComparisonOperator: 'GREATER_THAN', Threshold: 100, ThresholdType: 'PERCENTAGE' }) as const;
const THEIR_LIMIT = { ...LIMITED, BudgetLimit: { Amount: '99', Unit: 'USD' } };

/** Somebody has a budget of our name already, which mails others. */
const THEIR_BUDGET = [
  call('budgets', 'CreateBudget', {
    AccountId: ACCOUNT,
    Budget: THEIR_LIMIT,
    NotificationsWithSubscribers: [{ Notification: notification('ACTUAL'), Subscribers: [mail('old@example.com')] }],
  }),
];

/** Somebody raises the limit of ours and takes us out of its mails. */
const BUDGET_DRIFT = [
  call('budgets', 'UpdateBudget', { AccountId: ACCOUNT, NewBudget: THEIR_LIMIT }),
  call('budgets', 'DeleteNotification', { ...BUDGET, Notification: notification('ACTUAL') }),
  call('budgets', 'CreateSubscriber', {
    ...BUDGET,
    Notification: notification('FORECASTED'),
    Subscriber: mail('old@example.com'),
  }),
  call('budgets', 'DeleteSubscriber', {
    ...BUDGET,
    Notification: notification('FORECASTED'),
    Subscriber: mail('you@example.com'),
  }),
];
/** Somebody limits our trail, and has the brake wait for them. */
function limits(account: RehearsalAccount): AnyCall[] {
  const { budgets = [] } = account.state();
  const actions = budgets.flatMap(({ name, actions: all = [] }) => all.map(({ action }) => ({ name, action })));
  return [
    call('cloudtrail', 'UpdateTrail', { Name: 'aws-baseline', EnableLogFileValidation: false }, HOME),
    call(
      'cloudtrail',
      'PutEventSelectors',
      { TrailName: 'aws-baseline', EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] },
      HOME,
    ),
    ...actions.map(({ name: BudgetName, action: { ActionId, ExecutionRoleArn } }) =>
      call('budgets', 'UpdateBudgetAction', {
        AccountId: ACCOUNT,
        BudgetName,
        ActionId,
        ExecutionRoleArn,
        ApprovalModel: 'MANUAL',
      }),
    ),
  ];
}

/** Somebody suspends what watches the account, and takes an address out of its mails. */
const WATCH_DRIFT = [
  call('guardduty', 'UpdateDetector', {
    DetectorId: lookup(call('guardduty', 'ListDetectors', {}), 'DetectorIds[0]'),
    Enable: false,
  }),
  call('macie2', 'UpdateMacieSession', { status: 'PAUSED' }),
  call('ce', 'UpdateAnomalySubscription', {
    SubscriptionArn: lookup(call('ce', 'GetAnomalySubscriptions', {}), 'AnomalySubscriptions[0].SubscriptionArn'),
    MonitorArnList: [lookup(call('ce', 'GetAnomalyMonitors', {}), 'AnomalyMonitors[0].MonitorArn')],
    Subscribers: [{ Type: 'EMAIL', Address: 'old@example.com' }],
  }),
];

/** Somebody takes the private instance's endpoints away from it. */
const ENDPOINT_DRIFT = [
  call('ec2', 'ModifyInstanceConnectEndpoint', {
    InstanceConnectEndpointId: lookup(
      call('ec2', 'DescribeInstanceConnectEndpoints', {}),
      'InstanceConnectEndpoints[0].InstanceConnectEndpointId',
    ),
    SecurityGroupIds: [],
  }),
  call('ec2', 'ModifyVpcEndpoint', {
    VpcEndpointId: lookup(call('ec2', 'DescribeVpcEndpoints', {}), 'VpcEndpoints[0].VpcEndpointId'),
    RemoveRouteTableIds: [lookup(call('ec2', 'DescribeVpcEndpoints', {}), 'VpcEndpoints[0].RouteTableIds[0]')],
  }),
];

/** Somebody switches off the schedule that deletes the instance. */
const SCHEDULE_DRIFT = [
  call('scheduler', 'UpdateSchedule', {
    ...{ Name: 'aws-baseline-delete-after', GroupName: 'aws-baseline-schedule', State: 'DISABLED' },
    ...{ ScheduleExpression: 'at(2030-01-01T00:00:00)', FlexibleTimeWindow: { Mode: 'OFF' } },
    Target: {
      Arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances',
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/aws-baseline/account/aws-baseline-schedule`,
    },
  }),
];

/** The account with half of our tags on everything. */
function halfMarked(account: RehearsalAccount): RehearsalAccount {
  const state = JSON.stringify(account.state()).replaceAll('{"Key":"managed-by","Value":"aws-baseline"},', '');
  return rehearsalAccount({ homeRegion: HOME, state: JSON.parse(state) });
}

/** Somebody moves our groups to another path. */
const MOVED = ['admin', 'engineer', 'analyst'].map((GroupName) =>
  call('iam', 'UpdateGroup', { GroupName, NewPath: '/' }),
);

/** Things that only other people's services have, so that each of them is looked at. */
const OTHERS: Record<string, object> = {
  'sagemaker ListNotebookInstances': { NotebookInstances: [{ NotebookInstanceName: 'lab' }] },
  'sagemaker DescribeNotebookInstance': {},
  'ecs ListTaskDefinitionFamilies': { families: ['web'] },
  'ecs DescribeTaskDefinition': {},
  'eks ListClusters': { clusters: ['main'] },
  'eks DescribeCluster': {},
  'iam SimulateCustomPolicy': { EvaluationResults: [] },
  'iam SimulatePrincipalPolicy': { EvaluationResults: [] },
};

/** Plays all that the commands do to accounts of many kinds, step by step, and gives every operation that was sent. */
export async function record(): Promise<Recording> {
  const none = () => Object.fromEntries(PARTS.map((part) => [part, new Set<string>()])) as Record<Part, Set<string>>;
  const operations: Recorded = { look: none(), verify: none(), apply: none(), undo: none() };
  const tagging = new Set<string>();
  const listening =
    (part: Part) =>
    (command: Command): Between =>
    async ({ service, operation, input }, send) => {
      const name = `${service} ${operation}`;
      // DryRun changes nothing, and a denial answers it.
      if (input.DryRun !== true) operations[command][part].add(name);
      if ('Tags' in input || 'ResourceTags' in input || 'TagSpecifications' in input || 'tags' in input)
        tagging.add(name);
      const answer = (part === 'try' ? undefined : OTHERS[name]) ?? (await send());
      // As an endpoint that does not tell the Regions of listed buckets, and has them in another Region.
      if (operation === 'ListBuckets' && 'BucketRegion' in input) return { Buckets: [] };
      if (operation === 'ListBuckets')
        for (const bucket of (answer as { Buckets?: { BucketRegion?: string }[] }).Buckets ?? [])
          delete bucket.BucketRegion;
      return answer;
    };
  for (const part of [...STEP_IDS, 'guardrails'] as const) {
    const listen = listening(part);
    const steps = part === 'guardrails' ? 'root,buckets' : part;
    const answers = part === 'guardrails' ? COSTLY : USUAL;
    // A home folder for each account, or they would share a journal.
    const homeOf = (account: RehearsalAccount) => {
      const { play } = stage();
      const go = (command: Command, argv: string[]) =>
        play([...argv, '--steps', steps], undefined, worldOf(account, listen(command)));
      const look = async () => {
        await go('look', ['status', '--name', 'acme', '--region', HOME, '--no-config']);
        await go('look', ['plan', ...answers]);
      };
      return { account, go, look };
    };

    const brandNew = inMemory();
    const theirs = inMemory();
    const whole = inMemory();
    for (const { person } of [brandNew, theirs, whole]) person.makesKeyPair('mine');
    theirs.person.makesRootKey();
    await byHand(theirs, EVERYTHING_THEIRS);
    await byHand(theirs, THEIR_BUDGET);
    await opens(theirs);
    // Root has no MFA of a user's and may not see billing; an admin has and may.
    await stage().play(['apply', ...answers, '--yes'], undefined, worldOf(whole));
    const asAdmin = rehearsalAccount({ homeRegion: HOME, state: whole.state() });
    asAdmin.person.givesUser('admin_acme', 'mfa device');
    asAdmin.person.signsInAs(`arn:aws:iam::${ACCOUNT}:user/admin_acme`);
    await byHand(asAdmin, [
      {
        service: 'iam',
        operation: 'DetachGroupPolicy',
        input: { GroupName: 'admin', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/require_mfa` },
      },
    ]);

    const drifted = rehearsalAccount({ homeRegion: HOME, state: withOldCredentials(whole.state()) });
    await byHand(drifted, [...DRIFT, ...BUDGET_DRIFT]);
    if (part === 'ec2') await byHand(drifted, [...ENDPOINT_DRIFT, ...SCHEDULE_DRIFT]);
    if (part === 'guardrails') await byHand(drifted, [...limits(drifted), ...WATCH_DRIFT]);
    for (const { account, go, look } of [brandNew, theirs, asAdmin, drifted, halfMarked(whole)].map(homeOf)) {
      await look();
      await go('apply', ['apply', ...answers, '--yes']);
      await look();
      await go('verify', ['verify', '--name', 'acme', '--region', HOME, '--no-config']);
      // A confirmed subscription is asked for its filter.
      account.person.confirmsEmail();
      if (account === brandNew && /admin|groups/.test(part)) {
        await byHand(account, part === 'admin' ? MOVED.slice(0, 1) : MOVED.slice(1));
        await go('apply', ['apply', ...answers, '--yes']);
      }
      await look();
      if (account === brandNew || account === theirs) await go('undo', UNDO);
    }
    await grows(whole);
    // A key that XML cannot carry is deleted by a call of its own.
    whole.person.uploads('acme-analysis', 'bell\u0007');
    await homeOf(whole).go('undo', UNDO);
  }
  await recordScale(listening('scale'), listening('ec2'), halfMarked);
  await recordTrials(listening('try'));
  return { operations, tagging };
}

// Of passwords and keys that are old, a benchmark asks when they were used.
function withOldCredentials(state: RehearsalState): RehearsalState {
  const created = '2020-01-01T00:00:00.000Z';
  for (const user of state.iam.users) {
    if (user.login) user.login.created = created;
    user.accessKeys.push({ id: `AKIAOLD${user.name.toUpperCase()}`, created, active: true });
  }
  return state;
}

const CERTIFICATE = `arn:aws:acm:${HOME}:${ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012`;
const SCALED = [
  ...['--name', 'acme', '--region', HOME, '--no-config', '--steps', 'ec2', '--scale', '2..4'],
  ...['--load-balancer', 'https', '--certificate-arn', CERTIFICATE],
];

/** Somebody changes each part of the group and its load balancer. */
function scaleDrift(account: RehearsalAccount): AnyCall[] {
  const { scale, securityGroups = [] } = account.state().regions[HOME] ?? {};
  const group = { AutoScalingGroupName: 'aws-baseline' };
  const template = { LaunchTemplateName: 'aws-baseline' };
  const LaunchTemplateData = { ...scale?.launchTemplates[0]?.versions[0], MetadataOptions: {} };
  const [balancer] = scale?.loadBalancers ?? [];
  return [
    call('ec2', 'CreateLaunchTemplateVersion', { ...template, LaunchTemplateData }),
    call('ec2', 'ModifyLaunchTemplate', { ...template, DefaultVersion: '2' }),
    call('autoscaling', 'UpdateAutoScalingGroup', { ...group, MaxSize: 9, HealthCheckType: 'EC2' }),
    call('elasticloadbalancing', 'ModifyTargetGroup', {
      TargetGroupArn: scale?.targetGroups[0]?.arn,
      HealthCheckPath: '/x',
    }),
    call('elasticloadbalancing', 'SetSecurityGroups', {
      LoadBalancerArn: balancer?.arn,
      SecurityGroups: [securityGroups[0]?.id ?? ''],
    }),
    call('elasticloadbalancing', 'ModifyListener', {
      ListenerArn: balancer?.listeners[0]?.arn,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
    }),
  ];
}

/** Plays step ec2 with a group and a load balancer instead of one instance: new, changed by somebody, and half marked. */
async function recordScale(
  listen: (command: Command) => Between,
  listenToOne: (command: Command) => Between,
  halfMarkedOf: (account: RehearsalAccount) => RehearsalAccount,
): Promise<void> {
  const account = inMemory();
  const { play } = stage();
  const go = (command: Command, argv: string[], on = account, listening = listen) =>
    play(argv, undefined, worldOf(on, listening(command)));
  await go('look', ['plan', ...SCALED]);
  await go('apply', ['apply', ...SCALED, '--yes']);
  await byHand(account, scaleDrift(account));
  await go('look', ['status', ...SCALED]);
  await go('apply', ['apply', ...SCALED, '--yes']);
  await go('apply', ['apply', ...SCALED, '--yes'], halfMarkedOf(account));
  await go('undo', [...UNDO, '--steps', 'ec2']);
  // One instance, stopped and started again by its own commands.
  const single = inMemory();
  const place = ['--region', HOME, '--no-config'];
  await go('apply', ['apply', ...SCALED.slice(0, 7), '--yes'], single, listenToOne);
  for (const verb of ['list', 'stop', 'list', 'start', 'list', 'terminate'])
    await go(
      verb === 'list' ? 'look' : 'apply',
      ['ec2', verb, ...place, ...(verb === 'terminate' ? ['--yes'] : [])],
      single,
      listenToOne,
    );
}

// What of a trial somebody else may have already: then only parts of it are ours to take back.
const TRIAL_THEIRS = [
  call('logs', 'CreateLogGroup', { logGroupName: '/ecs/aws-baseline-try' }),
  call('eks', 'CreateCluster', {
    name: 'aws-baseline-try',
    roleArn: 'arn:aws:iam::111122223333:role/other',
    resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
  }),
];

/** Plays command try on accounts that have a baseline: one without a trial, one with things of the same names. */
async function recordTrials(listen: (command: Command) => Between): Promise<void> {
  const place = ['--name', 'acme', '--region', HOME, '--no-config'];
  for (const isTheirs of [false, true]) {
    const account = inMemory();
    await stage().play(['apply', ...USUAL, '--steps', 'groups', '--yes'], undefined, worldOf(account));
    if (isTheirs) await byHand(account, TRIAL_THEIRS);
    const { play } = stage();
    const tries = async (given = account) => {
      for (const what of [['container'], ['function'], ['cluster', '--remind-after', '4h', '--wait', '20m']])
        await play(['try', ...what, ...place, '--yes'], undefined, worldOf(given, listen('apply')));
      await play(['status', ...place, '--steps', 'try'], undefined, worldOf(given, listen('look')));
    };
    await tries();
    if (!isTheirs) await tries(halfMarked(account));
    // Nothing is made beside somebody else's things.
    if (isTheirs) continue;
    // One that is still running when it is undone.
    await byHand(account, [
      call('ecs', 'RunTask', {
        cluster: 'aws-baseline-try',
        taskDefinition: 'aws-baseline-try',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      }),
    ]);
    await play([...UNDO, '--steps', 'try'], undefined, worldOf(account, listen('undo')));
  }
}
