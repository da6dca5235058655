import { globalRegionOf } from '../../aws/account.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { onlyOurAlarmsPublish, topicExists } from '../../facts/alarms/alarm-topic.ts';
import { billsHere } from '../../facts/billing/billing-access.ts';
import { threatsAreDetected } from '../../facts/detection/guardduty.ts';
import { sensitiveDataIsFound } from '../../facts/detection/macie.ts';
import { externalAccessIsAnalyzed } from '../../facts/guardrails/access-analyzer.ts';
import { accountHasAlias } from '../../facts/guardrails/account-alias.ts';
import { auditRoleExists, supportRoleExists } from '../../facts/guardrails/account-roles.ts';
import { type ContactType, contactIsSet } from '../../facts/guardrails/contacts.ts';
import { defaultGroupsAreEmpty } from '../../facts/guardrails/default-security-group.ts';
import { volumesAreEncrypted } from '../../facts/guardrails/ebs-encryption.ts';
import type { GuardrailPlace } from '../../facts/guardrails/guardrail.ts';
import { newInstancesRequireImdsv2 } from '../../facts/guardrails/imdsv2-default.ts';
import { remoteAccessIsDenied } from '../../facts/guardrails/network-acl.ts';
import { passwordsAreStrong, strengthened } from '../../facts/guardrails/password-policy.ts';
import { imagesCannotBePublic, snapshotsCannotBePublic } from '../../facts/guardrails/public-sharing.ts';
import { rootIsNoticed } from '../../facts/guardrails/root-alert.ts';
import { bucketsCannotBePublic } from '../../facts/guardrails/s3-account-block.ts';
import { documentsCannotBePublic } from '../../facts/guardrails/ssm-documents.ts';
import { trailFacts } from '../../facts/guardrails/trail.ts';
import type { PasswordPolicy } from '../../facts/iam/password-policy.ts';
import { tagsFor } from '../../facts/tags.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { ALARM } from './alarm-settings.ts';
import { cisAlarmFacts } from './cis-alarms.ts';
import { configFacts, costAnomalyFacts, flowLogFacts, securityHubFacts } from './detection.ts';
import { NOTHING } from './guardrail.ts';
import { type GuardrailId, guardrailOf, guardrailsFor } from './guardrail-list.ts';
import type { GUARD } from './guardrail-settings.ts';

type Needed = AnswersTo<typeof EVERY & typeof GUARD & typeof ALARM>;
type Chosen = Pick<Needed, 'accountKind' | 'partition' | 'alarm' | 'guardrails'>;
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
  trail: (answers) => trailFacts(answers).facts,
  'root-alert': rootAlert,
  'cis-alarms': cisAlarmFacts,
  // Facts of the billing alarms, and of step buckets.
  budget: () => [],
  'noncurrent-expiry': () => [],
  'bucket-logs': () => [],
  'cost-anomaly': costAnomalyFacts,
  'network-acl': inEach(remoteAccessIsDenied),
  'flow-logs': flowLogFacts,
  guardduty: inEach(threatsAreDetected),
  config: configFacts,
  'security-hub': securityHubFacts,
  macie: inEach(sensitiveDataIsFound),
};

/** The guardrails that are chosen, as far as the kind of account has them; the review says what each could break. */
export function guardrailFacts(answers: Needed): AnyFact[] {
  const { accountId, partition, name, tags } = answers;
  const place = { accountId, partition, tags: tagsFor(name, tags) };
  return chosenIn(answers).flatMap((id) => noted(id, MADE[id](answers, place)));
}

/** The facts of a guardrail, with what the review says of them: the cost, and what could break. */
export function noted(id: GuardrailId, facts: AnyFact[]): AnyFact[] {
  return facts.map((made) => ({ ...made, ...costsOf(id), ...(made.together ? { note: noteOf(id) } : {}) }));
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

function rootAlert(answers: Needed, { accountId, partition, tags }: GuardrailPlace): AnyFact[] {
  const place = { accountId, partition, tags, globalRegion: globalRegionOf(partition) };
  const topic = topicExists(place);
  return [rootIsNoticed(topic, onlyOurAlarmsPublish(topic, place, true), trailFacts(answers).trail, place)];
}

/** The guardrails that are planned. A flag that names what to set is a choice of its own. */
export function chosenIn({ accountKind, partition, alarm, guardrails }: Chosen): GuardrailId[] {
  const { chosen, alias, securityContact, billingContact, operationsContact } = guardrails;
  const byFlag: GuardrailId[] = [
    ...(securityContact || billingContact || operationsContact ? (['contacts'] as const) : []),
    ...(alias ? (['account-alias'] as const) : []),
  ];
  const hasAlarms = alarm.limits.length > 0 && billsHere(partition);
  return guardrailsFor(accountKind, [...new Set([...chosen, ...byFlag])], hasAlarms);
}

// The buckets of a guardrail are charged as part of it.
function costsOf(id: GuardrailId): { charges?: string } {
  const { group, cost } = guardrailOf(id);
  return group === 'free' || cost === 'free' ? {} : { charges: id };
}

function noteOf(id: GuardrailId): string {
  const { breaks, cost } = guardrailOf(id);
  return breaks === NOTHING ? cost : `${cost}; could break: ${breaks}`;
}
