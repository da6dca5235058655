import { globalRegionOf, partitionOf } from '../aws/account.ts';
import { emailIsConfirmed, emailIsSubscribed, somebodyHears } from '../facts/alarm-listeners.ts';
import { onlyOurAlarmsPublish, topicExists } from '../facts/alarm-topic.ts';
import { billingMetricIsSeen, billsHere } from '../facts/billing-access.ts';
import { billingAlarmWatches } from '../facts/billing-alarm.ts';
import {
  otherRootKeysAreDeleted,
  rootHasMfa,
  rootHasNoAccessKeys,
  rootKeysAreDeleted,
  rootSignsIn,
} from '../facts/root-user.ts';
import { tagsFor } from '../facts/tags.ts';
import { checkEmail, checkLimit } from './checks.ts';
import { type Draft, type Setting, text } from './setting.ts';
import type { Step } from './step.ts';

const wantsAlarm = (draft: Draft) =>
  draft.get('alarm.enabled') !== false && billsHere(partitionOf(text(draft, 'region') ?? ''));

const settings: Setting[] = [
  {
    key: 'alarm.email',
    flag: '--alarm-email <mail>',
    kind: 'texts',
    step: 'root',
    help: 'e-mail address for billing alarms (repeat for more)',
    sample: 'you@example.com',
    check: checkEmail,
    required: wantsAlarm,
    ask: {
      message: 'E-mail address for alarms',
      why:
        "You get an e-mail when this month's charges pass a limit you choose. " +
        'AWS sends one confirmation mail first. The alarm itself costs nothing.',
      more:
        'Any address that somebody reads will do; several are separated by spaces. Nothing is sent before the link in ' +
        'the confirmation mail has been clicked.',
      when: wantsAlarm,
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
  settings,
  facts({ name, tags, alarm, deleteRootKeys, accountId, partition, done = [] }, now) {
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
  },
};
