import { SHELLS } from '../arguments/arguments.ts';
import { bashScript } from '../arguments/completion/bash.ts';
import { fishScript } from '../arguments/completion/fish.ts';
import { outlineOf } from '../arguments/completion/outline.ts';
import { zshScript } from '../arguments/completion/zsh.ts';
import type { Invocation } from '../arguments/options.ts';
import { programOf } from '../arguments/program.ts';
import { cleanJson } from '../terminal/clean.ts';
import type { Teller } from '../terminal/tell.ts';
import { EXIT, type ExitCode, nearest, usage } from '../trouble.ts';
import type { World } from '../world.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints a shell's completion script, generated from the commands; needs no account. */
export function completion(world: World, tell: Teller, { options, shell = '' }: Invocation): ExitCode {
  const known = SHELLS.find((one) => one === shell);
  if (!known) {
    const meant = nearest(shell, SHELLS);
    throw usage(
      `shell "${shell}" is not supported; supported shells: ${SHELLS.join(', ')}${meant ? `. Did you mean ${meant}?` : ''}`,
    );
  }
  const script = SCRIPTS[known](outlineOf(programOf(world, () => {})));
  if (options.output === 'text') tell.result(script);
  else tell.result(cleanJson({ schema: 1, command: 'completion', exitCode: EXIT.done, shell: known, script }));
  return EXIT.done;
}
