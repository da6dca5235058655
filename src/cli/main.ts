import { endsTheLook, messageOf } from '../aws/errors.ts';
import { unreachableOf } from '../aws/network/unreachable.ts';
import { signInTrouble } from './account/sign-in-trouble.ts';
import { type Invocation, isForPipelines } from './arguments/options.ts';
import { readArguments } from './arguments/program.ts';
import { nextLines } from './commands/command-line.ts';
import { reportJson } from './commands/report.ts';
import { clean, cleanJson } from './terminal/clean.ts';
import { Left } from './terminal/prompter.ts';
import { teller } from './terminal/tell.ts';
import { asTyped } from './terminal/typed-commands.ts';
import { wrap } from './terminal/wrap.ts';
import { EXIT, type ExitCode, SignedOut, stoppedCode, Trouble } from './trouble.ts';
import type { World } from './world.ts';

/** Runs one command line in a world and returns its exit code. Never throws. */
export async function main(world: World): Promise<ExitCode> {
  let invocation: Invocation | undefined;
  try {
    invocation = readArguments(world);
    return invocation ? await dispatch(world, invocation) : EXIT.done;
  } catch (error) {
    return await ended(world, invocation, error);
  }
}

async function dispatch(world: World, invocation: Invocation): Promise<ExitCode> {
  const tell = teller(world, invocation.options);
  switch (invocation.command) {
    case 'status':
      return (await import('./commands/online.ts')).status(world, tell, invocation);
    case 'plan':
      return (await import('./commands/online.ts')).plan(world, tell, invocation);
    case 'init':
    case 'apply':
      return (await import('./commands/online.ts')).apply(world, tell, invocation);
    case 'verify':
      return (await import('./commands/online.ts')).verify(world, tell, invocation);
    case 'undo':
      return (await import('./commands/online.ts')).undo(world, tell, invocation);
    case 'try':
      return (await import('./commands/online.ts')).tryOut(world, tell, invocation);
    case 'brake lift':
      return (await import('./commands/online.ts')).brakeLift(world, tell, invocation);
    case 'costs':
      return (await import('./commands/online.ts')).costs(world, tell, invocation);
    case 'ec2 list':
      return (await import('./commands/online.ts')).listOwn(world, tell, invocation);
    case 'ec2 start':
    case 'ec2 stop':
    case 'ec2 terminate':
      return (await import('./commands/online.ts')).changeOwn(world, tell, invocation);
    case 'ec2 connect':
      return (await import('./commands/online.ts')).connectOwn(world, tell, invocation);
    case 'explain':
      return (await import('./commands/offline.ts')).explain(tell, invocation);
    case 'doctor':
      return (await import('./commands/online.ts')).doctor(world, tell, invocation);
    case 'config show':
      return (await import('./commands/offline.ts')).configShow(world, tell, invocation);
    case 'config validate':
      return (await import('./commands/offline.ts')).configValidate(world, tell, invocation);
    case 'config schema':
      return (await import('./commands/offline.ts')).configSchema(tell);
    case 'completion':
      return (await import('./commands/offline.ts')).completion(world, tell, invocation);
    case 'policy show':
      return (await import('./commands/offline.ts')).policyShow(world, tell, invocation);
  }
}

// Prints why the run ended, also as JSON if JSON was requested.
async function ended(world: World, invocation: Invocation | undefined, error: unknown): Promise<ExitCode> {
  const given = endsTheLook(error) || unreachableOf(error) ? signInTrouble(error, world.env) : error;
  const trouble =
    given instanceof Left
      ? // The prompts that Ctrl-C ends a run in come before the first write.
        new Trouble(stoppedCode(world.stop), 'stopped. Nothing was changed; run the same command to continue.')
      : given;
  const exitCode = trouble instanceof Trouble ? trouble.exitCode : EXIT.failed;
  const said = clean(messageOf(trouble));
  const width = Math.max(20, Math.min(world.terminal.columns || 80, 100));
  world.err(`${wrap(`aws-baseline: ${asTyped(said, world.env)}`, width)}\n`);
  const mayHaveWritten =
    /^(init|apply|undo|try|brake lift|ec2 start|ec2 stop|ec2 terminate)$/.test(invocation?.command ?? '') &&
    trouble instanceof SignedOut;
  if (mayHaveWritten) world.err('Everything marked "ok" above is in the account and stays there.\n');
  if (trouble instanceof Trouble && trouble.next)
    for (const line of nextLines(asTyped(trouble.next, world.env), width)) world.err(`${line}\n`);
  if (!(trouble instanceof Trouble)) {
    const stack =
      invocation?.options.debug && trouble instanceof Error
        ? framesOf(trouble)
        : 'Run the command again with --debug for details.\n';
    world.err(stack);
  }
  const form = invocation ? invocation.options.output : world.argv.includes('--json') ? 'json' : 'text';
  if (isForPipelines(form)) {
    const { failedForm } = await import('./commands/judging.ts');
    world.out(`${failedForm(form, said, world)}\n`);
  } else if (form !== 'text') {
    const missing = trouble instanceof Trouble ? trouble.missing : [];
    const command = invocation?.command ?? world.argv[0] ?? '';
    const next = trouble instanceof Trouble && trouble.next ? [{ command: trouble.next, when: 'Continue' }] : [];
    const report = reportJson({ command, exitCode, findings: [], stepOf: new Map(), missing, next, error: said });
    world.out(
      `${cleanJson(form === 'ndjson' ? { event: 'run.end', ...report } : report, form === 'json' ? 1 : undefined)}\n`,
    );
  }
  return exitCode;
}

// Only the location: the message was printed, and it may contain text from AWS.
function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.map((line) => `    ${clean(line).trim()}\n`).join('');
}
