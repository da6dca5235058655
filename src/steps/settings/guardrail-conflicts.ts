import { GUARD } from '../root/guardrail-settings.ts';
import { type Conflict, type Draft, valueIn } from './setting.ts';

const CONTACTS = [GUARD.securityContact, GUARD.billingContact, GUARD.operationsContact];

/** `none` excludes the others, and two guardrails need a value that only a flag gives. */
export function guardrailConflicts(draft: Draft): Conflict[] {
  const said = valueIn(draft, GUARD.chosen) ?? [];
  const keys = [GUARD.chosen.key];
  const lacks = (id: (typeof said)[number], ...given: { key: string }[]) =>
    said.includes(id) && !given.some(({ key }) => draft.has(key));
  return [
    ...(said.includes('none') && said.length > 1 ? [{ keys, said: 'guardrails: none excludes all other names' }] : []),
    ...(lacks('contacts', ...CONTACTS)
      ? [{ keys, said: 'guardrail contacts needs --security-contact, --billing-contact or --operations-contact' }]
      : []),
    ...(said.includes('security-hub') && !said.includes('config')
      ? [{ keys, said: 'guardrail security-hub needs guardrail config too: its controls read what AWS Config records' }]
      : []),
    ...(lacks('account-alias', GUARD.alias) ? [{ keys, said: 'guardrail account-alias needs --account-alias' }] : []),
  ];
}
