import { partitionOf } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { billsHere } from '../../facts/billing/billing-access.ts';
import type { Contact } from '../../facts/guardrails/contacts.ts';
import { EVERY } from '../settings/every.ts';
import { type Draft, settingIn, valueIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';
import { ALARM } from './alarm-settings.ts';
import { BRAKE } from './brake-settings.ts';
import { GUARDRAIL_GROUPS } from './guardrail.ts';
import { GUARDRAIL_IDS, GUARDRAILS, GUARDRAILS_KEY, type GuardrailId, includedIn, leftOut } from './guardrail-list.ts';

const WORDS = [...GUARDRAIL_GROUPS, 'none', ...GUARDRAIL_IDS] as const;

/** The key of the enabled Regions in a draft of answers: detected if guardrails are set in all of them. */
export const ENABLED_REGIONS_KEY = 'guardrails.enabled-regions';

const setting = settingIn('root');

const contact = <Place extends string>(word: string, place: Place) =>
  setting({
    key: `contact.${word}`,
    flag: `--${word}-contact <contact>`,
    kind: 'text',
    help: `the account's ${word} contact, whom AWS writes to: NAME,EMAIL,PHONE,TITLE`,
    sample: 'Erika Example,erika@example.com,+1 555 0100,Owner',
    ...SHAPES.contact,
    onlyForWriting: true,
    place,
    derive: (said): Contact | undefined => (said === undefined ? undefined : contactIn(said)),
  });

const idsIn = (group: string) =>
  `${group}: ${GUARDRAILS.filter((one) => one.group === group)
    .map(({ id }) => id)
    .join(', ')}`;

/** The settings of the guardrails. */
export const GUARD = {
  chosen: setting({
    key: GUARDRAILS_KEY,
    flag: '--guardrails <list>',
    kind: 'texts',
    help: 'settings that protect the account: free (the default), cents, all, none, or names',
    choices: WORDS,
    default: ['free'],
    place: 'guardrails.chosen',
    derive: (said): GuardrailId[] => includedIn(said),
    ask: {
      message: 'Guardrails (free, cents, all, none, or names)',
      why:
        'Settings that protect the whole account. free costs nothing. cents adds logs and an alert when root is used, ' +
        'for cents a month. all adds services with a monthly price. Stricter settings are kept; enter ? for the list.',
      more: `${GUARDRAIL_GROUPS.map(idsIn).join('. ')}. Why, what it could break and what it costs: aws-baseline explain guardrails`,
    },
  }),
  regions: setting({
    key: 'guardrails.regions',
    flag: '--guardrail-regions <regions>',
    kind: 'text',
    help: 'where guardrails of a Region are set: home (the default), or all Regions that are enabled',
    choices: ['home', 'all'],
    default: 'home',
    place: 'guardrails.regions',
    derive: (said, draft): string[] | undefined => (said === 'all' ? enabledIn(draft) : undefined),
  }),
  passwordMaxAge: setting({
    key: 'password.max-age',
    flag: '--password-max-age <days>',
    kind: 'number',
    help: 'passwords of IAM users expire after this many days (by default, they do not)',
    sample: '90',
    ...SHAPES.days,
    place: 'guardrails.passwordMaxAge',
  }),
  securityContact: contact('security', 'guardrails.securityContact'),
  billingContact: contact('billing', 'guardrails.billingContact'),
  operationsContact: contact('operations', 'guardrails.operationsContact'),
  alias: setting({
    key: 'root.account-alias',
    flag: '--account-alias <alias>',
    kind: 'text',
    help: 'name of the account in the address of its sign-in page; unique among all AWS accounts',
    sample: 'acme-data',
    ...SHAPES.alias,
    onlyForWriting: true,
    place: 'guardrails.alias',
  }),
};

/** Whether more than the guardrails of group `free` is asked for, the brake included: it needs further permissions. */
export function isBeyondFree(draft: Draft): boolean {
  const free = includedIn(['free']);
  return draft.has(BRAKE.limit.key) || includedIn(valueIn(draft, GUARD.chosen) ?? []).some((id) => !free.includes(id));
}

// The title may contain commas.
function contactIn(text: string): Contact {
  const [Name = '', EmailAddress = '', PhoneNumber = '', ...title] = text.split(',').map((part) => part.trim());
  return { Name, EmailAddress, PhoneNumber, Title: title.join(', ') };
}

// Without a Region, the partition is not known yet.
function hasAlarms(draft: Draft): boolean {
  const region = valueIn(draft, EVERY.region);
  return valueIn(draft, ALARM.alarm) !== false && (region === undefined || billsHere(partitionOf(region)));
}

// The home Region is enough until the enabled ones are known.
function enabledIn(draft: Draft): string[] | undefined {
  const enabled = draft.get(ENABLED_REGIONS_KEY);
  return Array.isArray(enabled) ? enabled.map(String) : undefined;
}

/** The guardrails that are chosen, but not planned in an account of this kind, with the reason; one line for each reason. */
export function notPlanned(kind: AccountKind, draft: Draft): string[] {
  const isGiven = (one: { key: string }) => draft.has(one.key);
  const hasContact = [GUARD.securityContact, GUARD.billingContact, GUARD.operationsContact].some(isGiven);
  const wanted = includedIn(valueIn(draft, GUARD.chosen) ?? ['free']).filter((id) => id !== 'contacts' || hasContact);
  const why = (id: GuardrailId) => leftOut(id, kind, hasAlarms(draft));
  return [...new Set(wanted.flatMap((id) => why(id) ?? []))].map((reason) => {
    const ids = wanted.filter((id) => why(id) === reason);
    return `Not planned: ${ids.join(', ')}, because ${reason}.`;
  });
}
