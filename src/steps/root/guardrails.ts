import type { AnyFact } from '../../engine/fact.ts';
import { volumesAreEncrypted } from '../../facts/guardrails/ebs-encryption.ts';
import { passwordsAreStrong, strengthened } from '../../facts/guardrails/password-policy.ts';
import type { PasswordPolicy } from '../../facts/iam/password-policy.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import { GUARDRAILS, type GuardrailId, guardrailsFor } from './guardrail-list.ts';
import type { GUARD } from './guardrail-settings.ts';

type Needed = AnswersTo<typeof EVERY & typeof GUARD>;

// Of each guardrail, its facts.
const MADE: Record<GuardrailId, (answers: Needed) => AnyFact[]> = {
  'password-policy': ({ guardrails }) => [passwordsAreStrong(guardrails.passwordMaxAge)],
  'ebs-encryption': ({ region }) => [volumesAreEncrypted(region)],
};

/** The guardrails that are chosen, as far as the kind of account has them; the review says what each could break. */
export function guardrailFacts(answers: Needed): AnyFact[] {
  return chosenIn(answers).flatMap((id) => MADE[id](answers).map((made) => ({ ...made, note: noteOf(id) })));
}

const chosenIn = ({ accountKind, guardrails }: Needed) => guardrailsFor(accountKind, guardrails.chosen);

function noteOf(wanted: GuardrailId): string {
  const { breaks, cost } = GUARDRAILS.find(({ id }) => id === wanted)!;
  return `${cost}; ${breaks}`;
}

/** The account's password policy once the guardrails are set; the present one if none of them changes it. */
export function policyToCome(
  policy: PasswordPolicy | null,
  answers: Needed & { steps: string[] },
): PasswordPolicy | null {
  const isSet = answers.steps.includes('root') && chosenIn(answers).includes('password-policy');
  return isSet ? strengthened(policy, answers.guardrails.passwordMaxAge) : policy;
}
