import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../../arguments/options.ts';
import { canAsk } from '../../terminal/interactive.ts';
import type { Teller } from '../../terminal/tell.ts';
import { EXIT } from '../../trouble.ts';
import type { World } from '../../world.ts';
import { broken, type Check, ok, unknown, warning } from './check.ts';

const OLDEST_NODE = 20;
const NARROW = 60;
const MB = 1024 * 1024;
// CloudShell stores 1 GB of the home folder; if it is full, every write fails.
const LITTLE = 50 * MB;

/** Whether Node.js is new enough. The launcher rejects older versions; this reports the version. */
export function nodeCheck(version = process.versions.node): Check {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return ok('node', `Node.js ${version}`);
  return broken(
    'node',
    EXIT.signIn,
    `Node.js ${version} is too old: ${OLDEST_NODE} or newer is required`,
    'in CloudShell: sudo dnf install -y nodejs20; elsewhere: https://nodejs.org/en/download',
  );
}

/** Whether this is CloudShell, and whether the home folder has free space. */
export function placeCheck({ env, home }: World, free = freeBytes(home)): Check {
  const isCloudShell = env.AWS_EXECUTION_ENV === 'CloudShell';
  const where = isCloudShell ? 'AWS CloudShell' : 'not AWS CloudShell';
  if (free === undefined)
    return isCloudShell ? unknown('place', `${where}; free space in ${home} unknown`) : ok('place', where);
  const room = `${Math.floor(free / MB)} MB free in the home folder`;
  if (free < LITTLE) {
    const fix = 'list large folders: du -xhd1 ~ | sort -h; clearing caches often helps: rm -rf ~/.npm ~/.cache';
    return warning('place', `${where}; only ${room}`, fix);
  }
  return ok('place', isCloudShell ? `${where}; ${room}` : where);
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Whether the journal, which undo relies on, can be written. The check itself writes nothing. */
export function journalCheck({ home }: World): Check {
  const folder = join(home, '.aws-baseline');
  const there = existsSync(folder);
  try {
    accessSync(there ? folder : home, constants.W_OK | constants.X_OK);
    return ok('journal', `journals in ~/.aws-baseline${there ? '' : ' (will be created)'}`);
  } catch {
    const what = there ? '~/.aws-baseline' : home;
    const fix = there
      ? 'sudo chown -R "$(id -u)" ~/.aws-baseline; chmod -R u+rwX ~/.aws-baseline'
      : 'HOME=/tmp/home (a folder that you can write to), then the same command';
    return broken('journal', EXIT.failed, `${what} is not writable, so undo could not restore earlier settings`, fix);
  }
}

/** The terminal's abilities, and whether prompts are possible. */
export function terminalCheck(world: World, tell: Teller, invocation: Invocation): Check {
  const { env, terminal } = world;
  const { options } = invocation;
  const colors = tell.paint.level > 0 ? 'colors' : 'no colors';
  const size = terminal.errors ? `${terminal.columns} columns, ${colors}` : `no terminal, ${colors}`;
  if (!canAsk(world, invocation)) {
    const why = !options.input
      ? '--no-input is set'
      : env.AWS_BASELINE_NO_INPUT
        ? 'AWS_BASELINE_NO_INPUT is set'
        : !terminal.input
          ? 'stdin is not a terminal'
          : !terminal.errors
            ? 'stderr is not a terminal'
            : 'CI is set';
    const fix = 'pass settings as flags or in aws-baseline.yaml, and confirm with --yes';
    return warning('terminal', `${size}; no prompts, because ${why}`, fix);
  }
  if (terminal.columns < NARROW)
    return warning('terminal', `${size}; can prompt`, `make the window at least ${NARROW} columns wide`);
  return ok('terminal', `${size}; can prompt`);
}
