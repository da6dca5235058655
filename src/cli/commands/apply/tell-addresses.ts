import type { Finding } from '../../../engine/finding.ts';
import type { Session } from '../../session.ts';
import { clean } from '../../terminal/clean.ts';

/** The addresses at which a person sees that it works. */
export function tellAddresses({ account, tell }: Pick<Session, 'account' | 'tell'>, findings: Finding[]): void {
  if (account.kind === 'rehearsal') return;
  for (const { fact, now } of findings) {
    const address = now ? fact.opens?.(now) : undefined;
    if (address) tell.line(`\nOpen (a new address answers after a few minutes)\n  ${tell.link(clean(address))}`);
  }
}
