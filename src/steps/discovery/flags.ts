import type { Account } from '../../aws/account.ts';
import type { AccountKind } from '../../aws/account-kind.ts';
import { readOnly, remembering } from '../../aws/views.ts';
import { isThing } from '../../engine/owner.ts';
import { EC2 } from '../ec2/settings.ts';
import { factsOf } from '../index.ts';
import { KIND_KEY } from '../kinds.ts';
import { answersOf, SETTINGS } from '../settings/all.ts';
import { EVERY } from '../settings/every.ts';
import type { Draft, Setting, Value } from '../settings/setting.ts';
import { signedOutOnly } from './tagged.ts';

// A private instance is found by its security group, with a request that is sent anyway.
const FLAGS = SETTINGS.filter(
  ({ key, kind, step, default: usual, place }) =>
    kind === 'boolean' && usual === false && place && step !== 'every' && key !== EC2.private.key,
);

/** All flags that are off by default and add facts, on. */
export const ALL_FLAGS: [key: string, value: Value][] = [EC2.private, ...FLAGS].map(({ key }) => [key, true]);

/**
 * Adds the flags whose resources exist with our marks: the facts that a flag adds know their owner. `values` are those of
 * one baseline.
 */
export async function addFlags(values: Map<string, Value>, account: Account, kind: AccountKind): Promise<void> {
  const added = await marked(FLAGS, values, account, kind);
  for (const [key, value] of added) values.set(key, value);
}

/** Whether resources of a private instance exist, as a setting: for undo, which asks in any case, as only a part may be left. */
export function markedPrivate(values: Draft, account: Account, kind: AccountKind): Promise<[string, Value][]> {
  return marked([EC2.private], values, remembering(readOnly(account)), kind);
}

async function marked(
  flags: Pick<Setting, 'key' | 'step'>[],
  values: Draft,
  account: Account,
  kind: AccountKind,
): Promise<[string, Value][]> {
  const draft = new Map<string, Value>([...values, [EVERY.region.key, account.homeRegion], [KIND_KEY, kind]]);
  const steps = new Set(flags.map(({ step }) => step));
  const usual = new Set([...steps].flatMap((step) => thingsOf(draft, account, step).map(({ id }) => id)));
  const given = await Promise.all(
    flags
      .filter(({ key }) => !values.has(key))
      .map(async ({ key, step }): Promise<[string, Value][]> => {
        const added = thingsOf(new Map([...draft, [key, true]]), account, step).filter(({ id }) => !usual.has(id));
        const owners = await Promise.all(added.map((fact) => fact.owner(account).catch(signedOutOnly)));
        return owners.some((owner) => owner?.whose === 'ours' || owner?.whose === 'partly') ? [[key, true]] : [];
      }),
  );
  return given.flat();
}

function thingsOf(draft: Draft, { identity }: Account, step: Setting['step']) {
  const answers = answersOf(draft, identity, false);
  return factsOf(step === 'every' ? answers : { ...answers, steps: [step] }).facts.filter(isThing);
}
