import { type Account, identityOf } from '../../src/aws/account.ts';
import type { AnyCall, Send } from '../../src/aws/call.ts';
import { cliLine } from '../../src/aws/cli-line.ts';
import { readOnly } from '../../src/aws/views.ts';
import type { Fact, Json } from '../../src/engine/fact.ts';

/** What AWS answers, by "service Operation": a value, an error to throw, or a function of the input. */
// biome-ignore lint/suspicious/noExplicitAny: answers are as odd as the test wants them
export type Answers = Record<string, object | Error | ((input: any) => object | Error)>;

export interface FakeAccount extends Account {
  /** Every request so far. */
  asked: AnyCall[];
}

/** An error as AWS names it. */
export function refused(name: string): Error {
  return Object.assign(new Error(`${name} said AWS`), { name });
}

export const HOME = 'ap-southeast-2';
export const ACCOUNT = '111122223333';
export const TAGS = [{ Key: 'managed-by', Value: 'aws-baseline' }];

// Whose bucket it is, is asked before its settings are.
const OWN_BUCKET: Answers = { 's3 ListBuckets': { Buckets: [{ Name: 'acme-x', BucketRegion: HOME }] } };

/** An account that knows these answers only; any other request fails the test. */
export function fakeAccount(
  answers: Answers = {},
  arn = `arn:aws:iam::${ACCOUNT}:root`,
  homeRegion = HOME,
): FakeAccount {
  const asked: AnyCall[] = [];
  const send = async (given: AnyCall) => {
    asked.push(given);
    const known = { ...OWN_BUCKET, ...answers }[`${given.service} ${given.operation}`];
    if (known === undefined) throw new Error(`nobody expected ${cliLine(given)}`);
    const answer = typeof known === 'function' ? known(given.input) : known;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { kind: 'aws', identity: identityOf(arn, ACCOUNT), homeRegion, send: send as unknown as Send, asked };
}

/** The AWS CLI lines that lead from `now` to `to`. */
export async function lines<T extends Json>(fact: Fact<T>, to: T | null, now: T | null, answers: Answers = {}) {
  return (await fact.calls(to, now, readOnly(fakeAccount(answers)))).map(cliLine);
}

/** IAM as a look reads it: one page of everything. */
export function iam(whole: { users?: object[]; groups?: object[]; roles?: object[]; policies?: object[] }): Answers {
  const { users = [], groups = [], roles = [], policies = [] } = whole;
  return {
    'iam GetAccountAuthorizationDetails': {
      UserDetailList: users,
      GroupDetailList: groups,
      RoleDetailList: roles,
      Policies: policies,
    },
  };
}
