import { expect, it } from 'vitest';
import { difference } from '../../src/policies/index.ts';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (more: object) => ({ Sid: 'A', Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...more });
const deny = (more: object) => ({ Sid: 'D', Effect: 'Deny', Action: 's3:*', Resource: '*', ...more });

const rows: [what: string, before: unknown, after: unknown, lines: string[]][] = [
  ['nothing', document(allow({})), document(allow({ Action: ['s3:GetObject'] })), []],
  [
    'an action more',
    document(allow({})),
    document(allow({ Action: ['s3:PutObject', 's3:GetObject'] })),
    ['+ A Allow Action s3:PutObject'],
  ],
  [
    'an action less',
    document(allow({ Action: ['a:b', 'c:d'] })),
    document(allow({ Action: 'a:b' })),
    ['- A Allow Action c:d (less)'],
  ],
  [
    'a condition on an allow takes away',
    document(allow({})),
    document(allow({ Condition: { Bool: { 'aws:x': 'true' } } })),
    ['+ A Allow Condition Bool aws:x true (less)'],
  ],
  [
    'a condition on a deny gives',
    document(deny({})),
    document(deny({ Condition: { Bool: { 'aws:x': 'true' } } })),
    ['+ D Deny Condition Bool aws:x true'],
  ],
  [
    'a deny more takes away',
    document(deny({})),
    document(deny({ Action: ['s3:*', 'iam:*'] })),
    ['+ D Deny Action iam:* (less)'],
  ],
  ['a deny less gives', document(deny({ Action: ['s3:*', 'iam:*'] })), document(deny({})), ['- D Deny Action iam:*']],
  [
    'NotAction in a deny is turned round',
    document(deny({ Action: undefined, NotAction: ['a:b'] })),
    document(deny({ Action: undefined, NotAction: ['a:b', 'c:d'] })),
    ['+ D Deny NotAction c:d'],
  ],
  [
    'a statement more',
    document(allow({})),
    document(allow({}), allow({ Sid: 'B', Action: 'x:y' })),
    ['+ B Allow Action x:y', '+ B Allow Resource *'],
  ],
  [
    'a statement without Sid, not in a list',
    { Statement: { Effect: 'Allow', Action: 'a:b', Resource: '*' } },
    document(),
    ['- statement 1 Allow Action a:b (less)', '- statement 1 Allow Resource * (less)'],
  ],
  ['no document at all', null, document(allow({})), ['+ A Allow Action s3:GetObject', '+ A Allow Resource *']],
  ['nonsense', 'text', { Statement: 'x' }, []],
];

it.each(rows)('%s', (_what, before, after, lines) => {
  const shown = difference(before, after).map(
    ({ sign, statement, text, takesAway }) => `${sign} ${statement} ${text}${takesAway ? ' (less)' : ''}`,
  );
  expect(shown).toEqual(lines);
});
