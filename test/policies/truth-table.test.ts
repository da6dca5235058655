import { describe, expect, it } from 'vitest';
import { evaluate, type PolicyDocument, policyDocuments, policyTopics } from '../../src/policies/index.ts';
import { rowsBeyondServiceData } from './further/beyond.ts';
import { furtherRows } from './further-rows.ts';
import { places } from './places.ts';
import { givenRows, type TableRow } from './rows.ts';
import { simulate } from './simulate.ts';

const rendered = new Map<string, PolicyDocument[]>();

function documentsOf({ topics, place }: TableRow): PolicyDocument[] {
  return topics.flatMap((topic) => {
    const key = JSON.stringify([topic, place]);
    const documents = rendered.get(key) ?? policyDocuments(topic, place);
    rendered.set(key, documents);
    return documents;
  });
}

function told({ id, request, why, expected }: TableRow, ours: string, theirs: string): string {
  return `${id} on ${request.resource} (${why}): expected ${expected}, we say ${ours}, iam-simulate ${theirs}`;
}

/** The rows that come out wrong, or on which our evaluator and iam-simulate do not agree. */
async function wrongRows(rows: TableRow[]): Promise<string[]> {
  const outcomes = rows.map(async (row) => {
    const ours = evaluate(documentsOf(row), row.request);
    const theirs = await simulate(documentsOf(row), row.request);
    const right = ours === theirs && (ours === 'allow') === (row.expected === 'allow');
    return right ? [] : [told(row, ours, theirs)];
  });
  return (await Promise.all(outcomes)).flat();
}

describe('the given truth table', () => {
  it('has all its rows', () => expect(givenRows()).toHaveLength(182));

  it.each(givenRows())('$id $topics $request.action -> $expected: $why', async (row) => {
    expect(await wrongRows([row])).toEqual([]);
  });
});

describe('what follows from the design', () => {
  const wrongAt = (rows: TableRow[]) =>
    rows
      .filter((row) => (evaluate(documentsOf(row), row.request) === 'allow') !== (row.expected === 'allow'))
      .map((row) => told(row, 'the contrary', 'not asked'));

  it.each(Object.entries(places))('at %s', (_, place) => {
    const rows = furtherRows(place);
    expect(rows.length).toBeGreaterThan(3000);
    expect(wrongAt([...rows, ...rowsBeyondServiceData(place)])).toEqual([]);
  });

  // iam-simulate takes its time: it judges each partition, home in the global Region, and the longest names.
  const judged = ['sydney', 'virginia', 'longestGovcloud', 'longestChina'] as const;
  const parts = judged.flatMap((at) => policyTopics.slice(0, 3).map((topic) => ({ at, topic })));

  it.each(parts)('at $at for $topic, by iam-simulate too', async ({ at, topic }) => {
    const rows = furtherRows(places[at]).filter(({ topics }) => topics[0] === topic);
    expect(rows.length).toBeGreaterThan(200);
    expect(await wrongRows(rows)).toEqual([]);
  });
});
