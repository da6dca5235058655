import type { Place } from './place.ts';

/** Condition operator, condition key, values. */
export type Conditions = Record<string, Record<string, string | string[]>>;

/** One statement of an IAM policy document, in AWS's own spelling. */
export type Statement = {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Conditions;
};

/** An IAM policy document. */
export type PolicyDocument = {
  Version: '2012-10-17';
  Statement: Statement[];
};

/** A statement, and a sentence that explains it. The sentence is not sent to IAM. */
export interface Clause {
  why: string;
  statement: Statement;
}

/** A clause that allows. */
export function allow(Sid: string, why: string, rest: Omit<Statement, 'Sid' | 'Effect'>): Clause {
  return { why, statement: { Sid, Effect: 'Allow', ...rest } };
}

/** A clause that denies; in IAM, a deny overrides any allow. */
export function deny(Sid: string, why: string, rest: Omit<Statement, 'Sid' | 'Effect'>): Clause {
  return { why, statement: { Sid, Effect: 'Deny', ...rest } };
}

/** The full names of a service's actions: `actions('s3', 'GetObject PutObject')`. */
export function actions(service: string, names: string): string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => `${service}:${name}`);
}

/** For regional actions whose ARNs have no Region. */
export function atHome(place: Place): Conditions {
  return { StringEquals: { 'aws:RequestedRegion': place.region } };
}

/** For S3, whose ARNs have neither Region nor account ID: a bucket of this name may later belong to another account. */
export function atHomeInThisAccount(place: Place): Conditions {
  return { StringEquals: { 'aws:RequestedRegion': place.region, 'aws:ResourceAccount': place.accountId } };
}
