import { cliLineAt } from '../../../aws/cli-line.ts';
import { readOnly } from '../../../aws/views.ts';
import { journalInMemory } from '../../../engine/journal.ts';
import { look } from '../../../engine/look.ts';
import { make } from '../../../engine/make.ts';
import { type Listed, stateOf } from '../../../steps/ec2/listed.ts';
import type { StepId } from '../../../steps/settings/step-ids.ts';
import type { Invocation } from '../../arguments/options.ts';
import { workOf } from '../../session.ts';
import { tellingDenialsOnce } from '../../terminal/finding-lines.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT, type ExitCode, stoppedCode, usage } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { countsText, end } from '../end.ts';
import { exitCodeOf } from '../report.ts';
import { meant, type Own, ownIn } from './own.ts';

const WANTED = { 'ec2 start': 'running', 'ec2 stop': 'stopped', 'ec2 terminate': 'terminated' } as const;
type Verb = keyof typeof WANTED;

const noSecrets = async (): Promise<string> => {
  throw new Error('an instance needs no password');
};

/** `ec2 start`, `ec2 stop` and `ec2 terminate`: a second time changes nothing. Only terminate asks: it deletes the disk. */
export async function changeOwn(world: World, tell: Teller, invocation: Invocation): Promise<ExitCode> {
  const verb = invocation.command as Verb;
  const own = await ownIn(world, tell, invocation, verb === 'ec2 terminate');
  const instance = meant(own);
  mustBeAlone(verb, instance);
  const fact = stateOf(instance.id, WANTED[verb]);
  const stepOf = new Map<string, StepId>([[fact.id, 'ec2']]);
  // It is no part of the baseline's journal: undo does not start it again.
  const session = { ...own, ...own.opened, journal: journalInMemory(), facts: [fact], stepOf };
  const seen = await look([fact], readOnly(own.opened.account));
  const todo = seen.filter(({ state }) => state === 'todo');
  if (todo.length > 0 && verb === 'ec2 terminate' && !(await agreed(own, instance))) {
    tell.line('Stopped. No changes were made.');
    return end(session, seen, EXIT.done);
  }
  for (const line of todo.flatMap(({ calls = [] }) =>
    calls.map((one) => cliLineAt(one, own.opened.account.homeRegion)),
  ))
    tell.line(`  ${line}`);
  const made = await make(
    seen,
    workOf(session, noSecrets, () => todo.length),
  );
  tell.live(undefined);
  const lines = tellingDenialsOnce(tell);
  const isText = invocation.options.output === 'text';
  for (const line of made.flatMap((one) => lines(one))) if (isText) tell.page(line);
  if (todo.length === 0 && isText) tell.result(`\nNothing to do: ${countsText(made)}`);
  return end(session, made, world.stop.aborted ? stoppedCode(world.stop) : exitCodeOf(made, { applied: true }));
}

// The group would replace it at once.
function mustBeAlone(verb: Verb, { id, inGroup }: Listed): void {
  if (inGroup && verb !== 'ec2 start')
    throw usage(
      `${verb}: ${id} belongs to the Auto Scaling group, which would replace it: change its size with --scale, or take it down with aws-baseline undo --steps ec2`,
    );
}

async function agreed({ tell, invocation, prompter }: Own, { id, name, type, state }: Listed): Promise<boolean> {
  tell.line(`\n${id} (${name}, ${type}, ${state}) is terminated. Its disk and all data on it are deleted.`);
  if (invocation.options.yes) return true;
  const help = () => tell.line('  This cannot be undone. To keep the disk and pay only for it: aws-baseline ec2 stop');
  return (await prompter?.confirm({ message: `Terminate ${id}?`, offer: false, help })) ?? false;
}
