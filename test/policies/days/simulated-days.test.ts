import { IAMClient, SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { type Account, identityOf } from '../../../src/aws/account.ts';
import { sender } from '../../../src/aws/real.ts';
import { simulatedDays } from '../../../src/facts/iam/simulated-days.ts';
import { days, evaluate, forbiddenDays, type PolicyDocument } from '../../../src/policies/index.ts';
import { places } from '../places.ts';

const iam = mockClient(IAMClient);
const place = places.sydney;
const account: Account = {
  kind: 'aws',
  identity: identityOf('arn:aws:iam::111122223333:root', '111122223333'),
  homeRegion: 'ap-southeast-2',
  send: sender({ homeRegion: 'ap-southeast-2', version: 'test' }),
};
const work = days(place);
const nobody = new Map<string, string>();
const decisions = { allow: 'allowed', deny: 'explicitDeny', implicitDeny: 'implicitDeny' };

beforeEach(() => iam.reset());

interface Asked {
  PolicyInputList: string[];
  ActionNames: string[];
  ResourceArns?: string[];
  ContextEntries: { ContextKeyName: string; ContextKeyValues: string[] }[];
}

/** Answers as IAM would, with our own evaluator as the judge: one entry for each combination, in one of AWS's two forms. */
function answersAsIam(form: 'list' | 'flat'): void {
  iam
    .on(SimulateCustomPolicyCommand)
    .callsFake(({ PolicyInputList, ActionNames, ResourceArns, ContextEntries }: Asked) => {
      const documents = PolicyInputList.map((text) => JSON.parse(text) as PolicyDocument);
      const context = Object.fromEntries(
        ContextEntries.map(({ ContextKeyName, ContextKeyValues }) => [ContextKeyName, ContextKeyValues[0]]),
      );
      const decide = (action: string, resource: string) =>
        decisions[evaluate(documents, { action, resource, context })];
      const flat = ActionNames.flatMap((action) =>
        (ResourceArns ?? ['*']).map((resource) => ({
          EvalActionName: action,
          EvalResourceName: resource,
          EvalDecision: decide(action, resource),
        })),
      );
      const list = ActionNames.map((action) => ({
        EvalActionName: action,
        EvalDecision: decide(action, ResourceArns?.[0] ?? '*'),
        ResourceSpecificResults: (ResourceArns ?? ['*']).map((resource) => ({
          EvalResourceName: resource,
          EvalResourceDecision: decide(action, resource),
        })),
      }));
      return { EvaluationResults: form === 'flat' ? flat : list };
    });
}

it.each(['list', 'flat'] as const)('is asked for every task, and agrees with each (%s)', async (form) => {
  answersAsIam(form);
  const allowed = await simulatedDays(work, place, nobody, account);
  expect(allowed.filter(({ decision }) => decision !== 'allowed')).toEqual([]);
  const forbidden = await simulatedDays(forbiddenDays(place), place, nobody, account);
  expect(forbidden.filter(({ decision }) => decision !== 'denied')).toEqual([]);
});

it('is asked in few requests: those with a context in common go together', async () => {
  answersAsIam('list');
  await simulatedDays([...work, ...forbiddenDays(place)], place, nobody, account);
  const requests = new Set(work.flatMap(({ calls }) => calls.map((one) => JSON.stringify(one)))).size;
  const asked = iam.commandCalls(SimulateCustomPolicyCommand).length;
  expect(requests).toBeGreaterThan(300);
  expect(asked).toBeLessThan(110);
});

it('is asked about the group itself once its policies are attached', async () => {
  iam.on(SimulatePrincipalPolicyCommand).resolves({ EvaluationResults: [] });
  answersAsIam('list');
  const arn = 'arn:aws:iam::111122223333:group/aws-baseline/analyst';
  const judged = await simulatedDays(work, place, new Map([['analyst', arn]]), account);
  const calls = iam.commandCalls(SimulatePrincipalPolicyCommand).map(({ args }) => args[0].input);
  expect(new Set(calls.map(({ PolicySourceArn }) => PolicySourceArn))).toEqual(new Set([arn]));
  expect(judged.filter(({ decision }) => decision === 'unknown').length).toBeGreaterThan(10);
});

it('names the action that is denied, and reads all pages', async () => {
  const [day] = work.filter(({ sentence }) => sentence.includes('in parts, stops'));
  const page = (action: string, decision: string, Marker?: string) => ({
    EvaluationResults: (day?.calls ?? [])
      .filter((one) => one.action === action)
      .map(({ resource }) => ({ EvalActionName: action, EvalResourceName: String(resource), EvalDecision: decision })),
    ...(Marker ? { IsTruncated: true, Marker } : {}),
  });
  iam
    .on(SimulateCustomPolicyCommand)
    .resolvesOnce(page('s3:PutObject', 'allowed', 'next') as never)
    .resolves(page('s3:AbortMultipartUpload', 'implicitDeny') as never);
  const [judged] = await simulatedDays(day ? [day] : [], place, nobody, account);
  expect(judged).toEqual({ at: 's3:AbortMultipartUpload', decision: 'denied' });
});

it('a refused call is unknown for everything, and is asked once', async () => {
  iam.on(SimulateCustomPolicyCommand).rejects(Object.assign(new Error('not authorized'), { name: 'AccessDenied' }));
  const judged = await simulatedDays(work, place, nobody, account);
  expect(new Set(judged.map(({ decision, permission }) => `${decision} ${permission}`))).toEqual(
    new Set(['unknown iam:SimulateCustomPolicy']),
  );
  expect(iam.commandCalls(SimulateCustomPolicyCommand)).toHaveLength(1);
});
