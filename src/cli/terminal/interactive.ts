import type { Invocation } from '../arguments/options.ts';
import type { World } from '../world.ts';
import type { PromptStyle } from './prompter.ts';
import type { Teller } from './tell.ts';

/** The style of prompts: a terminal that cannot redraw gets numbered choices. */
export function prompts({ env }: World, tell: Teller, { accessible, ascii }: Invocation['options']): PromptStyle {
  return { accessible: accessible || env.TERM === 'dumb', ascii, color: tell.paint.level > 0 };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !/^(|0|false|no)$/i.test(value);
}

/** Whether prompts are possible: stdin and stderr are terminals, and no option forbids prompts. */
export function canAsk({ terminal, env }: World, { options }: Pick<Invocation, 'options'>): boolean {
  const forbidden = isOn(env.AWS_BASELINE_NO_INPUT) || isOn(env.CI);
  return options.input && !forbidden && terminal.input && terminal.errors;
}
