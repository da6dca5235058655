import { call } from '../../aws/call.ts';
import { codeOf, messageOf } from '../../aws/errors.ts';
import type { Fact } from '../../engine/fact.ts';
import { guardrail } from '../guardrails/guardrail.ts';

/** Spelled as Macie does. */
type Status = 'ENABLED' | 'PAUSED';

/**
 * Macie is enabled in a Region; it has no tags, so that only the journal tells who enabled it (Macie pages
 * "GetMacieSession", "EnableMacie", "DisableMacie").
 */
export function sensitiveDataIsFound(region: string): Fact<Status> {
  return guardrail<Status>(`macie/${region}`, {
    title: `Macie in ${region} looks for sensitive data in S3 buckets`,
    thing: 'Macie',
    want: 'ENABLED',
    undoing: `Macie in ${region} stops, and its settings and findings are deleted.`,
    async read(account) {
      try {
        return (await account.send(call('macie2', 'GetMacieSession', {}, region))).status ?? null;
      } catch (error) {
        if (isOff(error)) return null;
        throw error;
      }
    },
    calls(to, now) {
      if (to === null) return [call('macie2', 'DisableMacie', {}, region)];
      return [
        now === null
          ? call('macie2', 'EnableMacie', { status: to }, region)
          : call('macie2', 'UpdateMacieSession', { status: to }, region),
      ];
    },
  });
}

// Macie answers as if it denied the request: AccessDeniedException, "Macie is not enabled."
function isOff(error: unknown): boolean {
  return /^(AccessDenied|ResourceNotFound)$/.test(codeOf(error)) && /not enabled/i.test(messageOf(error));
}
