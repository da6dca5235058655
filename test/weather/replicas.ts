import type { RehearsalAccount, RehearsalState } from '../../src/aws/rehearsal/account.ts';
import type { ServiceName } from '../../src/aws/services.ts';

/** A service as it reads its own writes; or EC2, as it reads IAM's instance profiles. */
export type Reader = ServiceName | 'ec2 of iam';

interface Moment {
  state: RehearsalState;
  /** From when on each replica shows it, by reader and replica. */
  shown: Map<string, number>;
  account?: RehearsalAccount;
}

/** The replicas behind a service: each shows all writes in their order, but later than they were made. */
export interface Replicas {
  /** Keeps what a write has made; `lag` draws how late a replica shows it, in milliseconds. */
  keep(state: RehearsalState, now: number, lag: (reader: Reader) => number): void;
  /** The account as one replica shows it now; undefined when that is as it is. */
  shows(reader: Reader, replica: number, now: number): RehearsalAccount | undefined;
  /** The same, to be written to: nothing of it is kept. */
  draft(reader: Reader, replica: number, now: number): RehearsalAccount | undefined;
}

const READERS: Reader[] = ['iam', 's3', 'sns', 'cloudwatch', 'ec2', 'ec2 of iam'];
export const REPLICAS = [0, 1];

/** Replicas of an account that begins as `state`. */
export function replicas(state: RehearsalState, open: (state: RehearsalState) => RehearsalAccount): Replicas {
  const moments: Moment[] = [{ state, shown: new Map() }];
  const keyOf = (reader: Reader, replica: number) => `${reader} ${replica}`;
  const momentOf = (reader: Reader, replica: number, now: number): Moment | undefined => {
    const key = keyOf(reader, replica);
    const at = moments.findLastIndex(({ shown }) => (shown.get(key) ?? 0) <= now);
    return at === moments.length - 1 ? undefined : moments[at];
  };
  return {
    keep(next, now, lag) {
      const shown = new Map<string, number>();
      for (const reader of READERS)
        for (const replica of REPLICAS) {
          const key = keyOf(reader, replica);
          shown.set(key, Math.max(moments.at(-1)?.shown.get(key) ?? 0, now + lag(reader)));
        }
      moments.push({ state: next, shown });
    },
    shows(reader, replica, now) {
      const moment = momentOf(reader, replica, now);
      if (moment) moment.account ??= open(moment.state);
      return moment?.account;
    },
    draft(reader, replica, now) {
      const moment = momentOf(reader, replica, now);
      return moment && open(moment.state);
    },
  };
}
