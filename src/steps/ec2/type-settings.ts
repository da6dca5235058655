import { FAMILIES } from '../../facts/ec2/instance-types.ts';
import { SETTING_KEY } from '../../facts/ec2/setting-keys.ts';
import { settingIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';

const setting = settingIn('ec2');

/** The settings of the instance's type. */
export const TYPE = {
  family: setting({
    key: 'ec2.family',
    flag: '--family <need>',
    kind: 'text',
    help: 'purpose of the instance; the smallest type is used, a free-tier type if available',
    choices: FAMILIES,
    default: 'general',
    onlyForWriting: true,
    place: 'ec2.family',
    ask: {
      message: 'What is the instance for',
      why: 'A running instance is billed by the second. Credits (or, in accounts created before 2025-07-15, the free tier) usually cover a small general one. It cannot be reached from the internet.',
      more:
        'The types of this kind in your Region are listed next, with their prices; the smallest one is offered. ' +
        'Accelerated and storage types cost many times as much, and the quotas of a new account often do not allow them ' +
        'yet. You connect with Session Manager, without keys or open ports.',
      labels: [
        'general: balanced, smallest and cheapest',
        'compute: more CPU',
        'memory: more memory',
        'accelerated: GPU or machine learning chips',
        'storage: fast local disks',
      ],
      when: (draft): boolean => !draft.has(TYPE.type.key),
    },
  }),
  type: setting({
    key: SETTING_KEY.type,
    flag: '--instance-type <type>',
    kind: 'text',
    help: 'use exactly this type',
    sample: 't3.micro',
    ...SHAPES.instanceType,
    place: 'ec2.type',
    ask: {
      message: 'Instance type',
      why: 'Exactly this type, regardless of its price: see aws ec2 describe-instance-types.',
      unprompted: true,
    },
  }),
  arch: setting({
    key: SETTING_KEY.arch,
    flag: '--arch <arch>',
    kind: 'text',
    help: 'processor architecture',
    choices: ['x86_64', 'arm64'],
    default: 'x86_64',
    onlyForWriting: true,
    place: 'ec2.arch',
  }),
};
