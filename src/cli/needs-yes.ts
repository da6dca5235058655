import type { Given } from './given.ts';
import type { Invocation } from './options.ts';
import { EXIT, Trouble } from './trouble.ts';
import { again } from './twin.ts';

/** Said (exit 2) where something would be written and nobody can agree to it. */
export function needsYes(invocation: Invocation, given: Given): Trouble {
  const line = (command: string) => again({ invocation, given }, command);
  return new Trouble(EXIT.usage, 'this would change the account, and there is nobody to agree: add --yes', {
    missing: [{ key: 'yes', flag: '--yes' }],
    next: `${line(invocation.typed)} ... --yes, or look first: ${line('plan')} ...`,
  });
}
