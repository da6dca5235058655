import type { ServiceName } from '../services.ts';

/** How long a service is waited for: attempts of a request, and milliseconds for a connection and an answer. */
export interface Patience {
  attempts: number;
  timeouts: { connect: number; request: number };
}

/** What a run can go on without, so that nothing else waits for it long. */
export const PATIENCE: Partial<Record<ServiceName, Patience>> = {
  // Nothing depends on a price, and a request that is under way would keep the process from ending.
  pricing: { attempts: 1, timeouts: { connect: 1_500, request: 2_000 } },
  // Everything waits for the kind of account, and goes on where it stays unknown.
  organizations: { attempts: 3, timeouts: { connect: 2_000, request: 5_000 } },
};
