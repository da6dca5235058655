import { describe, expect, test } from 'vitest';
import { cliLine } from '../../src/aws/cli-line.ts';
import { through } from '../../src/aws/views.ts';
import { exitCodeOf } from '../../src/cli/commands/report.ts';
import type { AnyFact, Fact } from '../../src/engine/fact.ts';
import { journalInMemory, memoryOf } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { make } from '../../src/engine/make.ts';
import { budgetEmails, budgetMails, furtherAmounts, mailsFor } from '../../src/facts/billing/budget-notifications.ts';
import type { BudgetPlace } from '../../src/facts/billing/budget-place.ts';
import { budgetCountsTheMonth, budgetLimit } from '../../src/facts/billing/budgets.ts';
import { unlessAnotherBudget } from '../../src/facts/billing/other-budgets.ts';
import { tagsFor } from '../../src/facts/tags.ts';
import { counted, idsOf, makeAll, rehearsal, undoAll, unfinished, workOn } from '../steps/rehearsed.ts';
import { type Answers, fakeAccount, lines, refused } from './fake-account.ts';

const PLACE: BudgetPlace = { accountId: '111122223333', partition: 'aws', tags: tagsFor('acme') };
const MAILS = ['a@example.com', 'b@example.com'];

function factsOf(limit = 10, emails = MAILS, further: number[] = []): AnyFact[] {
  const budget = budgetCountsTheMonth({ limit, further }, emails, PLACE);
  return [budget, ...mailsFor(further, PLACE).map((mail) => budgetMails(mail, emails, budget, PLACE))];
}
const budget = budgetCountsTheMonth({ limit: 10 }, MAILS, PLACE);
const passed = budgetMails(mailsFor([], PLACE)[0]!, MAILS, budget, PLACE);
const target = (type: string) => ({
  AccountId: '111122223333',
  BudgetName: 'aws-baseline-monthly',
  Notification: {
    NotificationType: type,
    ComparisonOperator: 'GREATER_THAN',
    Threshold: 100,
    ThresholdType: 'PERCENTAGE',
  },
});
// biome-ignore lint/suspicious/noExplicitAny: tests send what they like
const send = (account: ReturnType<typeof rehearsal>, operation: string, input: any) =>
  account.send({ service: 'budgets', operation, input } as never);

/** A budget as AWS describes one that was made with few words. */
const described = (more: object = {}) => ({
  BudgetName: 'aws-baseline-monthly',
  BudgetLimit: { Amount: '10.0', Unit: 'USD' },
  CostFilters: {},
  CostTypes: { IncludeTax: true, IncludeCredit: true, UseBlended: false },
  TimeUnit: 'MONTHLY',
  TimePeriod: { Start: new Date('2026-11-01T00:00:00Z'), End: new Date('2087-06-15T00:00:00Z') },
  BudgetType: 'COST',
  CalculatedSpend: { ActualSpend: { Amount: '1.5', Unit: 'USD' } },
  LastUpdatedTime: new Date('2026-11-02T00:00:00Z'),
  ...more,
});

describe('the four beats on a rehearsal account', () => {
  test('made with one call, then nothing is to do', async () => {
    const { account, writes } = counted(rehearsal());
    const made = await makeAll(factsOf(), account);
    expect(unfinished(made)).toEqual([]);
    expect(writes).toEqual(['budgets CreateBudget']);
    expect(idsOf(await look(factsOf(), account), 'ok')).toHaveLength(3);
  });

  test.each<[string, (on: ReturnType<typeof rehearsal>) => Promise<unknown>, string[]]>([
    [
      'the limit was raised',
      (on) =>
        send(on, 'UpdateBudget', {
          AccountId: '111122223333',
          NewBudget: { ...budget.want, BudgetLimit: { Amount: '900', Unit: 'USD' } },
        }),
      ['budgets UpdateBudget'],
    ],
    [
      'it counts one service only',
      (on) =>
        send(on, 'UpdateBudget', {
          AccountId: '111122223333',
          NewBudget: { ...budget.want, CostFilters: { Service: ['Amazon Redshift'] } },
        }),
      ['budgets UpdateBudget'],
    ],
    [
      'a notification was deleted',
      (on) => send(on, 'DeleteNotification', target('FORECASTED')),
      ['budgets CreateNotification'],
    ],
    [
      'one address was taken out',
      (on) =>
        send(on, 'DeleteSubscriber', {
          ...target('ACTUAL'),
          Subscriber: { SubscriptionType: 'EMAIL', Address: 'b@example.com' },
        }),
      ['budgets CreateSubscriber'],
    ],
    [
      'somebody else was put in, which harms nothing',
      (on) =>
        send(on, 'CreateSubscriber', {
          ...target('ACTUAL'),
          Subscriber: { SubscriptionType: 'EMAIL', Address: 'c@example.com' },
        }),
      [],
    ],
    [
      'it was deleted whole',
      (on) => send(on, 'DeleteBudget', { AccountId: '111122223333', BudgetName: 'aws-baseline-monthly' }),
      ['budgets CreateBudget'],
    ],
  ])('drift: %s', async (_what, drift, expected) => {
    const on = rehearsal();
    await makeAll(factsOf(), on);
    await drift(on);
    const { account, writes } = counted(on);
    expect(unfinished(await makeAll(factsOf(), account))).toEqual([]);
    expect(writes).toEqual(expected);
    expect(idsOf(await look(factsOf(), on), 'ok')).toHaveLength(3);
  });

  test('undone: gone; an adopted one as it was, with its own listeners', async () => {
    const on = rehearsal();
    const journal = journalInMemory();
    await makeAll(factsOf(), on, journal);
    await undoAll(factsOf(), on, journal);
    expect(on.state().budgets).toBeUndefined();

    const Subscribers = [{ SubscriptionType: 'EMAIL', Address: 'old@example.com' }];
    await send(on, 'CreateBudget', {
      AccountId: '111122223333',
      Budget: { ...budget.want, BudgetLimit: { Amount: '77', Unit: 'USD' } },
      NotificationsWithSubscribers: [{ Notification: target('ACTUAL').Notification, Subscribers }],
    });
    const before = on.state().budgets;
    const again = journalInMemory();
    await makeAll(factsOf(), on, again);
    expect(on.state().budgets).not.toEqual(before);
    await undoAll(factsOf(), on, again);
    expect(on.state().budgets).toEqual([
      { ...before?.[0], budget: expect.objectContaining(before?.[0]?.budget ?? {}) },
    ]);
  });
});

describe('several limits', () => {
  const several = () => factsOf(5, MAILS, [20, 100]);
  test('one budget, a mail for each, made with one call and found again', async () => {
    const { account, writes } = counted(rehearsal());
    expect(unfinished(await makeAll(several(), account))).toEqual([]);
    expect(writes).toEqual(['budgets CreateBudget']);
    expect(idsOf(await look(several(), account), 'ok')).toHaveLength(5);
    expect(await furtherAmounts(PLACE, account)).toEqual([20, 100]);
    expect(await budgetLimit(PLACE, account)).toBe(5);
  });

  test('one more later is one notification more', async () => {
    const on = rehearsal();
    await makeAll(factsOf(5, MAILS, [20]), on);
    const { account, writes } = counted(on);
    await makeAll(several(), account);
    expect(writes).toEqual(['budgets CreateNotification']);
  });
});

describe('whose it is', () => {
  const TEAM = { Key: 'team', Value: 'blue' };
  test.each<[string, string[]]>([
    ['one mark', ['managed-by']],
    ['both marks', ['managed-by', 'aws-baseline:name']],
  ])('lost %s is drift, and is put back beside other tags', async (_what, lost) => {
    const first = rehearsal();
    const journal = journalInMemory();
    await makeAll(factsOf(), first, journal);
    const state = first.state();
    for (const one of state.budgets ?? []) one.tags = [...one.tags.filter(({ Key }) => !lost.includes(Key)), TEAM];
    const on = rehearsal(state);
    const seen = () => look(factsOf(), on, memoryOf(journal));
    expect((await seen())[0]).toMatchObject({ state: 'todo', why: expect.stringContaining('no longer has') });
    const { account, writes } = counted(on);
    expect(unfinished(await make(await seen(), workOn(account, journal)))).toEqual([]);
    expect(writes).toEqual(['budgets TagResource']);
    expect(idsOf(await seen(), 'ok')).toHaveLength(3);
    expect(on.state().budgets?.[0]?.tags).toContainEqual(TEAM);
  });

  test('the budget of somebody else is never taken away', async () => {
    const on = rehearsal();
    const ResourceTags = [{ Key: 'managed-by', Value: 'terraform' }];
    await send(on, 'CreateBudget', { AccountId: '111122223333', Budget: budget.want, ResourceTags });
    const [left] = await undoAll(factsOf(), on);
    expect(left?.state).not.toBe('removed');
    expect(on.state().budgets).toHaveLength(1);
  });
});

describe('what is there, as AWS describes it', () => {
  const on = (more: object) => fakeAccount({ 'budgets DescribeBudgets': { Budgets: [described(more)] } });
  test.each<[string, object, boolean]>([
    ['an amount with a decimal is the same amount', {}, true],
    ['another amount', { BudgetLimit: { Amount: '10.5', Unit: 'USD' } }, false],
    ['by the quarter', { TimeUnit: 'QUARTERLY' }, false],
    ['credits left out, so that the mail comes earlier', { CostTypes: { IncludeCredit: false } }, true],
    ['taxes left out, so that it comes too late', { CostTypes: { IncludeTax: false } }, false],
    ['one Region only', { FilterExpression: { Dimensions: { Key: 'REGION', Values: ['eu-west-1'] } } }, false],
    ['a limit that follows the charges', { AutoAdjustData: { AutoAdjustType: 'HISTORICAL' } }, false],
    ['a view of some accounts', { BillingViewArn: 'arn:aws:billing::111122223333:billingview/custom-1' }, false],
    ['the view of all', { BillingViewArn: 'arn:aws:billing::111122223333:billingview/primary' }, true],
  ])('%s', async (_what, more, same) => {
    expect(budget.same?.(await budget.read(on(more)), budget.want)).toBe(same);
  });

  test('none is null, and its limit is not known', async () => {
    const none = fakeAccount({ 'budgets DescribeBudgets': {} });
    expect(await budget.read(none)).toBeNull();
    expect(await budgetLimit(PLACE, none)).toBeUndefined();
    expect(await budgetLimit(PLACE, on({}))).toBe(10);
  });

  test('an endpoint without the operation makes it unknown', async () => {
    const lacking = fakeAccount({ 'budgets DescribeBudgets': refused('UnknownOperationException') });
    expect((await look(factsOf(), lacking)).map(({ state }) => state)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(exitCodeOf(await look(factsOf(), lacking))).toBe(1);
  });

  test('an endpoint that knows budgets and not their subscribers leaves only these unknown, and that is no failure', async () => {
    const made = rehearsal();
    await makeAll(factsOf(), made);
    const lacking = through(made, async (given) => {
      if (/Subscribers/.test(given.operation)) throw Object.assign(new Error('no'), { name: 'NotImplemented' });
      return made.send(given as never);
    });
    const seen = await look(factsOf(), lacking);
    expect(seen.map(({ state }) => state)).toEqual(['ok', 'unknown', 'unknown']);
    expect(seen[1]?.why).toContain('does not support budgets DescribeSubscribersForNotification');
    expect(exitCodeOf(seen, { differs: true })).toBe(0);
  });

  test('all pages of notifications and of subscribers are read', async () => {
    const answers: Answers = {
      'budgets DescribeNotificationsForBudget': ({ NextToken }) =>
        NextToken
          ? { Notifications: [{ ...target('ACTUAL').Notification, NotificationState: 'ALARM' }] }
          : { Notifications: [{ ...target('ACTUAL').Notification, Threshold: 80 }], NextToken: '2' },
      'budgets DescribeSubscribersForNotification': ({ NextToken }) =>
        NextToken
          ? { Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'b@example.com' }] }
          : { Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'a@example.com' }], NextToken: '2' },
    };
    expect(passed.same?.(await passed.read(fakeAccount(answers)), passed.want)).toBe(true);
    expect(await budgetEmails(PLACE, fakeAccount(answers))).toEqual(['a@example.com', 'b@example.com']);
  });
});

test('the calls as AWS CLI lines', async () => {
  const [created] = await budget.calls(budget.want, null, fakeAccount());
  expect(cliLine(created!)).toContain('aws budgets create-budget --account-id 111122223333 --budget ');
  expect(created?.input.ResourceTags).toEqual(PLACE.tags);
  expect(await lines(budget, null, budget.want)).toEqual([
    'aws budgets delete-budget --account-id 111122223333 --budget-name aws-baseline-monthly',
  ]);
  const was = await budget.read(fakeAccount({ 'budgets DescribeBudgets': { Budgets: [described()] } }));
  const [back] = await budget.calls(was, budget.want, fakeAccount());
  expect(back?.input.NewBudget).toMatchObject({
    BudgetLimit: { Amount: '10.0', Unit: 'USD' },
    TimePeriod: { Start: new Date('2026-11-01T00:00:00Z') },
  });
  // AWS takes the old filters or the new ones, not both, and no limit besides one that moves.
  const odd = described({ Metrics: ['NetUnblendedCost'], AutoAdjustData: { AutoAdjustType: 'FORECAST' } });
  const [moved] = await budget.calls(
    await budget.read(fakeAccount({ 'budgets DescribeBudgets': { Budgets: [odd] } })),
    budget.want,
    fakeAccount(),
  );
  expect(Object.keys(moved?.input.NewBudget).sort()).toEqual(
    ['AutoAdjustData', 'BudgetName', 'BudgetType', 'Metrics', 'TimePeriod', 'TimeUnit'].sort(),
  );
});

test('in China the limit is in yuan', () => {
  expect(budgetCountsTheMonth({ limit: 10 }, MAILS, { ...PLACE, partition: 'aws-cn' }).want.BudgetLimit).toEqual({
    Amount: '10',
    Unit: 'CNY',
  });
});

describe('as a guardrail, somebody’s budget counts as well if it notifies somebody', () => {
  const guard = () => factsOf().map((one) => unlessAnotherBudget(one as Fact, PLACE));
  const theirs = { ...budget.want, BudgetName: 'finance', BudgetLimit: { Amount: '500', Unit: 'USD' } };
  const told = [
    {
      Notification: target('ACTUAL').Notification,
      Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'f@example.com' }],
    },
  ];
  const withTheirs = async (more: object = {}, notifications: object[] = told) => {
    const on = rehearsal();
    const Budget = { ...theirs, ...more };
    await send(on, 'CreateBudget', { AccountId: '111122223333', Budget, NotificationsWithSubscribers: notifications });
    return on;
  };

  test('it is named, nothing is made beside it, and undo leaves it', async () => {
    const on = await withTheirs();
    const { account, writes } = counted(on);
    const journal = journalInMemory();
    const found = await makeAll(guard(), account, journal);
    expect(found.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok']);
    expect(found[0]?.why).toBe('budget finance does this');
    await undoAll(guard(), account, journal);
    expect(writes).toEqual([]);
    expect(on.state().budgets).toHaveLength(1);
  });

  test.each<[string, object, object[]?]>([
    ['it notifies nobody', {}, []],
    ['it tracks one service only', { CostFilters: { Service: ['Amazon Relational Database Service'] } }],
    ['it tracks usage', { BudgetType: 'USAGE', BudgetLimit: { Amount: '5', Unit: 'GB' } }],
    ['it is for a year', { TimeUnit: 'ANNUALLY' }],
    ['it leaves taxes out', { CostTypes: { IncludeTax: false } }],
  ])('ours is made beside it if %s', async (_what, more, notifications) => {
    const on = await withTheirs(more, notifications);
    expect(unfinished(await makeAll(guard(), on))).toEqual([]);
    expect(on.state().budgets?.map(({ name }) => name)).toEqual(['finance', 'aws-baseline-monthly']);
  });

  test('ours stays the one that is judged where both are', async () => {
    const on = rehearsal();
    await makeAll(guard(), on);
    const NewBudget = { ...budget.want, BudgetLimit: { Amount: '900', Unit: 'USD' } };
    await send(on, 'UpdateBudget', { AccountId: '111122223333', NewBudget });
    await send(on, 'CreateBudget', { AccountId: '111122223333', Budget: theirs, NotificationsWithSubscribers: told });
    expect(idsOf(await look(guard(), on), 'todo')).toEqual(['budgets/aws-baseline-monthly']);
  });

  test('a member of staff without access to billing: unknown, and that is no failure', async () => {
    const denied = fakeAccount({ 'budgets DescribeBudgets': refused('AccessDeniedException') });
    const seen = await look(guard(), denied);
    expect(new Set(seen.map(({ state }) => state))).toEqual(new Set(['unknown']));
    expect(exitCodeOf(seen, { differs: true })).toBe(0);
  });
});
