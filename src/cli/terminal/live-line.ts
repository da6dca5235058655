import type { Options } from '../arguments/options.ts';
import type { World } from '../world.ts';

/** The status line at the bottom that changes during work; permanent lines are written above it. */
interface LiveLine {
  show(text: string): void;
  /** Removes the line. */
  clear(): void;
  /** Writes permanent text, including its line ends. */
  write(text: string): void;
}

const REDRAW_MS = 1_000;
const STILL_MS = 30_000;

/**
 * A live line if the terminal can redraw it and a user sees it. Otherwise, --accessible prints every 30 seconds what is
 * still in progress, and other outputs print nothing.
 */
export function liveLine(world: World, options: Options, width: number): LiveLine {
  const { terminal, env } = world;
  const isText = options.output === 'text' && !options.quiet && terminal.errors;
  const redraws = isText && !options.accessible && env.TERM !== 'dumb';
  let text = '';
  let since = 0;
  let stop: (() => void) | undefined;

  const draw = () => {
    const seconds = Math.round((world.clock.now() - since) / 1_000);
    const line = seconds >= 2 ? `${text}  ${seconds} s` : text;
    // One column stays free; some terminals would wrap the line and could no longer remove it.
    world.err(`\r\u001b[K${line.slice(0, width - 1)}`);
  };
  const erase = () => {
    if (redraws && text) world.err('\r\u001b[K');
  };
  const tick = () => {
    if (redraws) draw();
    else if (text) world.err(`Still working: ${text.trim()}\n`);
  };
  return {
    show(next) {
      if (!isText) return;
      if (next !== text) since = world.clock.now();
      text = next;
      stop ??= world.every(redraws ? REDRAW_MS : STILL_MS, tick);
      if (redraws) draw();
    },
    clear() {
      erase();
      text = '';
      stop?.();
      stop = undefined;
    },
    write(lines) {
      erase();
      world.err(lines);
      if (redraws && text) draw();
    },
  };
}
