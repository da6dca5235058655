import { describe, expect, it } from 'vitest';
import { evaluate, type PolicyDocument, type Statement } from '../../src/policies/index.ts';

function decide(part: Partial<Statement>, action: string, resource: string | string[], context = {}) {
  const statement: Statement = {
    Sid: 'One',
    Effect: 'Allow',
    ...(part.NotAction ? {} : { Action: '*' }),
    ...(part.NotResource ? {} : { Resource: '*' }),
    ...part,
  };
  const document: PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  return evaluate([document], { action, resource, context });
}

const object = 'arn:aws:s3:::acme-analysis/a/b.csv';

describe('actions', () => {
  it.each([
    ['s3:GetObject', 's3:GetObject', 'allow'],
    ['S3:getobject', 's3:GetObject', 'allow'],
    ['s3:Get*', 's3:GetObject', 'allow'],
    ['s3:Get?bject', 's3:GetObject', 'allow'],
    ['s3:Get', 's3:GetObject', 'implicitDeny'],
    ['s3:*', 's3control:GetObject', 'implicitDeny'],
    ['*', 'iam:CreateUser', 'allow'],
  ])('%s and %s: %s', (pattern, action, decision) => {
    expect(decide({ Action: pattern }, action, '*')).toBe(decision);
  });

  it('NotAction means all others', () => {
    const others = { NotAction: ['iam:*', 'sts:*'] };
    expect(decide(others, 's3:GetObject', '*')).toBe('allow');
    expect(decide(others, 'iam:GetUser', '*')).toBe('implicitDeny');
  });
});

describe('resources', () => {
  it.each([
    ['arn:aws:s3:::acme-analysis/*', object, 'allow'],
    ['arn:aws:s3:::acme-analysis', object, 'implicitDeny'],
    ['arn:aws:s3:::ACME-analysis/*', object, 'implicitDeny'],
    ['arn:aws:s3:::acme.analysis/*', object, 'implicitDeny'],
    ['arn:aws:glue:*:1:job/x', 'arn:aws:glue:eu-west-1:1:job/x', 'allow'],
    ['arn:aws:glue:*:job/x', 'arn:aws:glue:eu-west-1:1:job/x', 'implicitDeny'],
    ['arn:aws:sns:x:1:*', 'arn:aws:sns:x:1:topic:subscription', 'allow'],
    ['arn:aws:glue:x:1:*', '*', 'implicitDeny'],
    ['*', '*', 'allow'],
  ])('%s and %s: %s', (pattern, resource, decision) => {
    expect(decide({ Resource: pattern }, 's3:GetObject', resource)).toBe(decision);
  });

  it('every one of several must be allowed, one denied is enough', () => {
    const one = 'arn:aws:ec2:x:1:instance/i';
    const other = 'arn:aws:ec2:x:1:volume/v';
    expect(decide({ Resource: one }, 'ec2:RunInstances', [one, other])).toBe('implicitDeny');
    expect(decide({ Resource: [one, other] }, 'ec2:RunInstances', [one, other])).toBe('allow');
    expect(decide({ Effect: 'Deny', Resource: one }, 'ec2:RunInstances', [other, one])).toBe('deny');
    expect(decide({}, 'ec2:RunInstances', [])).toBe('implicitDeny');
  });
});

describe('policy variables', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable
  const own = { Resource: 'arn:aws:iam::1:user/${aws:username}' };
  it.each([
    ['ann', 'user/ann', 'allow'],
    ['ann', 'user/anna', 'implicitDeny'],
    ['*', 'user/ann', 'implicitDeny'],
    ['a?n', 'user/ann', 'implicitDeny'],
    [undefined, 'user/ann', 'implicitDeny'],
    [undefined, 'user/', 'implicitDeny'],
  ])('%s on %s: %s', (name, user, decision) => {
    expect(decide(own, 'iam:GetUser', `arn:aws:iam::1:${user}`, { 'aws:username': name })).toBe(decision);
  });

  it('in NotResource an absent one matches nothing, so the deny holds', () => {
    const deny = { Effect: 'Deny' as const, NotResource: own.Resource };
    const user = 'arn:aws:iam::1:user/ann';
    expect(decide(deny, 'iam:GetUser', user)).toBe('deny');
    expect(decide(deny, 'iam:GetUser', user, { 'aws:username': 'ann' })).toBe('implicitDeny');
  });
});

describe('conditions', () => {
  const mfa = 'aws:MultiFactorAuthPresent';
  it.each([
    ['StringEquals', 'a', { k: 'a' }, 'allow'],
    ['StringEquals', ['b', 'a'], { K: 'a' }, 'allow'],
    ['StringEquals', 'a', { k: ['b', 'a'] }, 'allow'],
    ['StringEquals', 'a', { k: 'A' }, 'implicitDeny'],
    ['StringEquals', 'a', {}, 'implicitDeny'],
    ['StringEqualsIfExists', 'a', {}, 'allow'],
    ['StringEqualsIfExists', 'a', { k: 'b' }, 'implicitDeny'],
    ['Bool', 'true', { k: 'True' }, 'allow'],
    ['Bool', 'true', {}, 'implicitDeny'],
    ['BoolIfExists', 'false', { k: undefined }, 'allow'],
  ])('%s %s with %j: %s', (operator, wanted, context, decision) => {
    expect(decide({ Condition: { [operator]: { k: wanted } } }, 's3:GetObject', object, context)).toBe(decision);
  });

  it('all of several must hold', () => {
    const Condition = { StringEquals: { a: '1', b: '2' }, Bool: { [mfa]: 'true' } };
    expect(decide({ Condition }, 's3:GetObject', object, { a: '1', b: '2', [mfa]: 'true' })).toBe('allow');
    expect(decide({ Condition }, 's3:GetObject', object, { a: '1', b: '2', [mfa]: 'false' })).toBe('implicitDeny');
    expect(decide({ Condition }, 's3:GetObject', object, { a: '1', b: '3', [mfa]: 'true' })).toBe('implicitDeny');
  });

  it('numbers are compared as numbers', () => {
    const Condition = { NumericEquals: { port: '22' } };
    expect(decide({ Condition }, 's3:GetObject', object, { port: '22.0' })).toBe('allow');
    expect(decide({ Condition }, 's3:GetObject', object, { port: '220' })).toBe('implicitDeny');
    expect(decide({ Condition }, 's3:GetObject', object)).toBe('implicitDeny');
  });

  it.each(['StringLike', 'ForAnyValue:StringEquals', 'NumericLessThan'])('%s is not known and throws', (operator) => {
    expect(() => decide({ Condition: { [operator]: { k: '1' } } }, 's3:GetObject', object)).toThrow(
      `operator ${operator}`,
    );
  });
});

it('a deny of one document wins over the allow of another', () => {
  const all = { Sid: 'All', Effect: 'Allow' as const, Action: '*', Resource: '*' };
  const documents = [all, { ...all, Effect: 'Deny' as const, Action: 'iam:*' }].map((statement) => ({
    Version: '2012-10-17' as const,
    Statement: [statement],
  }));
  expect(evaluate(documents, { action: 'iam:GetUser', resource: '*', context: {} })).toBe('deny');
  expect(evaluate(documents, { action: 's3:GetObject', resource: object, context: {} })).toBe('allow');
  expect(evaluate([], { action: 's3:GetObject', resource: object, context: {} })).toBe('implicitDeny');
});
