import { ByHand } from '../../engine/fact.ts';

/**
 * Throws ByHand if an organization manages a setting of EC2: the account cannot change it then (EC2 page "Declarative
 * policies": `ManagedBy` is `declarative-policy`).
 */
export function mustBeOfTheAccount(managedBy: string | undefined): void {
  if (managedBy !== 'declarative-policy') return;
  throw new ByHand(
    'a declarative policy of your organization manages this setting: ask its administrator to change it',
  );
}
