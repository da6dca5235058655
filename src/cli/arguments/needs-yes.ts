import type { Given } from '../answers/given.ts';
import { again } from '../commands/command-line.ts';
import { EXIT, Trouble } from '../trouble.ts';
import type { Invocation } from './options.ts';

/** The error (exit 2) for a command that would write but cannot ask for confirmation. */
export function needsYes(invocation: Invocation, given: Given): Trouble {
  const line = (command: string) => again({ invocation, given }, command);
  return new Trouble(EXIT.usage, 'refusing to change the account without confirmation: add --yes', {
    missing: [{ key: 'yes', flag: '--yes' }],
    next: /^(try|brake lift|ec2 terminate)$/.test(invocation.command)
      ? `${line(invocation.typed)} --yes`
      : `${line(invocation.typed)} ... --yes, or preview the changes: ${line('plan')} ...`,
  });
}
