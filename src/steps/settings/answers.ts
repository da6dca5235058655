import type { Partition } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import type { Trial } from '../try/trials.ts';
import type { Setting } from './setting.ts';

/** What is detected, not asked. */
export interface Found {
  accountId: string;
  partition: Partition;
  /** Detected from AWS; unknown if it was not detected, as in an older journal. */
  accountKind: AccountKind;
  /** The trials of command `try`: the named one, or those found in the account. */
  trials: Trial[];
  /** Undo may delete what is in the buckets. */
  deleteData: boolean;
}

type PlaceOf<S> = S extends Setting<infer _V, infer Place, infer _A> ? Place : never;
type AnswerAt<S, Place> =
  S extends Setting<infer _V, infer At, infer Answer>
    ? [At] extends [Place]
      ? [At] extends [never]
        ? never
        : Answer
      : never
    : never;
type Head<Place> = Place extends `${infer First}.${string}` ? First : Place;
type Tail<Place, First extends string> = Place extends `${First}.${infer Last}` ? Last : never;
type Optional<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
type Flat<T> = { [K in keyof T]: T[K] };

/** The answers of settings, each at its place: `ec2.volumeSize` is `volumeSize` in `ec2`. */
export type AnswersOf<S, Place = PlaceOf<S>> = Flat<
  Optional<{
    [First in Head<Place> & string]: First extends Place
      ? AnswerAt<S, First>
      : Flat<Optional<{ [Last in Tail<Place, First>]: AnswerAt<S, `${First}.${Last}`> }>>;
  }>
>;

/** What is detected, and the answers of the given settings: all that a step needs, without the settings of other steps. */
export type AnswersTo<Settings> = Found & AnswersOf<Settings[keyof Settings]>;
