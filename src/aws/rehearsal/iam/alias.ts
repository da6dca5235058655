import type { Operations } from '../context.ts';
import { puts, settingOf } from '../setting.ts';
import { noSuch } from './rules.ts';

const alias = settingOf<string | null>('account', 'alias', null);

/** IAM's alias of the account. */
export const iamAlias = {
  ListAccountAliases: {
    fields: ['MaxItems', 'Marker'],
    answer: (request, context) => ({
      AccountAliases: [alias.of(request, context).value].filter((one) => one !== null),
      IsTruncated: false,
    }),
  },
  CreateAccountAlias: puts(alias, ({ AccountAlias = '' }) => AccountAlias, ['AccountAlias']),
  DeleteAccountAlias: puts(
    alias,
    ({ AccountAlias }, before) =>
      AccountAlias === before ? null : noSuch(`The account alias ${AccountAlias} cannot be found.`),
    ['AccountAlias'],
  ),
} satisfies Partial<Operations<'iam'>>;
