import { describe, expect, it } from 'vitest';
import { capabilities, policyDocuments, policyNames, policyTopics, proof } from '../../src/policies/index.ts';
import { places } from './places.ts';
import { simulate } from './simulate.ts';

describe.each(Object.entries(places))('the matrix at %s', (_, place) => {
  it('is what the documents give', () => {
    expect(proof(place).filter(({ expected, actual }) => expected !== actual)).toEqual([]);
  });

  it('is asked with requests that iam-simulate understands, and that it answers alike', async () => {
    for (const { topics, expected, sentence, ...request } of capabilities(place)) {
      const user = `arn:${place.partition}:iam::${place.accountId}:user/x`;
      const identity = { 'aws:PrincipalArn': user, 'aws:PrincipalAccount': place.accountId };
      const documents = topics.flatMap((topic) => policyDocuments(topic, place));
      const decision = await simulate(documents, { ...request, context: { ...request.context, ...identity } });
      expect(decision === 'allow', sentence).toBe(expected);
    }
  });
});

it('has the same rows for each group, some allowed and some refused', () => {
  const all = capabilities(places.sydney);
  const sentencesOf = (group: string) => all.filter((one) => one.group === group).map((one) => one.sentence);
  expect(sentencesOf('engineer')).toEqual(sentencesOf('admin'));
  expect(new Set(sentencesOf('analyst')).size).toBe(sentencesOf('analyst').length);
  for (const group of ['admin', 'engineer', 'analyst']) {
    const counts = [true, false].map((expected) =>
      all.filter((one) => one.group === group && one.expected === expected),
    );
    for (const some of counts) expect(some.length).toBeGreaterThan(3);
  }
});

it('the policies have the names of the source notes', () => {
  expect(policyTopics.map((topic) => policyNames(topic)[0])).toEqual([
    'admin_access',
    'engineer_access',
    'analyst_access',
    'require_mfa',
  ]);
});
