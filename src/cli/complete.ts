import type { Identity } from '../aws/account.ts';
import type { Arch, Family } from '../facts/instance-types.ts';
import { bucketNames } from '../steps/3-buckets.ts';
import type { Answers } from '../steps/answers.ts';
import { checkBucket } from '../steps/checks.ts';
import { budgetLimitOf, KINDS, kindIn } from '../steps/kinds.ts';
import type { Draft, Value } from '../steps/setting.ts';
import { chosenSteps, SETTINGS } from './settings.ts';
import { usage } from './trouble.ts';

const DEFAULTS = new Map(SETTINGS.map((setting) => [setting.key, setting.default]));

/** The answers the facts are made from: what was said, and the defaults for the rest. Throws usage when they do not fit together. */
export function complete(draft: Draft, identity: Identity, deleteData = false): Answers {
  const value = <T extends Value>(key: string) => (draft.get(key) ?? DEFAULTS.get(key)) as T;
  const optional = <T extends Value>(key: string) => draft.get(key) as T | undefined;
  const name = value<string>('name') ?? '';
  const buckets = { ...bucketNames(draft, identity.accountId), further: value<string[]>('buckets.further') };
  checkTogether(buckets);
  const type = optional<string>('ec2.instance-type');
  const subnet = optional<string>('ec2.subnet');
  const volumeSize = optional<number>('ec2.volume-size');
  const accountKind = kindIn(draft);
  const limits = value<number[]>('alarm.limit');
  const budget = budgetLimitOf(draft, limits);
  const done = ['root.recovery', 'root.spend-limit'].filter((key) => draft.get(key) === 'done');
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
    ...(budget === undefined ? {} : { budget: { limit: budget } }),
    ...(done.length > 0 ? { done } : {}),
    adopt: value<boolean>('adopt'),
    deleteRootKeys: value<boolean>('root.delete-keys'),
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
    },
    deleteData,
  };
}

function checkTogether({ landing, analysis, further }: Answers['buckets']): void {
  const names = [landing, analysis, ...further];
  for (const name of names) {
    const right = checkBucket(name);
    if (/-an$/.test(name) && !/-\d{12}-[a-z0-9-]+-an$/.test(name))
      throw usage(`bucket name "${name}" will not do: AWS keeps the ending "-an" for names with account and Region`);
    if (right) throw usage(`bucket name "${name}" will not do; it should be ${right}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw usage(`bucket "${twice}" is named twice`);
}
