import { identityOf } from '../account.ts';
import type { Operations } from './context.ts';

/** STS as the rehearsal answers it. */
export const sts: Operations<'sts'> = {
  GetCallerIdentity: {
    fields: [],
    answer(_input, { accountId, state }) {
      const caller = identityOf(state.callerArn, accountId);
      const user = state.iam.users.find((one) => one.name === caller.name);
      const role = state.iam.roles.find((one) => one.name === caller.name);
      const session = `${role?.id ?? 'AROAREHEARSAL00000000'}:${state.callerArn.split('/').at(-1)}`;
      const id = { root: accountId, user: user?.id ?? 'AIDAREHEARSAL00000000', role: session }[caller.kind];
      return { UserId: id, Account: accountId, Arn: state.callerArn };
    },
  },
};
