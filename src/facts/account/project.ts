import type { Chore } from '../../engine/fact.ts';
import { confirmedBy } from '../confirmed-by.ts';

/**
 * Users sign in to a project with an AWS Builder ID, which no API of the account covers (AWS page "Sign in with AWS
 * Builder ID").
 */
export function builderIdIsSafe(done: readonly string[]): Chore<boolean> {
  return confirmedBy(done, {
    id: 'project/recovery',
    title: 'your AWS Builder ID has MFA and can be recovered',
    saidBy: 'root.recovery',
    how: 'Open the page below, "Security", and register an MFA device; under "My details", check the e-mail address. If you lose the Builder ID, you lose the project (no API returns these settings)',
    link: 'https://profile.aws.amazon.com',
  });
}

/** The project has a spend limit; AWS pauses the project when it is reached (AWS page "Create a spend limit in AWS Settings"; no API). */
export function projectHasSpendLimit(done: readonly string[]): Chore<boolean> {
  return confirmedBy(done, {
    id: 'project/spend-limit',
    title: 'the project has a spend limit',
    saidBy: 'root.spend-limit',
    how: 'On the Paid plan, open the page below, "Billing", "Cost by project", "Set limit": at least USD 20. AWS pauses the project at the limit, and may terminate instances before that; on the Free plan nothing is charged',
    link: 'https://settings.aws.com',
  });
}
