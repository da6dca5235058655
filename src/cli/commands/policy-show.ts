import { type Partition, partitionOf } from '../../aws/account.ts';
import { managedPolicies, type Place, type PolicyTopic, policyDocuments } from '../../policies/index.ts';
import { bucketNames } from '../../steps/buckets/settings.ts';
import { checkAccountId } from '../../steps/settings/checks.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { knownIn, valueIn } from '../../steps/settings/setting.ts';
import { asMissing } from '../answers/gather.ts';
import { fillSamples, readGiven, stillMissing } from '../answers/read-given.ts';
import type { Invocation } from '../arguments/options.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, type ExitCode, nearest, Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';

const TOPICS: PolicyTopic[] = ['admin', 'engineer', 'analyst', 'require-mfa'];
const PARTITIONS: Partition[] = ['aws', 'aws-us-gov', 'aws-cn'];

/** Prints the rendered policy as JSON, or a list of them if the group has two; needs no credentials. */
export async function policyShow(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { topic = '', partition } = invocation.policy ?? {};
  if (!TOPICS.includes(topic as PolicyTopic)) {
    const meant = nearest(topic, TOPICS);
    throw usage(`unknown policy "${topic}"; policies: ${TOPICS.join(', ')}${meant ? `. Did you mean ${meant}?` : ''}`);
  }
  const given = await readGiven(world, invocation);
  // The explanations are the same everywhere, so only the document itself needs all values.
  if (invocation.policy?.explain) fillSamples(given, tell, [EVERY.name, EVERY.region]);
  const known = invocation.policy?.accountId ?? valueIn(given.values, EVERY.account);
  const accountId = known ?? (invocation.policy?.explain ? EVERY.account.sample : undefined);
  const open = stillMissing(given, [EVERY.name, EVERY.region]);
  const lacking = [...asMissing(open), ...(accountId ? [] : [{ key: 'account-id', flag: '--account-id' }])];
  if (lacking.length > 0) {
    const flags = lacking.map(({ flag }) => flag).join(', ');
    throw new Trouble(EXIT.usage, `missing: ${flags}`, {
      missing: lacking,
      next: `aws-baseline policy show ${topic} --name acme --account-id 111122223333 --region ap-southeast-2`,
    });
  }
  const wrong = checkAccountId(accountId ?? '');
  if (wrong) throw usage(`--account-id: expected ${wrong}`);
  const region = knownIn(given.values, EVERY.region);
  const chosen = partition ?? partitionOf(region);
  if (!PARTITIONS.includes(chosen as Partition)) throw usage(`--partition: expected one of ${PARTITIONS.join(', ')}`);
  const { landing, analysis } = bucketNames(given.values, accountId ?? '');
  const place = {
    name: knownIn(given.values, EVERY.name),
    accountId: accountId ?? '',
    region,
    partition: chosen as Partition,
    landingBucket: landing,
    analysisBucket: analysis,
  };
  if (invocation.policy?.explain) return explained(topic as PolicyTopic, place, invocation, tell);
  const [document, ...more] = policyDocuments(topic as PolicyTopic, place);
  tell.result(JSON.stringify(more.length > 0 ? [document, ...more] : document, null, 2));
  return EXIT.done;
}

function explained(topic: PolicyTopic, place: Place, { options }: Invocation, tell: Teller): ExitCode {
  const sentences = managedPolicies(topic, place).flatMap((policy) => policy.sentences);
  if (options.output === 'text') for (const { sid, why } of sentences) tell.result(`${sid}\n  ${why}`);
  else tell.result(JSON.stringify({ schema: 1, policy: topic, statements: sentences }, null, 1));
  return EXIT.done;
}
