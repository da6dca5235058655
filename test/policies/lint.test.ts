import { describe, expect, it } from 'vitest';
import { type PolicyDocument, policyDocuments, policyTopics, type Statement } from '../../src/policies/index.ts';
import { lint } from './lint.ts';
import { places, renderings } from './places.ts';

describe('every rendering', () => {
  it.each(renderings(policyTopics))('$name at $at is clean', async ({ topic, document }) => {
    expect(await lint(document, topic === 'admin')).toEqual([]);
  });

  it.each(renderings(policyTopics))('$name at $at has one sentence a statement', ({ document, sentences }) => {
    expect(sentences.map(({ sid }) => sid)).toEqual(document.Statement.map(({ Sid }) => Sid));
    for (const { why } of sentences) expect(why).toMatch(/^[A-Z][^.]{20,110}\.$/);
  });

  it('names nothing of another account, Region or partition', () => {
    for (const { document, place } of renderings(policyTopics)) {
      const arns = JSON.stringify(document).match(/arn:[^"]+/g) ?? [];
      for (const [, partition, , , account = ''] of arns.map((arn) => arn.split(':'))) {
        expect(partition).toBe(place.partition);
        expect([place.accountId, '']).toContain(account);
      }
    }
  });
});

describe('a place that could change what a document means is refused', () => {
  const wrong: [string, object][] = [
    ['a star in the name', { name: 'ac*' }],
    ['a variable in the bucket', { landingBucket: `\${aws:username}` }],
    ['a short account', { accountId: '1234' }],
    ['a partition that is none', { partition: 'aws-*' }],
    ['a Region that is none', { region: '*' }],
  ];
  it.each(wrong)('%s', (_, part) => {
    expect(() => policyDocuments('engineer', { ...places.sydney, ...part })).toThrow(
      /^invalid \w+ ".*" for a policy: expected/,
    );
  });
});

describe('the lint itself finds', () => {
  const good: Statement = {
    Sid: 'Good',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::acme-analysis/*',
    Condition: { StringEquals: { 'aws:RequestedRegion': 'ap-southeast-2' } },
  };
  const only = (part: object): PolicyDocument => ({ Version: '2012-10-17', Statement: [{ ...good, ...part }] });
  const cases: [string, object, string][] = [
    ['an action that does not exist', { Action: 's3:GetObjekt' }, 'does not exist'],
    ['a retired action', { Action: 'aws-portal:ViewBilling', Resource: '*' }, 'is retired'],
    ['a Sid with a blank', { Sid: 'Not Good' }, 'not alphanumeric'],
    ['an unknown operator', { Condition: { StringEqual: { 'aws:RequestedRegion': 'x' } } }, 'operator StringEqual'],
    ['an unknown key', { Condition: { StringEquals: { 'aws:Region': 'x' } } }, 'key aws:Region'],
    ['a foreign key', { Condition: { StringEquals: { 'iam:PassedToService': 'x' } } }, 'key iam:PassedToService'],
    ['a bucket ARN for objects', { Resource: 'arn:aws:s3:::acme-analysis' }, 'works on none'],
    ['a resource of no use', { Resource: [good.Resource, 'arn:aws:s3:::acme-analysis'] }, 'serves no action'],
    ['a missing resource', { Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:x:1:instance/*' }, 'is missing'],
    ['a service on *', { Action: 's3:*', Resource: '*' }, 's3:* on *'],
    ['a write on *', { Action: 's3:PutObject', Resource: '*' }, 'although it has a resource type'],
    [
      'metrics of any namespace',
      { Action: 'cloudwatch:PutMetricData', Resource: '*' },
      'although it has a resource type',
    ],
    ['NotAction', { Action: undefined, NotAction: 's3:*' }, 'Allow with NotAction'],
    ['no Region', { Condition: {} }, 'in every Region'],
    ['too much text', { Resource: `arn:aws:s3:::${'x'.repeat(6200)}/*` }, '6144 are allowed'],
    ['a character beyond Latin-1', { Resource: 'arn:aws:s3:::\u2026/*' }, 'refuses'],
  ];
  it.each(cases)('%s', async (_, part, problem) => {
    expect((await lint(only(part), false)).join('\n')).toContain(problem);
  });

  it('a Sid used twice, and an empty document', async () => {
    const { Version } = only({});
    expect(await lint({ Version, Statement: [good, good] }, false)).toEqual(['Good: Sid used twice']);
    expect(await lint({ Version, Statement: [] }, false)).toEqual(['no statement']);
  });
});
