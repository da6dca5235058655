import { type Answers, answersOf, SETTINGS } from '../../src/steps/settings/all.ts';
import type { Draft, Setting, Value } from '../../src/steps/settings/setting.ts';

/** The account and the Region of the rehearsals. */
export const HOME = 'ap-southeast-2';
export const IDENTITY = { accountId: '111122223333', partition: 'aws' } as const;

/** What makes facts, but is given only in tests of its own, with the reason. */
export const GIVEN_ALONE: Record<string, string> = {
  'brake.limit': 'without it, a run has none of its reads',
  'ec2.scale': 'it takes the place of the one instance, of which most tests tell',
  'root.delete-keys': 'it cannot be undone',
};

const isFlag = ({ key, kind, default: usual, onlyForWriting }: Setting) =>
  kind === 'boolean' && usual === false && !onlyForWriting && !(key in GIVEN_ALONE);

/** What is given, by key, so that every fact is made: each flag that is off by default, and what needs a value. */
export const GIVEN: Record<string, Value> = {
  name: 'acme',
  region: HOME,
  tags: { team: 'x' },
  adopt: true,
  'alarm.email': ['a@example.com', 'b@example.com'],
  'alarm.limit': [10, 50],
  'buckets.further': ['acme-more'],
  'engineer.user': ['eve'],
  'analyst.user': ['al', 'bo'],
  guardrails: ['all'],
  'contact.security': 'Erika Example,erika@example.com,+1 555 0100,Owner',
  'contact.billing': 'Erika Example,bills@example.com,+1 555 0100,Owner',
  'contact.operations': 'Erika Example,ops@example.com,+1 555 0100,Owner',
  'root.account-alias': 'acme-data',
  'ec2.stop-when-idle': 3,
  'ec2.delete-after': '8h',
  ...Object.fromEntries(SETTINGS.filter(isFlag).map(({ key }) => [key, true])),
};

/** The draft of what is given, and of more. */
export const draftOf = (more: Record<string, Value> = {}): Draft => new Map(Object.entries({ ...GIVEN, ...more }));

/** The answers to what is given, and to more; the defaults for the rest. */
export const answersTo = (more: Record<string, Value> = {}): Answers => answersOf(draftOf(more), IDENTITY, false);
