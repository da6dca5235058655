import { describe, expect, it } from 'vitest';
import { evaluate, policyDocument } from '../../src/policies/index.ts';
import { givenRows, type TableRow } from './rows.ts';
import { simulate } from './simulate.ts';

function documentsOf(row: TableRow) {
  return row.topics.map((topic) => policyDocument(topic, row.place));
}

describe.each([['given', givenRows()]])('%s rows', (_, rows) => {
  it.each(rows)('$id $topics: $request.action -> $expected: $why', async (row) => {
    const decision = await simulate(documentsOf(row), row.request);
    expect(decision === 'allow' ? 'allow' : 'deny').toBe(row.expected);
    expect(evaluate(documentsOf(row), row.request)).toBe(decision);
  });
});
