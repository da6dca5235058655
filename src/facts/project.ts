import type { Chore } from '../engine/fact.ts';

/**
 * Whoever signs in to a project does so with an AWS Builder ID, of which no API of the account tells anything (AWS page
 * "Sign in with AWS Builder ID").
 */
export function builderIdIsSafe(isDone: boolean): Chore<boolean> {
  return {
    id: 'project/recovery',
    title: 'your AWS Builder ID has MFA and a way to recover it',
    saidBy: 'root.recovery',
    want: true,
    read: async () => isDone || null,
    how: 'Open the page below, "Security", and register an MFA device; under "My details" check the e-mail address. Whoever loses the Builder ID loses the project (no API tells whether it is done)',
    link: 'https://profile.aws.amazon.com',
  };
}

/** The project has a spend limit, at which AWS pauses it (AWS page "Create a spend limit in AWS Settings"; no API). */
export function projectHasSpendLimit(isDone: boolean): Chore<boolean> {
  return {
    id: 'project/spend-limit',
    title: 'the project has a spend limit',
    saidBy: 'root.spend-limit',
    want: true,
    read: async () => isDone || null,
    how: 'On the Paid plan open the page below, "Billing", "Cost by project", "Set limit": at least USD 20. AWS pauses the project there, and may end instances before; on the Free plan nothing is charged',
    link: 'https://settings.aws.com',
  };
}
