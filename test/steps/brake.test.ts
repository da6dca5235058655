import { BudgetsClient, type CreateBudgetActionCommandInput } from '@aws-sdk/client-budgets';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { NEAR_SPEND_LIMIT } from '../../src/aws/account-kind.ts';
import type { AnyCall } from '../../src/aws/call.ts';
import { sender } from '../../src/aws/real.ts';
import { refuse } from '../../src/aws/rehearsal/refuse.ts';
import { loadService } from '../../src/aws/services.ts';
import { through } from '../../src/aws/views.ts';
import { exitCodeOf } from '../../src/cli/commands/report.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { brakeDocument, brakeRole, evaluate } from '../../src/policies/index.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import { brakeFacts } from '../../src/steps/root/brake.ts';
import { answersTo } from './given.ts';
import { counted, factsFor, HOME, idsOf, makeAll, rehearsal, undoAll, unfinished } from './rehearsed.ts';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:iam::${ACCOUNT}:policy/aws-baseline-brake`;
const ACTION = 'budgets/aws-baseline-brake/action';
const answers = (limit = 50) => answersTo({ 'brake.limit': limit });
const facts = (limit = 50) => brakeFacts(answers(limit));
const groups = factsFor().filter(({ id }) => /^iam\/group\/(engineer|analyst)$/.test(id));

/** A rehearsal with the groups, with the brake if `brake` says so. */
async function withGroups(brake = true) {
  const on = rehearsal();
  await makeAll(groups, on);
  const journal = journalInMemory();
  if (brake) await makeAll(facts(), on, journal);
  return { on, journal };
}
type On = ReturnType<typeof rehearsal>;
// biome-ignore lint/suspicious/noExplicitAny: tests send what they like
const send = (on: On, service: string, operation: string, input: any) =>
  on.send({ service, operation, input } as never);
const budgetOf = (on: On) => on.state().budgets?.find(({ name }) => name === 'aws-baseline-brake');
const attach = (on: On) =>
  Promise.all(
    ['engineer', 'analyst'].map((GroupName) => send(on, 'iam', 'AttachGroupPolicy', { GroupName, PolicyArn: ARN })),
  );

describe('the four beats', () => {
  test('made, and then nothing is to do', async () => {
    const { on } = await withGroups(false);
    const { account, writes } = counted(on);
    expect(unfinished(await makeAll(facts(), account))).toEqual([]);
    expect(writes.sort()).toEqual([
      'budgets CreateBudget',
      'budgets CreateBudgetAction',
      'iam CreatePolicy',
      'iam CreateRole',
      'iam PutRolePolicy',
    ]);
    expect(idsOf(await look(facts(), on), 'ok')).toHaveLength(5);
    expect(budgetOf(on)?.actions?.[0]?.action).toMatchObject({
      ...{ NotificationType: 'ACTUAL', ActionType: 'APPLY_IAM_POLICY', ApprovalModel: 'AUTOMATIC' },
      ActionThreshold: { ActionThresholdValue: 100, ActionThresholdType: 'PERCENTAGE' },
      Definition: { IamActionDefinition: { PolicyArn: ARN, Groups: ['analyst', 'engineer'] } },
      ExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/aws-baseline/account/aws-baseline-brake`,
      Subscribers: [
        { SubscriptionType: 'EMAIL', Address: 'a@example.com' },
        { SubscriptionType: 'EMAIL', Address: 'b@example.com' },
      ],
    });
  });

  const update = (on: On, more: object) => {
    const [kept] = budgetOf(on)?.actions ?? [];
    const { ActionId, BudgetName, ActionType: _, Status: _s, ...now } = kept!.action;
    return send(on, 'budgets', 'UpdateBudgetAction', { AccountId: ACCOUNT, BudgetName, ActionId, ...now, ...more });
  };
  test.each<[string, (on: On) => Promise<unknown>]>([
    ['it asks a person first', (on) => update(on, { ApprovalModel: 'MANUAL' })],
    [
      'it acts at another threshold',
      (on) => update(on, { ActionThreshold: { ActionThresholdValue: 500, ActionThresholdType: 'PERCENTAGE' } }),
    ],
    ['it acts on a forecast', (on) => update(on, { NotificationType: 'FORECASTED' })],
    [
      'it leaves a group out',
      (on) => update(on, { Definition: { IamActionDefinition: { PolicyArn: ARN, Groups: ['analyst'] } } }),
    ],
    [
      'it tells somebody else',
      (on) => update(on, { Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'x@example.com' }] }),
    ],
  ])('drift is mended: %s', async (_what, drift) => {
    const { on } = await withGroups();
    await drift(on);
    expect(idsOf(await look(facts(), on), 'todo')).toEqual([ACTION]);
    const { account, writes } = counted(on);
    expect(unfinished(await makeAll(facts(), account))).toEqual([]);
    expect(writes).toEqual(['budgets UpdateBudgetAction']);
    expect(idsOf(await look(facts(), on), 'ok')).toHaveLength(5);
  });

  test('an action that somebody made with this policy is mended, and undo restores it', async () => {
    const { on } = await withGroups();
    const [ours] = budgetOf(on)?.actions ?? [];
    const { ActionId, Status: _, ...given } = ours!.action;
    const theirs = { AccountId: ACCOUNT, ...given, ApprovalModel: 'MANUAL', NotificationType: 'FORECASTED' };
    await send(on, 'budgets', 'DeleteBudgetAction', { AccountId: ACCOUNT, BudgetName: given.BudgetName, ActionId });
    await send(on, 'budgets', 'CreateBudgetAction', theirs);
    const journal = journalInMemory();
    expect(unfinished(await makeAll(facts(), on, journal))).toEqual([]);
    expect(budgetOf(on)?.actions?.[0]?.action.ApprovalModel).toBe('AUTOMATIC');
    await undoAll(facts().slice(-1), on, journal);
    expect(budgetOf(on)?.actions?.map(({ action }) => [action.ApprovalModel, action.NotificationType])).toEqual([
      ['MANUAL', 'FORECASTED'],
    ]);
  });

  test('drift of the limit', async () => {
    const { on } = await withGroups();
    expect(unfinished(await makeAll(facts(80), on))).toEqual([]);
    expect(budgetOf(on)?.budget).toMatchObject({ BudgetLimit: { Amount: '80.0' } });
  });

  test.each([false, true])('undo takes all of it away, also while it brakes: %s', async (brakes) => {
    const { on, journal } = await withGroups();
    if (brakes) await attach(on);
    const undone = await undoAll(facts(), on, journal);
    expect(undone.filter(({ state }) => state !== 'removed').map(({ fact, why }) => [fact.id, why])).toEqual([]);
    const clean = (await withGroups(false)).on.state();
    expect({ ...on.state(), counter: 0 }).toEqual({ ...clean, counter: 0 });
  });

  test('undo without a journal finds it by its tags', async () => {
    const { on } = await withGroups();
    const found = await discover(on, 'standalone', true);
    expect(found.get('acme')?.get('brake.limit')).toBe(50);
    await undoAll(facts(), on);
    expect([budgetOf(on), on.state().iam.roles.some(({ name }) => name === 'aws-baseline-brake')]).toEqual([
      undefined,
      false,
    ]);
  });
});

describe('other people and other accounts', () => {
  test('an action of somebody else on the same budget stays', async () => {
    const { on, journal } = await withGroups();
    const other = `arn:aws:iam::aws:policy/AWSDenyAll`;
    const [ours] = budgetOf(on)?.actions ?? [];
    const { ActionId: _, Status: _s, ...given } = ours!.action;
    await send(on, 'budgets', 'CreateBudgetAction', {
      AccountId: ACCOUNT,
      ...given,
      Definition: { IamActionDefinition: { PolicyArn: other, Users: ['jo'] } },
    });
    expect(idsOf(await look(facts(), on), 'ok')).toHaveLength(5);
    await undoAll(facts().slice(-1), on, journal);
    const left = budgetOf(on)?.actions?.map(({ action }) => action.Definition?.IamActionDefinition?.PolicyArn);
    expect(left).toEqual([other]);
  });

  test('without the groups, and without the step that makes them, it waits for them', async () => {
    const on = rehearsal();
    const alone = brakeFacts({ ...answers(), steps: ['root'] });
    const [finding] = (await makeAll(alone, on)).filter(({ fact }) => fact.id === ACTION);
    expect(finding?.why).toMatch(/groups engineer and analyst must exist first: run aws-baseline groups/);
    expect(budgetOf(on)?.actions).toBeUndefined();
    await makeAll(groups, on);
    expect(unfinished(await makeAll(alone, on))).toEqual([]);
  });

  test('with it, the groups are made first in the same run', async () => {
    expect(unfinished(await makeAll(factsFor(answers()), rehearsal()))).toEqual([]);
  });

  test('a denied read makes the action unknown, with the permission', async () => {
    const { on } = await withGroups();
    const denied = through(on, async (given) =>
      given.operation === 'DescribeBudgetActionsForBudget' ? refuse('AccessDeniedException', 'no') : on.send(given),
    );
    const findings = await look(facts(), denied);
    const [finding] = findings.filter(({ fact }) => fact.id === ACTION);
    expect([finding?.state, finding?.permission]).toEqual(['unknown', 'budgets:DescribeBudgetActionsForBudget']);
    expect(exitCodeOf(findings)).toBe(4);
  });

  test('once it has acted, that is said with the way to lift it', async () => {
    const { on } = await withGroups();
    const acted = through(on, async (given: AnyCall) => {
      const answer = (await on.send(given)) as { Actions?: object[] };
      if (given.operation !== 'DescribeBudgetActionsForBudget') return answer;
      return { ...answer, Actions: answer.Actions?.map((one) => ({ ...one, Status: 'EXECUTION_SUCCESS' })) };
    });
    const [finding] = (await look(facts(), acted)).filter(({ fact }) => fact.id === ACTION);
    expect([finding?.state, finding?.why]).toEqual(['ok', expect.stringContaining('aws-baseline brake lift')]);
  });

  test('nothing of it is read or made without the flag, in a project, and in another partition', async () => {
    expect(brakeFacts(answersTo())).toEqual([]);
    expect(brakeFacts(answersTo({ 'brake.limit': 50, 'account.kind': 'project' }))).toEqual([]);
    expect(brakeFacts(answersTo({ 'brake.limit': 50, region: 'us-gov-west-1' }))).toEqual([]);
  });
});

describe('its policies', () => {
  const document = brakeDocument(NEAR_SPEND_LIMIT);
  const all = {
    Version: '2012-10-17' as const,
    Statement: [{ Sid: 'A', Effect: 'Allow' as const, Action: '*', Resource: '*' }],
  };
  const decided = (action: string) => evaluate([all, document], { action, resource: '*', context: {} });

  test.each([
    'ec2:RunInstances',
    'ec2:StartInstances',
    'ecs:RunTask',
    'eks:CreateCluster',
    'glue:StartJobRun',
    'rds:CreateDBInstance',
    ...NEAR_SPEND_LIMIT,
  ])('denies %s', (action) => expect(decided(action)).toBe('deny'));

  test.each([
    'ec2:StopInstances',
    'ec2:TerminateInstances',
    'ec2:DeleteNatGateway',
    's3:GetObject',
    'ecs:StopTask',
    'glue:GetJob',
  ])('leaves %s alone', (action) => expect(decided(action)).toBe('allow'));

  test('the role attaches this policy to these groups, and nothing else', () => {
    const { document: may, trust } = brakeRole({ accountId: ACCOUNT, partition: 'aws' });
    const group = `arn:aws:iam::${ACCOUNT}:group`;
    expect(may.Statement).toEqual([
      {
        Sid: 'AttachTheBrake',
        Effect: 'Allow',
        Action: ['iam:AttachGroupPolicy', 'iam:DetachGroupPolicy'],
        Resource: ['engineer', 'analyst'].flatMap((name) => [`${group}/${name}`, `${group}/*/${name}`]),
        Condition: { ArnEquals: { 'iam:PolicyARN': ARN } },
      },
    ]);
    // Only for budgets of this account.
    expect(trust.Statement[0]?.Principal).toEqual({ Service: 'budgets.amazonaws.com' });
    expect(trust.Statement[0]?.Condition?.StringEquals).toEqual({ 'aws:SourceAccount': ACCOUNT });
  });
});

test('the SDK sends what the facts say: the clients of AWS Budgets on an account in memory', async () => {
  const { on } = await withGroups(false);
  const mock = mockClient(BudgetsClient);
  const { commands } = await loadService('budgets');
  for (const [operation, Command] of Object.entries(commands))
    mock.on(Command as never).callsFake((input: object) => send(on, 'budgets', operation, input));
  const real = sender({ homeRegion: HOME, version: '0' });
  const account = through(on, (given) => (given.service === 'budgets' ? real(given) : on.send(given)));
  expect(unfinished(await makeAll(facts(), account))).toEqual([]);
  const [created] = mock.commandCalls(commands.CreateBudgetAction as never);
  const input = created?.args[0].input as CreateBudgetActionCommandInput;
  expect([input.AccountId, input.ActionType, input.ResourceTags?.length]).toEqual([ACCOUNT, 'APPLY_IAM_POLICY', 3]);
  mock.restore();
});
