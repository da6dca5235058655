import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/engine/fact.ts';
import { readDocument, sameDocument } from '../../src/facts/iam/documents.ts';

const document = (statement: object): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...statement }],
});

test.each<[string, Json, Json, boolean]>([
  ['a string and a list of one', document({ Action: 's3:GetObject' }), document({ Action: ['s3:GetObject'] }), true],
  ['the order of actions', document({ Action: ['s3:A', 's3:B'] }), document({ Action: ['s3:B', 's3:A'] }), true],
  ['the case of an action', document({ Action: 's3:getobject' }), document({ Action: ['s3:GetObject'] }), true],
  [
    'the case of an action in a list',
    document({ Action: ['s3:a', 's3:b'] }),
    document({ Action: ['s3:B', 's3:A'] }),
    true,
  ],
  ['the case of a resource', document({ Resource: 'arn:aws:s3:::a' }), document({ Resource: 'arn:aws:s3:::A' }), false],
  ['one action more', document({ Action: ['s3:A'] }), document({ Action: ['s3:A', 's3:B'] }), false],
  ['Action and NotAction', document({}), document({ Action: undefined, NotAction: 's3:*' }), false],
  ['the order of keys', { Statement: [], Version: '2012-10-17' }, { Version: '2012-10-17', Statement: [] }, true],
  ['a statement alone and in a list', { Statement: { Effect: 'Allow' } }, { Statement: [{ Effect: 'Allow' }] }, true],
  [
    'the order of statements',
    { Statement: [{ Sid: 'a' }, { Sid: 'b' }] },
    { Statement: [{ Sid: 'b' }, { Sid: 'a' }] },
    true,
  ],
  ['a statement less', { Statement: [{ Sid: 'a' }, { Sid: 'b' }] }, { Statement: [{ Sid: 'b' }] }, false],
  ['Allow and Deny', document({}), document({ Effect: 'Deny' }), false],
  ['Sids', document({ Sid: 'a' }), document({ Sid: 'b' }), false],
  ['versions', { Version: '2008-10-17' }, { Version: '2012-10-17' }, false],
  [
    'a boolean in a condition',
    document({ Condition: { Bool: { k: true } } }),
    document({ Condition: { Bool: { k: ['true'] } } }),
    true,
  ],
  [
    'a number in a condition',
    document({ Condition: { NumericLessThan: { k: 5 } } }),
    document({ Condition: { NumericLessThan: { k: '5' } } }),
    true,
  ],
  [
    'another value in a condition',
    document({ Condition: { Bool: { k: 'true' } } }),
    document({ Condition: { Bool: { k: 'false' } } }),
    false,
  ],
  [
    'a principal and a list of one',
    document({ Principal: { AWS: 'x' } }),
    document({ Principal: { AWS: ['x'] } }),
    true,
  ],
  ['other principals', document({ Principal: { AWS: 'x' } }), document({ Principal: { Service: 'x' } }), false],
  ['nothing and nothing', null, null, true],
  ['nothing and something', null, {}, false],
])('%s: the same is %s', (_what, a, b, same) => {
  expect(sameDocument(a, b)).toBe(same);
  expect(sameDocument(b, a)).toBe(same);
});

describe('text to document', () => {
  test.each<[string, string | undefined, Json]>([
    ['plain', '{"a":1}', { a: 1 }],
    ['URL-encoded', '%7B%22a%22%3A%22%2B%20%25%22%7D', { a: '+ %' }],
    ['plain with a percent sign', '{"a":"100%"}', { a: '100%' }],
    ['left out', undefined, null],
    ['empty', '', null],
    ['neither', 'see %7B%zz', null],
  ])('%s', (_what, text, expected) => expect(readDocument(text)).toEqual(expected));

  test('what IAM encodes comes back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(readDocument(encodeURIComponent(text))).toEqual(JSON.parse(text));
        expect(sameDocument(JSON.parse(text), readDocument(text))).toBe(true);
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void readDocument(text)));
  });
});
