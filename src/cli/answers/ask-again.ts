import { settingOf } from '../../steps/settings/all.ts';
import { conflicts } from '../../steps/settings/conflicts.ts';
import type { Conflict, Setting } from '../../steps/settings/setting.ts';
import { clean } from '../terminal/clean.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { usage } from '../trouble.ts';
import { askSetting } from './ask.ts';
import { forget, type Given } from './given.ts';
import { unfitText } from './unfit.ts';

/**
 * Prompts again for a value from a file or a variable that AWS could never accept, until it is valid. A wrong flag of
 * the same command is not prompted for: it is a usage error (exit 2).
 */
export async function askUnfit(given: Given, prompter: Prompter, tell: Teller): Promise<void> {
  for (const { setting, said } of given.unfit.splice(0)) await askAgain(setting, said, given, prompter, tell);
  const next = () => conflicts(given.values, given.accountId)[0];
  for (let conflict = next(); conflict; conflict = next()) {
    const key = changeable(conflict, given);
    if (key === undefined) throw usage(unfitText(conflict, given));
    await askAgain(settingOf(key), unfitText(conflict, given), given, prompter, tell);
  }
}

async function askAgain(setting: Setting, said: string, given: Given, prompter: Prompter, tell: Teller): Promise<void> {
  tell.line(`\n  ${tell.mark('failed')}  ${clean(said)}`);
  // A default that cannot be used would be a trap.
  forget(given, setting);
  await askSetting(setting, given, prompter, tell);
}

function changeable({ keys }: Conflict, { sources }: Given): string | undefined {
  return keys.find((key) => sources.has(key) && sources.get(key)?.by !== 'flag');
}
