import { SHELLS } from '../arguments.ts';
import { cleanJson } from '../clean.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { outlineOf } from '../completion/outline.ts';
import { zshScript } from '../completion/zsh.ts';
import type { Invocation } from '../options.ts';
import { programOf } from '../program.ts';
import type { Teller } from '../tell.ts';
import { EXIT, type ExitCode, nearest, usage } from '../trouble.ts';
import type { World } from '../world.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** A shell's completion script on stdout, made from the commands themselves; needs no account. */
export function completion(world: World, tell: Teller, { options, shell = '' }: Invocation): ExitCode {
  const known = SHELLS.find((one) => one === shell);
  if (!known) {
    const meant = nearest(shell, SHELLS);
    throw usage(
      `there is no completion for "${shell}"; there is ${SHELLS.join(', ')}${meant ? `. Did you mean ${meant}?` : ''}`,
    );
  }
  const script = SCRIPTS[known](outlineOf(programOf(world, () => {})));
  if (options.output === 'text') tell.result(script);
  else tell.result(cleanJson({ schema: 1, command: 'completion', exitCode: EXIT.done, shell: known, script }));
  return EXIT.done;
}
