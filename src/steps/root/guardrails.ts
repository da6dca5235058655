import type { AnyFact } from '../../engine/fact.ts';
import { externalAccessIsAnalyzed } from '../../facts/guardrails/access-analyzer.ts';
import { accountHasAlias } from '../../facts/guardrails/account-alias.ts';
import { auditRoleExists, supportRoleExists } from '../../facts/guardrails/account-roles.ts';
import { type ContactType, contactIsSet } from '../../facts/guardrails/contacts.ts';
import { defaultGroupsAreEmpty } from '../../facts/guardrails/default-security-group.ts';
import { volumesAreEncrypted } from '../../facts/guardrails/ebs-encryption.ts';
import type { GuardrailPlace } from '../../facts/guardrails/guardrail.ts';
import { newInstancesRequireImdsv2 } from '../../facts/guardrails/imdsv2-default.ts';
import { passwordsAreStrong, strengthened } from '../../facts/guardrails/password-policy.ts';
import { imagesCannotBePublic, snapshotsCannotBePublic } from '../../facts/guardrails/public-sharing.ts';
import { bucketsCannotBePublic } from '../../facts/guardrails/s3-account-block.ts';
import { documentsCannotBePublic } from '../../facts/guardrails/ssm-documents.ts';
import type { PasswordPolicy } from '../../facts/iam/password-policy.ts';
import { tagsFor } from '../../facts/tags.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import { NOTHING } from './guardrail.ts';
import { type GuardrailId, guardrailOf, guardrailsFor } from './guardrail-list.ts';
import type { GUARD } from './guardrail-settings.ts';

type Needed = AnswersTo<typeof EVERY & typeof GUARD>;
type Make = (answers: Needed, place: GuardrailPlace) => AnyFact[];

const inEach =
  (make: (region: string, place: GuardrailPlace) => AnyFact): Make =>
  ({ guardrails, region: home }, place) =>
    (guardrails.regions ?? [home]).map((region) => make(region, place));

// Of each guardrail, its facts.
const MADE: Record<GuardrailId, Make> = {
  'password-policy': ({ guardrails }) => [passwordsAreStrong(guardrails.passwordMaxAge)],
  's3-account-block': ({ accountId }) => [bucketsCannotBePublic(accountId)],
  'ebs-encryption': inEach(volumesAreEncrypted),
  'imdsv2-default': inEach(newInstancesRequireImdsv2),
  'snapshot-block': inEach(snapshotsCannotBePublic),
  'ami-block': inEach(imagesCannotBePublic),
  'ssm-documents': inEach(documentsCannotBePublic),
  'default-security-group': inEach(defaultGroupsAreEmpty),
  'access-analyzer': inEach(externalAccessIsAnalyzed),
  contacts: contactFacts,
  'account-alias': ({ guardrails: { alias } }) => (alias === undefined ? [] : [accountHasAlias(alias)]),
  'support-role': (_answers, place) => [supportRoleExists(place)],
  'audit-role': (_answers, place) => [auditRoleExists(place)],
};

/** The guardrails that are chosen, as far as the kind of account has them; the review says what each could break. */
export function guardrailFacts(answers: Needed): AnyFact[] {
  const { accountId, partition, name, tags } = answers;
  const place = { accountId, partition, tags: tagsFor(name, tags) };
  return chosenIn(answers).flatMap((id) => MADE[id](answers, place).map((made) => ({ ...made, note: noteOf(id) })));
}

/** The account's password policy once the guardrails are set; the present one if none of them changes it. */
export function policyToCome(
  policy: PasswordPolicy | null,
  answers: Needed & { steps: string[] },
): PasswordPolicy | null {
  const isSet = answers.steps.includes('root') && chosenIn(answers).includes('password-policy');
  return isSet ? strengthened(policy, answers.guardrails.passwordMaxAge) : policy;
}

function contactFacts({ guardrails }: Needed): AnyFact[] {
  const { securityContact, billingContact, operationsContact } = guardrails;
  const types: [ContactType, typeof securityContact][] = [
    ['SECURITY', securityContact],
    ['BILLING', billingContact],
    ['OPERATIONS', operationsContact],
  ];
  return types.flatMap(([type, contact]) => (contact ? [contactIsSet(type, contact)] : []));
}

// A flag that names what to set is a choice of its own.
function chosenIn({ accountKind, guardrails }: Needed): GuardrailId[] {
  const { chosen, alias, securityContact, billingContact, operationsContact } = guardrails;
  const byFlag: GuardrailId[] = [
    ...(securityContact || billingContact || operationsContact ? (['contacts'] as const) : []),
    ...(alias ? (['account-alias'] as const) : []),
  ];
  return guardrailsFor(accountKind, [...new Set([...chosen, ...byFlag])]);
}

function noteOf(id: GuardrailId): string {
  const { breaks, cost } = guardrailOf(id);
  return breaks === NOTHING ? cost : `${cost}; could break: ${breaks}`;
}
