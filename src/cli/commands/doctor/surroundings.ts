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
// CloudShell keeps 1 GB of the home folder; a full one makes every write fail.
const LITTLE = 50 * MB;

/** Is Node new enough? The launcher has refused an older one; this says it once more, with what there is. */
export function nodeCheck(version = process.versions.node): Check {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return ok('node', `Node.js ${version}`);
  return broken(
    'node',
    EXIT.signIn,
    `Node.js ${version} is too old: ${OLDEST_NODE} or newer is needed`,
    'in CloudShell: sudo dnf install -y nodejs20; else https://nodejs.org/en/download',
  );
}

/** CloudShell or not, and whether the home folder has room. */
export function placeCheck({ env, home }: World, free = freeBytes(home)): Check {
  const isCloudShell = env.AWS_EXECUTION_ENV === 'CloudShell';
  const where = isCloudShell ? 'AWS CloudShell' : 'not AWS CloudShell';
  if (free === undefined)
    return isCloudShell ? unknown('place', `${where}; room in ${home} unknown`) : ok('place', where);
  const room = `${Math.floor(free / MB)} MB of the home folder free`;
  if (free < LITTLE) {
    const fix = 'see what is large: du -xhd1 ~ | sort -h; often enough: rm -rf ~/.npm ~/.cache';
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

/** Can the journal, without which undo knows less, be written? Nothing is written to find out. */
export function journalCheck({ home }: World): Check {
  const folder = join(home, '.aws-baseline');
  const there = existsSync(folder);
  try {
    accessSync(there ? folder : home, constants.W_OK | constants.X_OK);
    return ok('journal', `journals in ~/.aws-baseline${there ? '' : ', which will be made'}`);
  } catch {
    const what = there ? '~/.aws-baseline' : home;
    const fix = there
      ? 'sudo chown -R "$(id -u)" ~/.aws-baseline; chmod -R u+rwX ~/.aws-baseline'
      : 'HOME=/tmp/home (a folder you may write), then the same command';
    return broken(
      'journal',
      EXIT.failed,
      `${what} cannot be written, so undo would not know what was there before`,
      fix,
    );
  }
}

/** What can be shown, and whether somebody can be asked. */
export function terminalCheck(world: World, tell: Teller, invocation: Invocation): Check {
  const { env, terminal } = world;
  const { options } = invocation;
  const colors = tell.paint.level > 0 ? 'colors' : 'no colors';
  const size = terminal.errors ? `${terminal.columns} columns, ${colors}` : `no terminal, ${colors}`;
  if (!canAsk(world, invocation)) {
    const why = !options.input
      ? '--no-input'
      : env.AWS_BASELINE_NO_INPUT
        ? 'AWS_BASELINE_NO_INPUT is set'
        : !terminal.input
          ? 'stdin is not a terminal'
          : !terminal.errors
            ? 'stderr is not a terminal'
            : 'CI is set';
    const fix = 'nothing is asked then: give answers as flags or in aws-baseline.yaml, and agree with --yes';
    return warning('terminal', `${size}; nobody can be asked, because ${why}`, fix);
  }
  if (terminal.columns < NARROW)
    return warning('terminal', `${size}; can ask`, `make the window at least ${NARROW} columns wide`);
  return ok('terminal', `${size}; can ask`);
}
