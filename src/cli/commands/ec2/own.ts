import { inRegion, readOnly, remembering } from '../../../aws/views.ts';
import { type Listed, listedInstances } from '../../../steps/ec2/listed.ts';
import { EVERY } from '../../../steps/settings/every.ts';
import { valueIn } from '../../../steps/settings/setting.ts';
import { openedAnywhere, settleHome } from '../../account/home.ts';
import { tellFirst } from '../../account/introduce.ts';
import type { Opened } from '../../account/opened.ts';
import type { Given } from '../../answers/given.ts';
import { fillSamples, readGiven } from '../../answers/read-given.ts';
import { needsYes } from '../../arguments/needs-yes.ts';
import type { Invocation } from '../../arguments/options.ts';
import { clean } from '../../terminal/clean.ts';
import { canAsk, prompts } from '../../terminal/interactive.ts';
import type { Prompter } from '../../terminal/prompter.ts';
import type { Teller } from '../../terminal/tell.ts';
import { usage } from '../../trouble.ts';
import type { World } from '../../world.ts';

/** An account with our instances, ready for one of the commands on them. */
export interface Own {
  world: World;
  tell: Teller;
  invocation: Invocation;
  given: Given;
  opened: Opened;
  prompter: Prompter | undefined;
  instances: Listed[];
}

/** Opens the account in its home Region and lists our instances. Without a terminal, what asks needs --yes (exit 2). */
export async function ownIn(world: World, tell: Teller, invocation: Invocation, asks = false): Promise<Own> {
  const { options } = invocation;
  const given = await readGiven(world, invocation);
  const prompter = canAsk(world, invocation) ? await world.prompter(prompts(world, tell, options)) : undefined;
  if (asks && !prompter && !options.yes) throw needsYes(invocation, given);
  tellFirst(world, invocation, tell);
  if (options.rehearse) fillSamples(given, tell, [EVERY.region]);
  const run = { world, invocation, given, prompter, tell };
  const anywhere = await openedAnywhere(run);
  const view = remembering(readOnly(anywhere.account));
  const opened = await settleHome(run, anywhere, view, { isLook: true, isWizard: false });
  tell.line(`Account ${opened.account.identity.accountId}, Region ${opened.account.homeRegion}`);
  const atHome = inRegion(view, opened.account.homeRegion);
  const instances = await listedInstances(valueIn(given.values, EVERY.name), atHome, world.clock.now());
  return { world, tell, invocation, given, opened, prompter, instances };
}

/** The instance that is meant: the named one, or the only one. Throws usage (exit 2) for none, several and strangers. */
export function meant({ invocation, instances }: Own): Listed {
  const { topic, command } = invocation;
  const ids = instances.map(({ id }) => id);
  if (topic !== undefined) {
    const found = instances.find(({ id }) => id === topic);
    if (found) return found;
    throw usage(`${command}: ${clean(topic)} is not one of your instances (${ids.join(', ') || 'there are none'})`);
  }
  const [only, ...more] = instances;
  if (only && more.length === 0) return only;
  throw usage(
    only
      ? `${command}: there are several instances, name one of them: ${ids.join(', ')}`
      : `${command}: there is no instance of aws-baseline here; launch one with aws-baseline ec2`,
  );
}
