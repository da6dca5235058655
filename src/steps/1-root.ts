import { globalRegionOf, partitionOf } from '../aws/account.ts';
import { isProject } from '../aws/account-kind.ts';
import type { AnyFact } from '../engine/fact.ts';
import { emailIsConfirmed, emailIsSubscribed, somebodyHears } from '../facts/alarm-listeners.ts';
import { onlyOurAlarmsPublish, topicExists } from '../facts/alarm-topic.ts';
import { billingMetricIsSeen, billsHere } from '../facts/billing-access.ts';
import { billingAlarmWatches } from '../facts/billing-alarm.ts';
import { builderIdIsSafe, projectHasSpendLimit } from '../facts/project.ts';
import {
  otherRootKeysAreDeleted,
  rootHasMfa,
  rootHasNoAccessKeys,
  rootKeysAreDeleted,
  rootSignsIn,
} from '../facts/root-user.ts';
import { tagsFor } from '../facts/tags.ts';
import { type Budget, budgetFacts, budgetOf } from './budget.ts';
import { KINDS, kindIn } from './kinds.ts';
import type { AnswersTo } from './settings/answers.ts';
import { EVERY } from './settings/every.ts';
import { type Draft, settingIn, valueIn } from './settings/setting.ts';
import { SHAPES } from './settings/shapes.ts';
import { WORDS } from './settings/words-of-people.ts';
import type { Step } from './step.ts';

const billed = (draft: Draft) => billsHere(partitionOf(valueIn(draft, EVERY.region) ?? ''));
const isWanted = (draft: Draft): boolean => valueIn(draft, ROOT.alarm) !== false;
const wantsAlarm = (draft: Draft): boolean => isWanted(draft) && billed(draft);
const wantsMail = (draft: Draft): boolean => wantsAlarm(draft) || (draft.has(ROOT.budget.key) && billed(draft));
const USUAL = [10];
const WHY_BUDGET =
  "You get an e-mail when this month's charges pass a limit you choose, and when AWS expects them to. " +
  'The budget that sends it costs nothing.';

const IN_PROJECT = {
  title: 'sign-in and budget',
  why: 'In a project nobody is root: your Builder ID gets a second factor, and a budget tells you early about costs.',
};
const setting = settingIn('root');

/** What is asked for this step. */
export const ROOT = {
  emails: setting({
    key: 'alarm.email',
    flag: '--alarm-email <mail>',
    kind: 'texts',
    help: 'e-mail address for billing alarms (repeat for more)',
    sample: 'you@example.com',
    ...SHAPES.email,
    required: wantsMail,
    place: 'alarm.emails',
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
  }),
  limits: setting({
    key: 'alarm.limit',
    flag: '--alarm-limit <usd>',
    kind: 'numbers',
    help: "limit of the month's charges, in USD (CNY in China); repeat for more alarms",
    default: USUAL,
    ...SHAPES.limit,
    place: 'alarm.limits',
    derive: (said, draft): number[] => (KINDS[kindIn(draft)].alarm && isWanted(draft) ? said : []),
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
  }),
  alarm: setting({
    key: 'alarm.enabled',
    flag: '--no-alarm',
    kind: 'boolean',
    help: 'no billing alarm and no topic',
    default: true,
  }),
  budget: setting({
    key: 'budget.limit',
    flag: '--budget <usd>',
    kind: 'number',
    help: "a budget of so many USD a month that mails the alarms' addresses",
    sample: '10',
    ...SHAPES.limit,
    place: 'budget',
    derive: (_said, draft): Budget | undefined => budgetIn(draft),
  }),
  deleteKeys: setting({
    key: 'root.delete-keys',
    flag: '--delete-root-keys',
    kind: 'boolean',
    help: "delete the root user's access keys (only as root; cannot be undone)",
    default: false,
    onlyForWriting: true,
    place: 'deleteRootKeys',
  }),
};

/** The month's budget: as it was said; in a project for the limits of the alarms that it takes the place of. */
export function budgetIn(draft: Draft): Budget | undefined {
  const said = valueIn(draft, ROOT.budget);
  if (said !== undefined) return { limit: said };
  return isProject(kindIn(draft)) && isWanted(draft) ? budgetOf(valueIn(draft, ROOT.limits) ?? USUAL) : undefined;
}

type Needed = AnswersTo<typeof EVERY & typeof ROOT>;
export const rootStep: Step<Needed> = {
  id: 'root',
  title: 'root hardening',
  why: 'The root user can do everything, so it gets a second factor and no keys. Then you hear early about costs.',
  otherwise: (draft) => (isProject(kindIn(draft)) ? IN_PROJECT : undefined),
  settings: Object.values(ROOT),
  facts(answers, now) {
    const inProject = isProject(answers.accountKind);
    return [...(inProject ? projectChores(answers) : rootFacts(answers, now)), ...budgetFacts(answers)];
  },
};

function rootFacts(answers: Needed, now: () => number): AnyFact[] {
  const { name, tags, alarm, deleteRootKeys, accountId, partition, done } = answers;
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
    billingMetricIsSeen(partition, now, done.includes(WORDS.billingAlerts.key)),
    topic,
    onlyOurAlarmsPublish(topic, place),
    ...(mails.length > 0 ? mails : [somebodyHears(topic, place)]),
    ...alarm.limits.map((limit) => billingAlarmWatches(limit, topic, place)),
  ];
}

// Nobody can be root there, and AWS's policies forbid the alarm and its topic.
function projectChores({ done }: Needed): AnyFact[] {
  return [
    builderIdIsSafe(done.includes(WORDS.recovery.key)),
    projectHasSpendLimit(done.includes(WORDS.spendLimit.key)),
  ];
}
