import { globalRegionOf, partitionOf } from '../aws/account.ts';
import { isProject } from '../aws/account-kind.ts';
import type { AnyFact } from '../engine/fact.ts';
import { emailIsConfirmed, emailIsSubscribed, somebodyHears } from '../facts/alarm-listeners.ts';
import { onlyOurAlarmsPublish, topicExists } from '../facts/alarm-topic.ts';
import { billingMetricIsSeen, billsHere } from '../facts/billing-access.ts';
import { billingAlarmWatches } from '../facts/billing-alarm.ts';
import { budgetMails, mailsFor } from '../facts/budget-notifications.ts';
import { budgetCountsTheMonth } from '../facts/budgets.ts';
import { builderIdIsSafe, projectHasSpendLimit } from '../facts/project.ts';
import {
  otherRootKeysAreDeleted,
  rootHasMfa,
  rootHasNoAccessKeys,
  rootKeysAreDeleted,
  rootSignsIn,
} from '../facts/root-user.ts';
import { tagsFor } from '../facts/tags.ts';
import type { Answers } from './answers.ts';
import { checkEmail, checkLimit } from './checks.ts';
import { KINDS, kindIn } from './kinds.ts';
import { type Draft, type Setting, text } from './setting.ts';
import type { Step } from './step.ts';

const billed = (draft: Draft) => billsHere(partitionOf(text(draft, 'region') ?? ''));
const wantsAlarm = (draft: Draft) => draft.get('alarm.enabled') !== false && billed(draft);
const wantsMail = (draft: Draft) => wantsAlarm(draft) || (draft.has('budget.limit') && billed(draft));
const WHY_BUDGET =
  "You get an e-mail when this month's charges pass a limit you choose, and when AWS expects them to. " +
  'The budget that sends it costs nothing.';

const settings: Setting[] = [
  {
    key: 'alarm.email',
    flag: '--alarm-email <mail>',
    kind: 'texts',
    step: 'root',
    help: 'e-mail address for billing alarms (repeat for more)',
    sample: 'you@example.com',
    check: checkEmail,
    required: wantsMail,
    ask: {
      message: 'E-mail address for alarms',
      why:
        "You get an e-mail when this month's charges pass a limit you choose. " +
        'AWS sends one confirmation mail first. The alarm itself costs nothing.',
      whyElse: (draft) => (KINDS[kindIn(draft)].alarm ? undefined : WHY_BUDGET),
      more:
        'Any address that somebody reads will do; several are separated by spaces. Nothing is sent before the link in ' +
        'the confirmation mail has been clicked.',
      when: wantsMail,
    },
  },
  {
    key: 'alarm.limit',
    flag: '--alarm-limit <usd>',
    kind: 'numbers',
    step: 'root',
    help: "limit of the month's charges, in USD (CNY in China); repeat for more alarms",
    default: [10],
    normal: (text) => text.replace(/^(USD ?|\$)/i, ''),
    check: checkLimit,
    ask: {
      message: 'Mail me when the month passes (USD)',
      why: 'The alarm tells, it stops nothing. On the Paid plan AWS has no spending cap. On the Free plan nothing is charged: when the credits are used up, the account closes.',
      more:
        'AWS adds up the charges of the month a few times a day, so the mail comes hours after the limit was passed. ' +
        'Several limits, such as 5 20 100, make several alarms: the first says that something runs, the last that ' +
        'something is wrong. The amount is in the currency of your bills: USD, or CNY in China. Accounts made since ' +
        '2025-07-15 have credits instead of a free tier of twelve months; the alarm counts what is charged beyond them.',
      when: wantsAlarm,
    },
  },
  {
    key: 'alarm.enabled',
    flag: '--no-alarm',
    kind: 'boolean',
    step: 'root',
    help: 'no billing alarm and no topic',
    default: true,
  },
  {
    key: 'budget.limit',
    flag: '--budget <usd>',
    kind: 'number',
    step: 'root',
    help: "a budget of so many USD a month that mails the alarms' addresses",
    sample: '10',
    normal: (text) => text.replace(/^(USD ?|\$)/i, ''),
    check: checkLimit,
  },
  {
    key: 'root.delete-keys',
    flag: '--delete-root-keys',
    kind: 'boolean',
    step: 'root',
    help: "delete the root user's access keys (only as root; cannot be undone)",
    default: false,
  },
];

export const rootStep: Step = {
  id: 'root',
  title: 'root hardening',
  why: 'The root user can do everything, so it gets a second factor and no keys. Then you hear early about costs.',
  otherwise: (draft) =>
    isProject(kindIn(draft))
      ? {
          title: 'sign-in and budget',
          why: 'In a project nobody is root: your Builder ID gets a second factor, and a budget tells you early about costs.',
        }
      : undefined,
  settings,
  facts(answers, now) {
    const inProject = isProject(answers.accountKind ?? 'unknown');
    return [...(inProject ? projectChores(answers) : rootFacts(answers, now)), ...budgetFacts(answers)];
  },
};

function rootFacts(answers: Answers, now: () => number): AnyFact[] {
  const { name, tags, alarm, deleteRootKeys, accountId, partition, done = [] } = answers;
  const globalRegion = globalRegionOf(partition);
  const place = { accountId, partition, globalRegion, tags: tagsFor(name, tags) };
  const keys = deleteRootKeys ? [otherRootKeysAreDeleted(), rootKeysAreDeleted()] : [rootHasNoAccessKeys(partition)];
  const root = [...(rootSignsIn(partition) ? [rootHasMfa(partition)] : []), ...keys];
  if (alarm.limits.length === 0 || !billsHere(partition)) return root;
  const topic = topicExists(place);
  const mails = alarm.emails.flatMap((address) => {
    const subscription = emailIsSubscribed(address, topic, place);
    return [subscription, emailIsConfirmed(address, subscription, place)];
  });
  return [
    ...root,
    billingMetricIsSeen(partition, now, done.includes('root.billing-alerts')),
    topic,
    onlyOurAlarmsPublish(topic, place),
    ...(mails.length > 0 ? mails : [somebodyHears(topic, place)]),
    ...alarm.limits.map((limit) => billingAlarmWatches(limit, topic, place)),
  ];
}

// Nobody can be root there, and AWS's policies forbid the alarm and its topic.
function projectChores({ done = [] }: Answers): AnyFact[] {
  return [builderIdIsSafe(done.includes('root.recovery')), projectHasSpendLimit(done.includes('root.spend-limit'))];
}

function budgetFacts({ name, tags, alarm, budget, accountId, partition }: Answers): AnyFact[] {
  if (!budget || !billsHere(partition)) return [];
  const place = { accountId, partition, tags: tagsFor(name, tags) };
  const counts = budgetCountsTheMonth(budget, alarm.emails, place);
  if (alarm.emails.length === 0) return [counts];
  return [
    counts,
    ...mailsFor(budget.further ?? [], place).map((mail) => budgetMails(mail, alarm.emails, counts, place)),
  ];
}
