import { resolve } from 'node:path';
import { isProject } from '../../aws/account-kind.ts';
import { messageOf } from '../../aws/errors.ts';
import type { RehearsalAccount } from '../../aws/rehearsal/account.ts';
import type { RehearsedKind } from '../../aws/rehearsal/organizations/organization.ts';
import type { AnyFact } from '../../engine/fact.ts';
import { journalInMemory } from '../../engine/journal.ts';
import { ON_FREE_PLAN, REHEARSED } from '../arguments/flags.ts';
import type { Options } from '../arguments/options.ts';
import { journalFile } from '../files/journal-file.ts';
import { readText } from '../files/read-text.ts';
import { writeWhole } from '../files/whole-file.ts';
import { clean } from '../terminal/clean.ts';
import { Trouble, usage } from '../trouble.ts';
import type { World } from '../world.ts';
import type { Door } from './opened.ts';

/**
 * Opens the rehearsal account: in memory, or stored in a file. Throws usage (exit 2) if the file is not a rehearsal
 * file.
 */
export async function rehearse(world: World, options: Options, homeRegion: string): Promise<Door> {
  const where = options.rehearse ?? true;
  const wanted = accountToRehearse(options);
  const { rehearsalAccount } = await import('../../aws/rehearsal/account.ts');
  const now = () => new Date(world.clock.now());
  if (where === true) {
    const account = rehearsalAccount({ homeRegion, now, ...wanted });
    return {
      account,
      journal: journalInMemory(),
      folder: undefined,
      answersFile: undefined,
      playPerson: personOf(account),
    };
  }
  const path = resolve(world.cwd, where);
  const state = readState(path);
  const onChange = (changed: unknown) => writeWhole(path, JSON.stringify(changed));
  try {
    const account = rehearsalAccount({
      homeRegion,
      now,
      onChange,
      ...(state === undefined ? {} : { state }),
      ...wanted,
    });
    mustBe(account, wanted);
    return {
      account,
      journal: journalFile(`${path}.journal`),
      folder: undefined,
      answersFile: `${path}.answers`,
      playPerson: personOf(account),
    };
  } catch (error) {
    throw usage(`--rehearse: ${path}: ${clean(messageOf(error))}`);
  }
}

interface Wanted {
  kind?: RehearsedKind;
  plan?: 'free';
}

function accountToRehearse({ rehearseAs: typed }: Options): Wanted {
  if (typed === undefined) return {};
  const kind = REHEARSED.find((one) => one === typed);
  if (!kind) throw usage(`--rehearse-as: "${clean(typed)}" is not one of ${REHEARSED.join(', ')}`);
  return kind === ON_FREE_PLAN ? { kind: 'standalone', plan: 'free' } : { kind };
}

// An account in a file keeps its kind and its plan.
function mustBe(account: RehearsalAccount, wanted: Wanted): void {
  const { organization, plan } = account.state();
  const { kind = 'standalone' } = organization ?? {};
  const end = 'omit --rehearse-as, or use another file';
  if (wanted.kind !== undefined && wanted.kind !== kind)
    throw new Error(`the file contains a ${kind} account, not ${wanted.kind}: ${end}`);
  if (wanted.plan !== undefined && wanted.plan !== plan)
    throw new Error(`the file contains an account on the Paid plan, not ${ON_FREE_PLAN}: ${end}`);
}

/** Whether the rehearsed account has its own Region, so that no prompt is needed. */
export function rehearsesProject(world: World, options: Options): boolean {
  const { rehearse: where } = options;
  const { kind } = accountToRehearse(options);
  if (kind !== undefined) return isProject(kind);
  if (typeof where !== 'string') return false;
  const state = readState(resolve(world.cwd, where)) as { organization?: { kind?: unknown } } | undefined;
  return /^project/.test(String(state?.organization?.kind));
}

// A rehearsal completes manual steps itself, so that the wizard's progress is visible.
function personOf({ person }: RehearsalAccount): (fact: AnyFact) => void {
  return (fact) => fact.play?.(person);
}

function readState(path: string): unknown {
  try {
    return JSON.parse(readText(path, '--rehearse', 64 * 1024 * 1024));
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw usage(`--rehearse: ${path} is not a rehearsal file (${clean(messageOf(error))})`);
  }
}
