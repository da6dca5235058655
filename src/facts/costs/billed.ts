import type { Account } from '../../aws/account.ts';
import type { AnyCall } from '../../aws/call.ts';
import type { Price } from '../billing/prices.ts';

/** What AWS bills for one resource, by the hour or by the GB. */
export interface Billed {
  /** In a few words, the same for all of its kind: "NAT gateway". */
  kind: string;
  id: string;
  /** What distinguishes it, for a person. */
  what: string;
  /** It carries the tag of this program. */
  ours: boolean;
  /** Units for an hour, or GB. */
  amount: number;
  unit: Price['unit'];
  /** The list price of a unit in the account's Region; undefined if this program does not know where it is in the list. */
  price?: (account: Account) => Promise<Price | undefined>;
  /** AWS bills this amount or less. */
  atMost?: true;
}

/** One read of a Region: its first request, by which a denial is named, and what is billed by its answer. */
export interface Reading {
  call: Pick<AnyCall, 'service' | 'operation'>;
  read(account: Account): Promise<Billed[]>;
}

/** A time limit for a request: its result, or a rejection when it is too late. */
export type Limited = <T>(asked: Promise<T>) => Promise<T>;
