import { type Account, globalRegionOf } from '../../aws/account.ts';
import { inRegion } from '../../aws/views.ts';
import { remembered } from '../../steps/discovery/baseline.ts';
import { kindIn } from '../../steps/kinds.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { knownIn } from '../../steps/settings/setting.ts';
import { askSetting } from '../answers/ask.ts';
import type { Given } from '../answers/given.ts';
import { requireAnswers } from '../answers/read-given.ts';
import type { Invocation } from '../arguments/options.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { SignedOut } from '../trouble.ts';
import type { World } from '../world.ts';
import type { Early } from './ahead.ts';
import { settleKind } from './kind.ts';
import { askHomeRegion, giveWay, isOnlyCloudShellTab, requireSameBaseline, takeRemembered } from './one-baseline.ts';
import { openAccount, wish } from './open.ts';
import type { Opened } from './opened.ts';
import { rehearsesProject } from './rehearse.ts';

/** Who runs a command, how, and with which answers so far. */
export interface Run {
  world: World;
  invocation: Invocation;
  given: Given;
  prompter: Prompter | undefined;
  tell: Teller;
}

/** Prompts for the home Region if no source provides it; throws Trouble (exit 3) if prompts are not possible. */
export async function requireRegion({ given, prompter, tell }: Omit<Run, 'world' | 'invocation'>): Promise<void> {
  if (given.values.has(EVERY.region.key)) return;
  if (prompter) await askSetting(EVERY.region, given, prompter, tell);
  else requireAnswers(given, [EVERY.region]);
}

/**
 * Opens the account. The Region must be known or prompted for, except in a project, which has its own Region. A wizard
 * therefore prompts after the account is open, other commands before.
 */
export async function openedAtHome(run: Run, isWizard: boolean, early: () => Early | undefined): Promise<Opened> {
  const { world, invocation, given, tell } = run;
  const { options } = invocation;
  const isToFind =
    !given.values.has(EVERY.region.key) && (options.rehearse ? rehearsesProject(world, options) : isWizard);
  if (isToFind && !options.rehearse) return openedAnywhere(run);
  if (!isToFind) await requireRegion(run);
  const opened = await settleKind(await openAccount(world, options, wish(given), tell, early()), given, tell);
  if (given.values.has(EVERY.region.key)) return opened;
  await requireRegion(run);
  return { ...opened, account: inRegion(opened.account, knownIn(given.values, EVERY.region)), ahead: undefined };
}

/**
 * Opens the account even without a Region: IAM, which remembers the home Region, is called in the global Region. If
 * that sign-in fails, as with credentials of another partition, prompts for the Region; throws Trouble (exit 3) if
 * prompts are not possible.
 */
export async function openedAnywhere(run: Run): Promise<Opened> {
  const { world, invocation, given, tell } = run;
  const open = async (more: { region?: string }): Promise<Opened> => {
    const opened = await openAccount(world, invocation.options, { ...wish(given), ...more }, tell);
    return settleKind(opened, given, tell);
  };
  if (!given.values.has(EVERY.region.key)) {
    try {
      return await open({ region: globalRegionOf('aws') });
    } catch (error) {
      if (!(error instanceof SignedOut)) throw error;
    }
  }
  await requireRegion(run);
  return open({});
}

/**
 * Switches to the home Region that the account remembers. Read-only commands (`isLook`) use the remembered Region;
 * commands that write must match it. A wizard prompts if only the CloudShell tab provides a Region. `view` is the
 * account to read.
 */
export async function settleHome(
  run: Run,
  opened: Opened,
  view: Account,
  { isLook, isWizard }: { isLook: boolean; isWizard: boolean },
): Promise<Opened> {
  const { world, invocation, given, prompter, tell } = run;
  const known = await remembered(view, kindIn(given.values));
  giveWay(known, given);
  if (isLook) takeRemembered(known, given, invocation, tell);
  else requireSameBaseline(known, given, invocation);
  if (prompter && isWizard && !known.home && isOnlyCloudShellTab(world, given))
    await askHomeRegion(opened.account, given, prompter, tell);
  await requireRegion(run);
  const account = inRegion(opened.account, knownIn(given.values, EVERY.region));
  // The requests sent in advance went to the other Region.
  return account === opened.account ? opened : { ...opened, account, ahead: undefined };
}
