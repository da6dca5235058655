import type { AnyFact } from '../../engine/fact.ts';
import { anomaliesAreMailed, costsAreWatched } from '../../facts/billing/cost-anomaly.ts';
import { changesAreRecorded } from '../../facts/detection/config-recorder.ts';
import { configRoleExists } from '../../facts/detection/config-role.ts';
import { trafficIsLogged } from '../../facts/detection/flow-logs.ts';
import { logBucket, mayWrite } from '../../facts/detection/log-bucket.ts';
import { controlsAreChecked } from '../../facts/detection/security-hub.ts';
import type { GuardrailPlace } from '../../facts/guardrails/guardrail.ts';
import type { AnswersTo } from '../settings/answers.ts';
import type { EVERY } from '../settings/every.ts';
import type { GUARD } from './guardrail-settings.ts';

type Needed = AnswersTo<typeof EVERY & typeof GUARD> & { alarm: { emails: string[] } };

const regionsOf = ({ guardrails, region }: Needed) => guardrails.regions ?? [region];

const bucketPlace = ({ name, region, deleteData }: Needed, place: GuardrailPlace) => ({
  ...place,
  name,
  region,
  deleteData,
});

/** Flow logs of each VPC, and the bucket that all Regions write to. */
export function flowLogFacts(answers: Needed, place: GuardrailPlace): AnyFact[] {
  const where = bucketPlace(answers, place);
  const source = `arn:${place.partition}:logs:*:${place.accountId}:*`;
  const bucket = logBucket('flow-logs', where, mayWrite('delivery.logs.amazonaws.com', where, source));
  return [...bucket.facts, ...regionsOf(answers).map((region) => trafficIsLogged(region, place, bucket))];
}

/** AWS Config in each Region, its role, and the bucket that all Regions write to. */
export function configFacts(answers: Needed, place: GuardrailPlace): AnyFact[] {
  const where = bucketPlace(answers, place);
  const bucket = logBucket('config', where, mayWrite('config.amazonaws.com', where));
  const role = configRoleExists();
  const recorders = regionsOf(answers).map((region) =>
    changesAreRecorded(region, { ...place, home: answers.region }, bucket, role),
  );
  return [...bucket.facts, role, ...recorders];
}

/** Security Hub in each Region, after the recorder that it needs. */
export function securityHubFacts(answers: Needed, place: GuardrailPlace): AnyFact[] {
  const recorders = configFacts(answers, place).slice(-regionsOf(answers).length);
  return regionsOf(answers).map((region, i) => controlsAreChecked(region, place, recorders[i]!));
}

/** A monitor of costs, and who hears of it; none without an address, or where AWS does not have it. */
export function costAnomalyFacts({ alarm: { emails }, partition }: Needed, place: GuardrailPlace): AnyFact[] {
  if (emails.length === 0 || partition !== 'aws') return [];
  const monitor = costsAreWatched(place);
  return [monitor, anomaliesAreMailed(emails, monitor, place)];
}
