import type { ServiceName } from '../services.ts';

/** How long to wait for a service: attempts of a request, and milliseconds for a connection and an answer. */
export interface Patience {
  attempts: number;
  timeouts: { connect: number; request: number };
  /** Its host is on a domain of its own, so that its silence does not mean that AWS cannot be reached. */
  isApart?: true;
}

/** Services that a run can do without, so it does not wait long for them. */
export const PATIENCE: Partial<Record<ServiceName, Patience>> = {
  // Nothing depends on a price, and a pending request would keep the process from ending.
  pricing: { attempts: 1, timeouts: { connect: 1_500, request: 2_000 } },
  // A quota is only a mark in a table.
  servicequotas: { attempts: 1, timeouts: { connect: 1_500, request: 2_000 } },
  // Everything waits for the kind of account, but continues if it stays unknown.
  organizations: { attempts: 3, timeouts: { connect: 2_000, request: 5_000 } },
  // Only shown. Firewalls that allow amazonaws.com may not allow api.aws.
  freetier: { attempts: 2, timeouts: { connect: 1_500, request: 3_000 }, isApart: true },
};
