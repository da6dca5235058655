import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { isSignedOut } from '../../aws/errors.ts';
import { isThing } from '../../engine/owner.ts';
import { factsOf } from '../index.ts';
import { ENABLED_REGIONS_KEY, GUARD } from '../root/guardrail-settings.ts';
import { answersOf } from '../settings/all.ts';
import type { Draft, Value } from '../settings/setting.ts';
import { ownName } from './own-name.ts';
import { signedOutOnly } from './tagged.ts';

/** A Region besides the home Region, and what this program created there. */
interface Elsewhere {
  region: string;
  guardrails: string[];
  /** The NAMES in the marks. */
  names: string[];
}

/** The settings that set guardrails in these Regions. */
export function inRegions(regions: string[]): [key: string, value: Value][] {
  return [
    [GUARD.regions.key, 'all'],
    [ENABLED_REGIONS_KEY, regions],
  ];
}

/**
 * The guardrails that this program set in other Regions that are enabled, by the marks of their resources; `draft` are the
 * settings of a baseline. `unread` are Regions in which a read failed: the policy `admin_access`, for example, allows the
 * home Region only. Throws only AWS's error for credentials that are not valid.
 */
export async function madeElsewhere(draft: Draft, account: Account): Promise<{ made: Elsewhere[]; unread: string[] }> {
  const home = account.homeRegion;
  const unread = new Set<string>();
  const { Regions = [] } = (await account.send(call('ec2', 'DescribeRegions', {})).catch(signedOutOnly)) ?? {};
  const others = Regions.flatMap(({ RegionName }) => RegionName ?? []).filter((region) => region !== home);
  const usual = new Set(thingsIn([home], draft, account).map(({ id }) => id));
  const made = await Promise.all(
    others.map(async (region) => {
      const things = thingsIn([home, region], draft, account).filter(({ id }) => !usual.has(id));
      const found = await Promise.all(
        things.map(async (fact) => {
          const owner = await fact.owner(account).catch((error: unknown) => {
            if (isSignedOut(error)) throw error;
            unread.add(region);
            return undefined;
          });
          const name = ownName(owner, draft);
          return name === undefined ? [] : [{ name, control: fact.control ?? '' }];
        }),
      );
      const all = found.flat();
      return { region, guardrails: all.map(({ control }) => control), names: all.map(({ name }) => name) };
    }),
  );
  return { made: made.filter(({ names }) => names.length > 0), unread: [...unread] };
}

function thingsIn(regions: string[], draft: Draft, { identity }: Account) {
  const all = new Map<string, Value>([...draft, [GUARD.chosen.key, ['all']], ...inRegions(regions)]);
  return factsOf({ ...answersOf(all, identity, false), steps: ['root'] }).facts.filter(isThing);
}
