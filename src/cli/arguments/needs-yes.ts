import type { Given } from '../answers/given.ts';
import { again } from '../commands/command-line.ts';
import { EXIT, Trouble } from '../trouble.ts';
import type { Invocation } from './options.ts';

/** Said (exit 2) where something would be written and nobody can agree to it. */
export function needsYes(invocation: Invocation, given: Given): Trouble {
  const line = (command: string) => again({ invocation, given }, command);
  return new Trouble(EXIT.usage, 'this would change the account, and there is nobody to agree: add --yes', {
    missing: [{ key: 'yes', flag: '--yes' }],
    next: `${line(invocation.typed)} ... --yes, or look first: ${line('plan')} ...`,
  });
}
