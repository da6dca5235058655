import { globalRegionOf, partitionOf } from '../aws/account.ts';
import { isProject } from '../aws/account-kind.ts';
import type { AnyFact } from '../engine/fact.ts';
import { builderIdIsSafe, projectHasSpendLimit } from '../facts/account/project.ts';
import {
  otherRootKeysAreDeleted,
  rootHasMfa,
  rootHasNoAccessKeys,
  rootKeysAreDeleted,
  rootSignsIn,
} from '../facts/account/root-user.ts';
import { emailIsConfirmed, emailIsSubscribed, somebodyHears } from '../facts/alarms/alarm-listeners.ts';
import { onlyOurAlarmsPublish, topicExists } from '../facts/alarms/alarm-topic.ts';
import { billingAlarmWatches } from '../facts/alarms/billing-alarm.ts';
import { billingMetricIsSeen, billsHere } from '../facts/billing/billing-access.ts';
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
  "You get an e-mail when this month's charges exceed a limit you choose, and when AWS forecasts that they will. " +
  'The budget that sends it is free.';

const IN_PROJECT = {
  title: 'sign-in and budget',
  why: 'In a project, you secure your Builder ID with MFA, and a budget notifies you early about costs.',
};
const setting = settingIn('root');

/** The settings of this step. */
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
        "You get an e-mail when this month's charges exceed a limit you choose. " +
        'AWS sends one confirmation e-mail first. The alarm itself is free.',
      whyElse: (draft) => (KINDS[kindIn(draft)].alarm ? undefined : WHY_BUDGET),
      more:
        'Use any address that someone reads; separate several addresses with spaces. AWS sends no alarms to an address ' +
        'until you click the link in its confirmation e-mail.',
      when: wantsMail,
    },
  }),
  limits: setting({
    key: 'alarm.limit',
    flag: '--alarm-limit <usd>',
    kind: 'numbers',
    help: "limit for this month's charges, in USD (CNY in China); repeat for more alarms",
    default: USUAL,
    ...SHAPES.limit,
    place: 'alarm.limits',
    derive: (said, draft): number[] => (KINDS[kindIn(draft)].alarm && isWanted(draft) ? said : []),
    ask: {
      message: 'Mail me when monthly charges exceed (USD)',
      why: 'The alarm notifies you but stops nothing. On the Paid plan, AWS has no spending cap. On the Free plan, nothing is charged: when the credits are used up, AWS closes the account.',
      more:
        'AWS updates the estimated charges a few times a day, so the e-mail arrives hours after the limit is exceeded. ' +
        'Several limits, such as 5 20 100, create several alarms: the first shows that something is running, the last ' +
        'that something is wrong. The amount is in the currency of your bills: USD, or CNY in China. Accounts created ' +
        'since 2025-07-15 have credits instead of a 12-month free tier; the alarm counts only charges beyond the credits.',
      when: wantsAlarm,
    },
  }),
  alarm: setting({
    key: 'alarm.enabled',
    flag: '--no-alarm',
    kind: 'boolean',
    help: 'do not create a billing alarm or its topic',
    default: true,
  }),
  budget: setting({
    key: 'budget.limit',
    flag: '--budget <usd>',
    kind: 'number',
    help: 'create a monthly budget of this amount in USD; it e-mails the alarm addresses',
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

/** The monthly budget: as specified, or in a project, which has no alarms, for the alarm limits. */
export function budgetIn(draft: Draft): Budget | undefined {
  const said = valueIn(draft, ROOT.budget);
  if (said !== undefined) return { limit: said };
  return isProject(kindIn(draft)) && isWanted(draft) ? budgetOf(valueIn(draft, ROOT.limits) ?? USUAL) : undefined;
}

type Needed = AnswersTo<typeof EVERY & typeof ROOT>;
export const rootStep: Step<Needed> = {
  id: 'root',
  title: 'root user and alarms',
  why: 'The root user can do everything, so it gets MFA and no access keys. Alarms then notify you early about costs.',
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

// A project has no root user, and AWS's policies deny the alarm and its topic.
function projectChores({ done }: Needed): AnyFact[] {
  return [
    builderIdIsSafe(done.includes(WORDS.recovery.key)),
    projectHasSpendLimit(done.includes(WORDS.spendLimit.key)),
  ];
}
