import { IAMClient, SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Account, identityOf } from '../../src/aws/account.ts';
import { sender } from '../../src/aws/real.ts';
import { simulated } from '../../src/facts/iam/simulated.ts';
import { capabilities, evaluate, type PolicyDocument } from '../../src/policies/index.ts';

const iam = mockClient(IAMClient);
const place = {
  name: 'acme',
  accountId: '111122223333',
  region: 'ap-southeast-2',
  partition: 'aws' as const,
  landingBucket: 'acme-landing-zone',
  analysisBucket: 'acme-analysis',
};
const account: Account = {
  kind: 'aws',
  identity: identityOf('arn:aws:iam::111122223333:root', '111122223333'),
  homeRegion: 'ap-southeast-2',
  send: sender({ homeRegion: 'ap-southeast-2', version: 'test' }),
};
const all = capabilities(place);
const nobody = new Map<string, string>();

beforeEach(() => iam.reset());

// Answers as IAM would, with our own evaluator as the judge.
function answersRightly(): void {
  iam.on(SimulateCustomPolicyCommand).callsFake(({ PolicyInputList, ActionNames, ResourceArns, ContextEntries }) => ({
    EvaluationResults: ActionNames.map((action: string) => {
      const documents = PolicyInputList.map((text: string) => JSON.parse(text) as PolicyDocument);
      const context = Object.fromEntries(
        (ContextEntries ?? []).map((one: { ContextKeyName: string; ContextKeyValues: string[] }) => [
          one.ContextKeyName,
          one.ContextKeyValues[0],
        ]),
      );
      const decision = evaluate(documents, { action, resource: ResourceArns ?? '*', context });
      return {
        EvalActionName: action,
        EvalDecision: { allow: 'allowed', deny: 'explicitDeny', implicitDeny: 'implicitDeny' }[decision],
      };
    }),
  }));
}

describe("IAM's own simulator", () => {
  it('is asked with the documents before they are attached, and agrees with every promise', async () => {
    answersRightly();
    const judgements = await simulated(all, place, nobody, account);
    expect(judgements.map(({ decision }) => decision === 'allowed')).toEqual(all.map(({ expected }) => expected));
    expect(iam.commandCalls(SimulatePrincipalPolicyCommand)).toHaveLength(0);
  });

  it('is asked in few requests, each with Region, user name and MFA', async () => {
    answersRightly();
    await simulated(all, place, nobody, account);
    const calls = iam.commandCalls(SimulateCustomPolicyCommand).map(({ args }) => args[0].input);
    expect(calls.length).toBeLessThan(all.length);
    const withMfa = calls.filter(({ PolicyInputList }) => PolicyInputList?.length === 1);
    for (const { ContextEntries } of withMfa) {
      expect(ContextEntries?.map(({ ContextKeyName }) => ContextKeyName)).toEqual(
        expect.arrayContaining(['aws:RequestedRegion', 'aws:username', 'aws:MultiFactorAuthPresent']),
      );
    }
    const passing = calls.filter(({ ActionNames }) => ActionNames?.includes('iam:PassRole'));
    expect(passing.length).toBeGreaterThan(0);
    for (const { ContextEntries } of passing)
      expect(ContextEntries?.map((one) => one.ContextKeyName)).toContain('iam:PassedToService');
  });

  it('is asked about the group itself once its policy is attached', async () => {
    answersRightly();
    iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [] });
    const arn = 'arn:aws:iam::111122223333:group/aws-baseline/analyst';
    await simulated(all, place, new Map([['analyst', arn]]), account);
    const calls = iam.commandCalls(SimulatePrincipalPolicyCommand).map(({ args }) => args[0].input);
    expect(calls.length).toBeGreaterThan(0);
    for (const { PolicySourceArn } of calls) expect(PolicySourceArn).toBe(arn);
  });

  const one = all.filter(({ sentence }) => sentence.startsWith('put objects into')).slice(0, 1);
  const answer = (more: object) => ({ EvaluationResults: [{ EvalActionName: 's3:PutObject', ...more }] });
  const rows: [what: string, answer: object, decision: string, why?: RegExp][] = [
    ['allowed', answer({ EvalDecision: 'allowed' }), 'allowed'],
    ['an implicit deny', answer({ EvalDecision: 'implicitDeny' }), 'denied'],
    ['an explicit deny', answer({ EvalDecision: 'explicitDeny', MissingContextValues: ['aws:x'] }), 'denied'],
    [
      'a missing key',
      answer({ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:RequestedRegion'] }),
      'unknown',
      /aws:RequestedRegion/,
    ],
    [
      'a missing key for one resource',
      answer({
        EvalDecision: 'allowed',
        ResourceSpecificResults: [
          { EvalResourceName: 'x', EvalResourceDecision: 'implicitDeny', MissingContextValues: ['s3:x'] },
        ],
      }),
      'unknown',
      /s3:x/,
    ],
    [
      'one of the resources denied',
      answer({
        EvalDecision: 'allowed',
        ResourceSpecificResults: [{ EvalResourceName: 'x', EvalResourceDecision: 'implicitDeny' }],
      }),
      'denied',
    ],
    [
      'an SCP',
      answer({ EvalDecision: 'implicitDeny', OrganizationsDecisionDetail: { AllowedByOrganizations: false } }),
      'denied',
      /SCP/,
    ],
    ['no answer', { EvaluationResults: [] }, 'unknown', /no result/],
    ['an answer without a list', {}, 'unknown', /no result/],
  ];
  it.each(rows)('%s', async (_what, given, decision, why) => {
    iam.on(SimulateCustomPolicyCommand).resolves(given);
    const [judgement] = await simulated(one, place, nobody, account);
    expect(judgement?.decision).toBe(decision);
    if (why) expect(judgement?.why).toMatch(why);
  });

  it('a refused call is unknown for everything, and is asked once', async () => {
    iam.on(SimulateCustomPolicyCommand).rejects(Object.assign(new Error('not authorized'), { name: 'AccessDenied' }));
    const judgements = await simulated(all, place, nobody, account);
    expect(new Set(judgements.map(({ decision }) => decision))).toEqual(new Set(['unknown']));
    expect(judgements[0]?.why).toContain('iam:SimulateCustomPolicy');
    expect(iam.commandCalls(SimulateCustomPolicyCommand)).toHaveLength(1);
  });

  it('lost credentials end it', async () => {
    iam.on(SimulateCustomPolicyCommand).rejects(Object.assign(new Error('expired'), { name: 'ExpiredToken' }));
    await expect(simulated(one, place, nobody, account)).rejects.toThrow('expired');
  });
});
