import type { ServiceName } from '../services.ts';

/** How long to wait for a service: attempts of a request, and milliseconds for a connection and an answer. */
export interface Patience {
  attempts: number;
  timeouts: { connect: number; request: number };
}

/** Services that a run can do without, so it does not wait long for them. */
export const PATIENCE: Partial<Record<ServiceName, Patience>> = {
  // Nothing depends on a price, and a pending request would keep the process from ending.
  pricing: { attempts: 1, timeouts: { connect: 1_500, request: 2_000 } },
  // Everything waits for the kind of account, but continues if it stays unknown.
  organizations: { attempts: 3, timeouts: { connect: 2_000, request: 5_000 } },
};
