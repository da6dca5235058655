import type { Partition } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import type { Setting } from './setting.ts';

/** What nobody is asked. */
export interface Found {
  accountId: string;
  partition: Partition;
  /** What AWS tells; unknown where it was not asked, as in an older journal. */
  accountKind: AccountKind;
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

/** The answers that settings make, each at its place: `ec2.volumeSize` is `volumeSize` in `ec2`. */
export type AnswersOf<S, Place = PlaceOf<S>> = Flat<
  Optional<{
    [First in Head<Place> & string]: First extends Place
      ? AnswerAt<S, First>
      : Flat<Optional<{ [Last in Tail<Place, First>]: AnswerAt<S, `${First}.${Last}`> }>>;
  }>
>;

/** What is found, and what such settings make: what a step needs, so that it knows of no other step's. */
export type AnswersTo<Settings> = Found & AnswersOf<Settings[keyof Settings]>;
