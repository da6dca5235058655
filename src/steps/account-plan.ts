import type { Account } from '../aws/account.ts';
import { call } from '../aws/call.ts';

/** The plan of an account, by the Free Tier API; also the JSON output. */
export interface AccountPlan {
  type: 'FREE' | 'PAID';
  status: 'NOT_STARTED' | 'ACTIVE' | 'EXPIRED';
  /** The credits that are left. */
  credits?: { amount: number; unit: string };
  /** When the plan ends; a time in UTC. */
  ends?: string;
  /** Full days until then, when it ends; 0 on the last day. */
  daysLeft?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Asks for the account's plan (AWS Free Tier API Reference, GetAccountPlanState). Undefined if AWS or the endpoint does not
 * tell it, for example because the caller may not read it; never throws. `now` is the time in milliseconds.
 */
export async function askedPlan(account: Account, now: () => number): Promise<AccountPlan | undefined> {
  // The Free plan is offered in the standard partition only, and so is its endpoint.
  if (account.identity.partition !== 'aws') return undefined;
  try {
    const told = await account.send(call('freetier', 'GetAccountPlanState', {}));
    const { accountPlanType: type, accountPlanStatus: status, accountPlanRemainingCredits: credits } = told;
    if (type !== 'FREE' && type !== 'PAID') return undefined;
    const ends = told.accountPlanExpirationDate;
    return {
      type,
      status,
      ...(Number.isFinite(credits?.amount) ? { credits } : {}),
      ...(ends ? { ends: ends.toISOString(), daysLeft: Math.max(0, Math.floor((+ends - now()) / DAY_MS)) } : {}),
    };
  } catch {
    return undefined;
  }
}

/** The plan in a few words: "Free plan, USD 87.50 of credits left, ends on 2027-05-24". */
export function wordsOfPlan({ type, status, credits, ends }: AccountPlan): string {
  const isFree = type === 'FREE';
  const left = credits && (isFree || credits.amount > 0);
  return [
    `${isFree ? 'Free' : 'Paid'} plan${status === 'NOT_STARTED' ? ', not started' : ''}`,
    ...(left ? [`${credits.unit} ${credits.amount.toFixed(2)} of credits left`] : []),
    ...(isFree && ends ? [`${status === 'EXPIRED' ? 'ended' : 'ends'} on ${ends.slice(0, 10)}`] : []),
  ].join(', ');
}

const SOON = 30;
const VERY_SOON = 7;
/** The AWS CLI command that upgrades an account to the Paid plan. */
export const UPGRADE = 'aws freetier upgrade-account-plan --account-plan-type PAID --region us-east-1';

/**
 * What is lost at the end of the Free plan, from 30 days before it on, more urgent from 7 days before; undefined earlier.
 * AWS closes the account then, and deletes its content 90 days later (AWS page "Choosing an AWS Free Tier plan").
 */
export function endOfPlan({ type, status, ends, daysLeft }: AccountPlan): string | undefined {
  if (type !== 'FREE' || ends === undefined || daysLeft === undefined) return undefined;
  const lost = `AWS closes the account, keeps its data for 90 days and then deletes it. To keep it, upgrade to the Paid plan: ${UPGRADE}`;
  if (status === 'EXPIRED') return `The Free plan ended on ${ends.slice(0, 10)}: ${lost}`;
  if (daysLeft > SOON) return undefined;
  const days = daysLeft === 0 ? 'today' : `in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`;
  const head = daysLeft <= VERY_SOON ? 'Act now: the' : 'The';
  return `${head} Free plan ends ${days} (${ends.slice(0, 10)}), or earlier if the credits are used up. Then ${lost}`;
}
