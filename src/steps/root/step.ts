import { isProject } from '../../aws/account-kind.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { contactIsCurrent } from '../../facts/account/contact.ts';
import { builderIdIsSafe, projectHasSpendLimit } from '../../facts/account/project.ts';
import {
  otherRootKeysAreDeleted,
  rootHasMfa,
  rootHasNoAccessKeys,
  rootKeysAreDeleted,
  rootSignsIn,
} from '../../facts/account/root-user.ts';
import { billsHere, freeTierAlertsAreOn } from '../../facts/billing/billing-access.ts';
import { kindIn } from '../kinds.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { Step } from '../step.ts';
import { alarmFacts } from './alarms.ts';
import { brakeFacts } from './brake.ts';
import { budgetFacts } from './budget.ts';
import { guardrailFacts } from './guardrails.ts';
import { ROOT } from './settings.ts';

const IN_PROJECT = {
  title: 'sign-in and budget',
  why: 'In a project, you secure your Builder ID with MFA, and a budget notifies you early about costs.',
};

type Needed = AnswersTo<typeof EVERY & typeof ROOT>;

export const rootStep: Step<Needed> = {
  id: 'root',
  title: 'root user and alarms',
  why: 'The root user can do everything, so it gets MFA and no access keys. Alarms then notify you early about costs.',
  otherwise: (draft) => (isProject(kindIn(draft)) ? IN_PROJECT : undefined),
  settings: Object.values(ROOT),
  facts(answers, now) {
    const inProject = isProject(answers.accountKind);
    return [
      ...(inProject ? projectChores(answers) : rootFacts(answers, now)),
      ...budgetFacts(answers),
      ...brakeFacts(answers),
      ...guardrailFacts(answers),
    ];
  },
};

function rootFacts(answers: Needed, now: () => number): AnyFact[] {
  const { deleteRootKeys, partition } = answers;
  return [
    ...(rootSignsIn(partition) ? [rootHasMfa(partition)] : []),
    ...(deleteRootKeys ? [otherRootKeysAreDeleted(), rootKeysAreDeleted()] : [rootHasNoAccessKeys(partition)]),
    ...personalChores(answers),
    ...alarmFacts(answers, now),
  ];
}

// GovCloud has no bills and no contact information of its own, and bills of a member go to its organization.
function personalChores({ accountKind, done, partition }: Needed): AnyFact[] {
  return [
    ...(rootSignsIn(partition) ? [contactIsCurrent(partition, done)] : []),
    ...(billsHere(partition) && accountKind !== 'member' ? [freeTierAlertsAreOn(partition, done)] : []),
  ];
}

// A project has no root user, and AWS's policies deny the alarm and its topic.
function projectChores({ done }: Needed): AnyFact[] {
  return [builderIdIsSafe(done), projectHasSpendLimit(done)];
}
