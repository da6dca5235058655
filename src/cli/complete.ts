import { type Identity, namesSomebody } from '../aws/account.ts';
import type { Arch, Family } from '../facts/instance-types.ts';
import { bucketNames } from '../steps/3-buckets.ts';
import type { Answers } from '../steps/answers.ts';
import { budgetOf, KINDS, kindIn } from '../steps/kinds.ts';
import type { Draft, Value } from '../steps/setting.ts';
import { conflicts } from '../steps/together.ts';
import { WORDS_OF_PEOPLE } from '../steps/words-of-people.ts';
import { chosenSteps, SETTINGS } from './settings.ts';
import { usage } from './trouble.ts';

const DEFAULTS = new Map(SETTINGS.map((setting) => [setting.key, setting.default]));

/** The answers the facts are made from: what was said, and the defaults for the rest. Throws usage when they do not fit together. */
export function complete(draft: Draft, identity: Identity, deleteData = false): Answers {
  const value = <T extends Value>(key: string) => (draft.get(key) ?? DEFAULTS.get(key)) as T;
  const optional = <T extends Value>(key: string) => draft.get(key) as T | undefined;
  const name = value<string>('name') ?? '';
  const buckets = { ...bucketNames(draft, identity.accountId), further: value<string[]>('buckets.further') };
  const [unfit] = conflicts(draft, namesSomebody(identity.accountId) ? undefined : identity.accountId);
  if (unfit) throw usage(unfit.said);
  const type = optional<string>('ec2.instance-type');
  const subnet = optional<string>('ec2.subnet');
  const volumeSize = optional<number>('ec2.volume-size');
  const accountKind = kindIn(draft);
  const limits = value<number[]>('alarm.limit');
  const budget = budgetOf(draft, limits);
  const keyName = optional<string>('ec2.key-name');
  return {
    name,
    accountId: identity.accountId,
    partition: identity.partition,
    accountKind,
    region: value<string>('region'),
    steps: chosenSteps(draft),
    tags: value<Record<string, string>>('tags'),
    alarm: {
      emails: optional<string[]>('alarm.email') ?? [],
      limits: KINDS[accountKind].alarm && value<boolean>('alarm.enabled') ? limits : [],
    },
    ...(budget ? { budget } : {}),
    adopt: value<boolean>('adopt'),
    deleteRootKeys: value<boolean>('root.delete-keys'),
    done: WORDS_OF_PEOPLE.map(({ key }) => key).filter((key) => draft.get(key) === 'done'),
    admin: { signIn: value<boolean>('admin.sign-in') },
    buckets,
    groups: {
      engineers: value<string[]>('engineer.user'),
      analysts: value<string[]>('analyst.user'),
      requireMfa: value<boolean>('groups.require-mfa'),
    },
    ec2: {
      family: value<Family>('ec2.family'),
      ...(type ? { type } : {}),
      arch: value<Arch>('ec2.arch'),
      ...(subnet ? { subnet } : {}),
      ...(volumeSize ? { volumeSize } : {}),
      publicIp: value<boolean>('ec2.public-ip'),
      instanceName: optional<string>('ec2.instance-name') ?? `${name}-analysis`,
      ...(keyName ? { keyName } : {}),
      launchAgain: value<boolean>('ec2.launch-again'),
    },
    deleteData,
  };
}
