import { identityOf } from '../account.ts';
import type { Operations } from './context.ts';
import { refuse } from './refuse.ts';

/** Budgets as the rehearsal answers it: closed to all but root until IAM access to billing is open. */
export const budgets: Operations<'budgets'> = {
  DescribeBudgets: {
    fields: ['AccountId', 'MaxResults'],
    answer({ AccountId }, { accountId, state }) {
      if (!/^\d{12}$/.test(AccountId ?? '')) refuse('InvalidParameterException', 'AccountId must be 12 digits');
      const caller = identityOf(state.callerArn, accountId);
      if (AccountId !== accountId || (caller.kind !== 'root' && !state.billing.openToIam)) {
        refuse(
          'AccessDeniedException',
          `User: ${state.callerArn} is not authorized to perform: budgets:ViewBudget on resource: arn:aws:budgets::${AccountId}:budget/*`,
        );
      }
      return { Budgets: [] };
    },
  },
};
