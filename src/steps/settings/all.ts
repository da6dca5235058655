import type { Identity } from '../../aws/account.ts';
import { ADMIN } from '../admin/settings.ts';
import { BUCKETS } from '../buckets/settings.ts';
import { EC2 } from '../ec2/settings.ts';
import { GROUPS } from '../groups/settings.ts';
import { kindIn } from '../kinds.ts';
import { ROOT } from '../root/settings.ts';
import { TRY } from '../try/settings.ts';
import { trialsIn } from '../try/trials.ts';
import type { AnswersOf, Found } from './answers.ts';
import { EVERY } from './every.ts';
import type { Draft, Setting, Value } from './setting.ts';

/** The settings that apply to every step. */
export const GLOBAL_SETTINGS: Setting[] = Object.values(EVERY);

const ALL = [
  ...Object.values(EVERY),
  ...Object.values(ROOT),
  ...Object.values(ADMIN),
  ...Object.values(BUCKETS),
  ...Object.values(GROUPS),
  ...Object.values(EC2),
  ...Object.values(TRY),
];

/** All settings, in the order of the prompts. */
export const SETTINGS: Setting[] = ALL;

/** All answers that the facts need: complete, valid, and without secrets, so they can be stored. */
export type Answers = Found & AnswersOf<(typeof ALL)[number]>;

/** The setting of a key. */
export function settingOf(key: string): Setting {
  const setting = SETTINGS.find((one) => one.key === key);
  if (!setting) throw new Error(`there is no setting ${key}`);
  return setting;
}

/** Where a key stands in a config file: in a group, unless the group's name is itself a key. */
export function partsOf(key: string): [group: string, key?: string] {
  const [group = '', last] = key.split('.');
  return last === undefined || SETTINGS.some((one) => one.key === group) ? [key] : [group, last];
}

// Of what has no default.
const NOTHING: Partial<Record<Setting['kind'], Value>> = { texts: [], numbers: [], pairs: {} };

/** The answers that the facts need: the given ones, and defaults for the rest, each at its place. */
export function answersOf(
  draft: Draft,
  { accountId, partition }: Pick<Identity, 'accountId' | 'partition'>,
  deleteData: boolean,
): Answers {
  const found: Found = { accountId, partition, accountKind: kindIn(draft), trials: trialsIn(draft), deleteData };
  const answers: Record<string, unknown> = { ...found };
  for (const { key, kind, place, default: usual, derive } of SETTINGS) {
    if (place === undefined) continue;
    const said = draft.get(key) ?? usual ?? NOTHING[kind];
    const answer = derive ? derive(said as Value, draft, { accountId }) : said;
    const [first = '', last] = place.split('.');
    // A group is there even if nothing in it has an answer.
    if (last !== undefined) answers[first] ??= {};
    if (answer === undefined) continue;
    answers[first] = last === undefined ? answer : { ...(answers[first] as object | undefined), [last]: answer };
  }
  // The type of each place follows from its setting.
  return answers as unknown as Answers;
}

/** Answers from a journal; settings that an older version did not have get their defaults. */
export function answersKept(kept: object): Answers {
  const whole = kept as Answers;
  const usual = answersOf(new Map(), whole, false);
  const groups = SETTINGS.flatMap(({ place }) => (place?.includes('.') ? [place.split('.')[0] as keyof Answers] : []));
  const filled = groups.map((group) => [group, { ...(usual[group] as object), ...(whole[group] as object) }]);
  return { ...usual, ...whole, ...Object.fromEntries(filled) };
}
