import { cliLine } from '../../aws/cli-line.ts';
import { readOnly } from '../../aws/views.ts';
import type { Finding } from '../../engine/finding.ts';
import { journalInMemory } from '../../engine/journal.ts';
import { look } from '../../engine/look.ts';
import { make } from '../../engine/make.ts';
import { liftFacts } from '../../steps/root/brake.ts';
import { EVERY } from '../../steps/settings/every.ts';
import type { StepId } from '../../steps/settings/step-ids.ts';
import { openedAnywhere } from '../account/home.ts';
import { tellFirst } from '../account/introduce.ts';
import { fillSamples, readGiven } from '../answers/read-given.ts';
import { needsYes } from '../arguments/needs-yes.ts';
import type { Invocation } from '../arguments/options.ts';
import { workOf } from '../session.ts';
import { tellingDenialsOnce } from '../terminal/finding-lines.ts';
import { canAsk, prompts } from '../terminal/interactive.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, type ExitCode, stoppedCode } from '../trouble.ts';
import type { World } from '../world.ts';
import { countsText, end } from './end.ts';
import { exitCodeOf } from './report.ts';

const noSecrets = async (): Promise<string> => {
  throw new Error('lifting the brake creates no passwords');
};

/** `brake lift`: detaches the policy of the spending brake from its groups, after a review. */
export async function brakeLift(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const { options } = invocation;
  const given = await readGiven(world, invocation);
  const prompter = canAsk(world, invocation) ? await world.prompter(prompts(world, tell, options)) : undefined;
  if (!prompter && !options.yes) throw needsYes(invocation, given);
  tellFirst(world, invocation, tell);
  if (options.rehearse) fillSamples(given, tell, [EVERY.region]);
  const opened = await openedAnywhere({ world, invocation, given, prompter, tell });
  const facts = liftFacts(opened.account.identity);
  const stepOf = new Map(facts.map(({ id }): [string, StepId] => [id, 'root']));
  // Lifting is not part of the baseline: undo must not attach the policy again, so it is in no journal.
  const session = { ...opened, journal: journalInMemory(), world, tell, invocation, given, facts, stepOf, prompter };
  tell.line(`Account ${opened.account.identity.accountId}`);
  const seen = await look(facts, readOnly(opened.account));
  const todo = seen.filter(({ state }) => state === 'todo');
  if (todo.length === 0) {
    tellResult(session, seen, 'Nothing to lift: no group has policy aws-baseline-brake.');
    return end(session, seen, exitCodeOf(seen));
  }
  tell.line('\nPolicy aws-baseline-brake is attached. To lift the brake:');
  for (const line of todo.flatMap(({ calls = [] }) => calls.map(cliLine))) tell.line(`  ${line}`);
  const isAgreed = options.yes || (await prompter?.confirm({ message: 'Lift the brake?', offer: false, help }));
  if (!isAgreed) {
    tell.line('Stopped. No changes were made.');
    return end(session, seen, EXIT.done);
  }
  const made = await make(
    seen,
    workOf(session, noSecrets, () => todo.length),
  );
  tell.live(undefined);
  const isLifted = made.every(({ state }) => /^(ok|changed)$/.test(state));
  tellResult(
    session,
    made,
    isLifted
      ? 'The brake is lifted. It acts again when charges of a later month pass its limit. To remove it: aws-baseline undo --steps root'
      : 'The brake is not lifted everywhere.',
  );
  return end(session, made, world.stop.aborted ? stoppedCode(world.stop) : exitCodeOf(made, { applied: true }));

  function help(): void {
    tell.line('  Engineers and analysts can start again what costs. What AWS bills now: aws-baseline costs');
  }
}

function tellResult(
  { tell, invocation }: { tell: Teller; invocation: Invocation },
  all: Finding[],
  words: string,
): void {
  const lines = tellingDenialsOnce(tell);
  const open = all.filter(({ state }) => !/^(ok|changed)$/.test(state));
  for (const line of open.flatMap((one) => lines(one))) tell.must(line);
  if (invocation.options.output === 'text') tell.result(`\n${open.length > 0 ? countsText(all) : words}`);
}
