import { isProject } from '../../aws/account-kind.ts';
import { billsHere, iamMaySeeBilling } from '../../facts/billing/billing-access.ts';
import { groupWithPolicy, memberOf, type PolicyAnswers } from '../groups/group-of.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { Step } from '../step.ts';
import { ADMIN } from './settings.ts';

export const adminStep: Step<AnswersTo<typeof EVERY & typeof ADMIN> & PolicyAnswers> = {
  id: 'admin',
  title: 'admin group and user',
  why: 'Creates your own admin user so you can stop using root. The user is in group "admin", which can do everything in your Region, manage users and roles, view bills, and read global services (Route 53, CloudFront, Organizations).',
  settings: Object.values(ADMIN),
  facts(answers) {
    const { group, facts } = groupWithPolicy('admin', answers);
    return [
      ...facts,
      ...memberOf('admin', group, `admin_${answers.name}`, answers.admin.signIn, answers),
      // Only root can grant access to the billing pages, and a project has no root user.
      ...(billsHere(answers.partition) && !isProject(answers.accountKind)
        ? [iamMaySeeBilling(answers.partition, answers.done)]
        : []),
    ];
  },
};
