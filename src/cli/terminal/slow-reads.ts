import type { Account } from '../../aws/account.ts';
import { isRead } from '../../aws/call.ts';
import { through } from '../../aws/views.ts';
import type { World } from '../world.ts';
import type { Teller } from './tell.ts';

const SLOW_MS = 2_000;

/** Reports reads that AWS delays, until they succeed: the SDK retries automatically and prints nothing. */
export interface SlowReads {
  /** If several are slow, the first one is named. */
  during<T>(what: string, begin: () => Promise<T>): Promise<T>;
  /** The account whose slow reads are reported; the engine reports writes. */
  of(account: Account): Account;
  /** During a prompt, no slow reads are reported. */
  asking<T>(answered: Promise<T>): Promise<T>;
  /** Whether a prompt was shown since the last call, or is shown now. */
  hasAsked(): boolean;
}

export function slowReads({ clock, every }: Pick<World, 'clock' | 'every'>, tell: Teller): SlowReads {
  const underWay = new Map<symbol, { what: string; since: number }>();
  let stop: (() => void) | undefined;
  let isTold = false;
  let asked = 0;
  let hasAsked = false;
  const look = () => {
    if (asked > 0) return;
    const slow = [...underWay.values()].find(({ since }) => clock.now() - since >= SLOW_MS);
    if (!slow || isTold) return;
    isTold = true;
    const seconds = ((clock.now() - slow.since) / 1_000).toFixed(1);
    tell.line(`  ${tell.mark('waiting')}  waiting for AWS: ${slow.what}  ${seconds} s`);
  };
  const during = async <T>(what: string, begin: () => Promise<T>): Promise<T> => {
    const mine = Symbol(what);
    underWay.set(mine, { what, since: clock.now() });
    stop ??= every(SLOW_MS / 2, look);
    try {
      return await begin();
    } finally {
      underWay.delete(mine);
      if (underWay.size === 0) {
        stop?.();
        stop = undefined;
        isTold = false;
      }
    }
  };
  const asking = async <T>(answered: Promise<T>): Promise<T> => {
    asked += 1;
    hasAsked = true;
    try {
      return await answered;
    } finally {
      asked -= 1;
      for (const one of underWay.values()) one.since = clock.now();
    }
  };
  return {
    during,
    asking,
    hasAsked() {
      const before = hasAsked;
      hasAsked = asked > 0;
      return before;
    },
    of: (account) =>
      through(account, (given) => {
        const send = () => account.send(given);
        return isRead(given) ? during(`${given.service} ${given.operation}`, send) : send();
      }),
  };
}
