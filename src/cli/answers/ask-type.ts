import type { Account } from '../../aws/account.ts';
import { quotaLink } from '../../aws/causes/vcpu-quotas.ts';
import { isSignedOut } from '../../aws/errors.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { UPGRADE } from '../../steps/account-plan.ts';
import { scaleIn } from '../../steps/ec2/scale-settings.ts';
import { EC2 } from '../../steps/ec2/settings.ts';
import { type TypeChoice, type TypeOffer, typeChoice } from '../../steps/ec2/type-choice.ts';
import { EVERY } from '../../steps/settings/every.ts';
import { type Value, valueIn } from '../../steps/settings/setting.ts';
import type { Opened } from '../account/opened.ts';
import { withTimeLimit } from '../account/time-limit.ts';
import type { Invocation } from '../arguments/options.ts';
import { prompts } from '../terminal/interactive.ts';
import type { Prompter } from '../terminal/prompter.ts';
import type { Teller } from '../terminal/tell.ts';
import { reasonOf, typeTable } from '../terminal/type-table.ts';
import type { World } from '../world.ts';
import { answer, forget, type Given } from './given.ts';

/** What the prompt for an instance type needs. */
interface Asking {
  world: World;
  invocation: Invocation;
  opened: Pick<Opened, 'account' | 'accountPlan'>;
  given: Given;
  prompter: Prompter;
  tell: Teller;
}

/**
 * Prompts for the instance type when its purpose is answered, and shows what the choice depends on. The first type listed is
 * the one that is taken without an answer, so it is not stored; nor is anything if AWS does not tell the types in time.
 */
export function typeAsker(asking: Asking): NonNullable<Given['beforeAnswer']> {
  const { given, prompter, tell, opened, world, invocation } = asking;
  const { accessible } = prompts(world, tell, invocation.options);
  // Nothing is read twice when the answer is changed later.
  const account = remembering(readOnly(opened.account));
  return async (setting, said) => {
    const source = given.sources.get(EC2.type.key)?.by ?? 'you';
    if (setting.key !== EC2.family.key || !/^(you|kept)$/.test(source)) return;
    forget(given, EC2.type);
    const choice = await choiceFor(said, account, asking);
    const [first] = choice?.offers ?? [];
    if (!choice || !first) return;
    tell.line();
    for (const line of typeTable(choice, tell.width, accessible)) tell.line(line);
    let doubted: TypeOffer | undefined;
    const typed = await prompter.text({
      message: 'Instance type, by number or by name',
      offer: first.name,
      check(text) {
        const offer = offerFor(text, choice);
        if (!offer) return EC2.type.check?.(text) && `a number from 1 to ${choice.offers.length}, or an instance type`;
        const isDoubted = offer.forbidden && doubted !== offer;
        doubted = offer;
        return isDoubted
          ? `another type: ${offer.name} is ${hintOn(offer, opened)}. To use it all the same, enter it again`
          : undefined;
      },
      help() {
        tell.line('  Enter a number of the list, or the name of any other instance type that your Region offers.');
        tell.line('  A type marked with ! is one that AWS would refuse to launch now.');
      },
    });
    const name = offerFor(typed, choice)?.name ?? typed;
    if (name !== first.name) answer(given, EC2.type, name);
  };
}

// A table is not worth a longer wait; the types come in pages.
const LATE_MS = { types: 4_000, others: 2_000 };

async function choiceFor(
  family: Value,
  account: Account,
  { world, opened, given, tell }: Asking,
): Promise<TypeChoice | undefined> {
  const { values } = given;
  const scale = valueIn(values, EC2.scale);
  tell.live('  ..  comparing instance types');
  try {
    const wish = {
      name: scale === undefined ? valueIn(values, EVERY.name) : undefined,
      family: family as Parameters<typeof typeChoice>[0]['family'],
      arch: valueIn(values, EC2.arch) ?? 'x86_64',
      subnet: valueIn(values, EC2.subnet),
      count: scale === undefined ? 1 : scaleIn(scale).min,
      isFreePlan: (await opened.accountPlan)?.type === 'FREE',
    };
    return await typeChoice(wish, account, {
      types: (asked) => withTimeLimit(world, LATE_MS.types, asked),
      others: (asked) => withTimeLimit(world, LATE_MS.others, asked),
    });
  } catch (error) {
    if (isSignedOut(error)) throw error;
    // The check before the review says what is wrong.
    return undefined;
  } finally {
    tell.live(undefined);
  }
}

function offerFor(text: string, { offers }: TypeChoice): TypeOffer | undefined {
  return /^\d+$/.test(text) ? offers[Number(text) - 1] : offers.find(({ name }) => name === text);
}

// Why AWS would refuse a type, and what would change that.
function hintOn(offer: TypeOffer, { account }: Asking['opened']): string {
  const { forbidden } = offer;
  const how =
    forbidden?.by === 'quota'
      ? `request an increase at ${quotaLink(forbidden.room.code, account.identity.partition, account.homeRegion)}`
      : `upgrade with ${UPGRADE}`;
  return `${reasonOf(offer)}; ${how}`;
}
