import { partitionOf } from '../../aws/account.ts';
import { isProject } from '../../aws/account-kind.ts';
import { AWS_SETTINGS, kindIn } from '../kinds.ts';
import { EVERY } from '../settings/every.ts';
import { type Draft, settingIn, valueIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';

const setting = settingIn('root');

/** The setting of the spending brake. */
export const BRAKE = {
  limit: setting({
    key: 'brake.limit',
    flag: '--brake <usd>',
    kind: 'number',
    help: 'from this monthly charge in USD on, engineers and analysts can start nothing that costs',
    sample: '50',
    ...SHAPES.limit,
    place: 'brake',
    derive: (said, draft): number | undefined => (said !== undefined && canBrake(draft) ? said : undefined),
  }),
};

/** Whether the account can have a brake: a project has a spend limit instead, and other partitions have no bills or none in USD. */
function canBrake(draft: Draft): boolean {
  return !isProject(kindIn(draft)) && partitionOf(valueIn(draft, EVERY.region) ?? '') === 'aws';
}

/** Whether a brake is wanted and possible. */
export const wantsBrake = (draft: Draft): boolean => draft.has(BRAKE.limit.key) && canBrake(draft);

/** Why a brake that is wanted is not planned; undefined if it is, or is not wanted. */
export function brakeLeftOut(draft: Draft): string | undefined {
  if (!draft.has(BRAKE.limit.key) || canBrake(draft)) return undefined;
  const why = isProject(kindIn(draft))
    ? `because a project has a spend limit, which stops more: ${AWS_SETTINGS}, Billing`
    : 'because only accounts of the standard partition are billed in USD by their own budgets';
  return `Not planned: --brake, ${why}.`;
}
