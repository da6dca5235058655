import type { Operations } from './context.ts';

const MONTHS_OF_THE_FREE_PLAN = 6;
const CREDITS_AT_SIGN_UP = 100;

/** The Free Tier API as the rehearsal answers it: the Free plan ends six months after the account was created. */
export const freetier: Operations<'freetier'> = {
  GetAccountPlanState: {
    fields: [],
    answer(_input, { accountId, state }) {
      const isFree = state.plan === 'free';
      // Service-linked roles are as old as the account.
      const ends = new Date(state.iam.roles.map(({ created }) => created).sort()[0] ?? 0);
      ends.setUTCMonth(ends.getUTCMonth() + MONTHS_OF_THE_FREE_PLAN);
      return {
        accountId,
        accountPlanType: isFree ? 'FREE' : 'PAID',
        accountPlanStatus: 'ACTIVE',
        accountPlanRemainingCredits: { amount: isFree ? CREDITS_AT_SIGN_UP : 0, unit: 'USD' },
        ...(isFree ? { accountPlanExpirationDate: ends } : {}),
      };
    },
  },
};
