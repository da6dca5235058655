import { STEP_IDS } from '../steps/answers.ts';
import { checkAccountId, checkDuration, checkName, checkRegion, checkTag, doubtName } from '../steps/checks.ts';
import { STEPS } from '../steps/index.ts';
import { usualSteps } from '../steps/kinds.ts';
import { REGION_LIST, regionMeant } from '../steps/regions.ts';
import { type Draft, type Setting, text } from '../steps/setting.ts';
import { WORD_SETTINGS } from '../steps/words-of-people.ts';

/** What concerns every step. */
export const GLOBAL_SETTINGS: Setting[] = [
  {
    key: 'name',
    flag: '--name <name>',
    env: ['AWS_BASELINE_NAME'],
    kind: 'text',
    step: 'every',
    help: 'your short name: admin_NAME, NAME-landing-zone, NAME-analysis',
    sample: 'acme',
    check: checkName,
    required: true,
    ask: {
      message: 'Your short name (3-20: a-z 0-9 -)',
      why:
        'It becomes part of the names: user admin_NAME, buckets NAME-landing-zone and ' +
        'NAME-analysis. Bucket names are world-wide, so choose one that is yours.',
      more:
        'The name ties together what belongs to one baseline: everything made is tagged with it, and status, verify and ' +
        'undo find it by the name. It cannot be changed later, only made anew under another one. A short form of your ' +
        'company or team does well.',
      offer: (draft) => text(draft, 'name'),
      doubt: doubtName,
    },
  },
  {
    key: 'region',
    flag: '--region <region>',
    env: ['AWS_BASELINE_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION'],
    kind: 'text',
    step: 'every',
    help: 'home Region, where buckets and instances live (billing is always in us-east-1)',
    sample: 'ap-southeast-2',
    normal: regionMeant,
    check: checkRegion,
    required: true,
    ask: {
      message: 'Home Region',
      why:
        'Your buckets and instances live there, and the admin works only there. Choose ' +
        'the nearest to you (Sydney in the notes); ? lists them.',
      more: `${REGION_LIST}. Prices differ a little between Regions. Some Regions must be enabled first, on the account page of the console. Billing, IAM and the alarm live in us-east-1 whatever you choose.`,
      offer: (draft) => text(draft, 'region') ?? 'ap-southeast-2',
    },
  },
  {
    key: 'profile',
    flag: '--profile <name>',
    env: ['AWS_PROFILE'],
    kind: 'text',
    step: 'every',
    help: "profile of the AWS CLI's files",
    sample: 'default',
  },
  {
    key: 'account',
    flag: '--expect-account <id>',
    env: ['AWS_BASELINE_EXPECT_ACCOUNT'],
    kind: 'text',
    step: 'every',
    help: 'stop when the credentials belong to another account',
    sample: '111122223333',
    check: checkAccountId,
  },
  {
    key: 'steps',
    flag: '--steps <list>',
    env: ['AWS_BASELINE_STEPS'],
    kind: 'texts',
    step: 'every',
    help: `only these: ${STEP_IDS.join(',')}`,
    default: [...STEP_IDS],
    choices: STEP_IDS,
  },
  {
    key: 'skip',
    flag: '--skip <list>',
    kind: 'texts',
    step: 'every',
    help: 'all but these steps',
    default: [],
    choices: STEP_IDS,
  },
  {
    key: 'wait',
    flag: '--wait <duration>',
    env: ['AWS_BASELINE_WAIT'],
    kind: 'text',
    step: 'every',
    help: 'how long to wait for people and AWS, such as 90s, 10m, 4h',
    default: '0',
    check: checkDuration,
  },
  {
    key: 'adopt',
    flag: '--adopt',
    kind: 'boolean',
    step: 'every',
    help: 'change policies of our names that somebody else made (undo restores them)',
    default: false,
  },
  ...WORD_SETTINGS,
  {
    key: 'tags',
    flag: '--tag <key=value>',
    kind: 'pairs',
    step: 'every',
    help: 'a further tag on everything created (repeat)',
    default: {},
    check: checkTag,
  },
];

/** Every setting there is, in the order in which a person is asked. */
export const SETTINGS: Setting[] = [...GLOBAL_SETTINGS, ...STEPS.flatMap(({ settings }) => settings)];

/** The setting of a key. */
export function settingOf(key: string): Setting {
  const setting = SETTINGS.find((one) => one.key === key);
  if (!setting) throw new Error(`there is no setting ${key}`);
  return setting;
}

// These say how to run, not what to set up, so a saved config leaves them out.
const NOT_SAVED = new Set([
  'profile',
  'skip',
  'wait',
  'adopt',
  'ec2.launch-again',
  'admin.password-file',
  'admin.password-out',
  'users.password-out',
]);

export function isSaved({ key }: Setting): boolean {
  return !NOT_SAVED.has(key);
}

/** The steps chosen by --steps and --skip, in their own order; `usual` where nobody says any. */
export function chosenSteps(draft: Draft, usual = usualSteps(draft)) {
  const wanted = (draft.get('steps') as string[] | undefined) ?? usual;
  const skipped = (draft.get('skip') as string[] | undefined) ?? [];
  return STEP_IDS.filter((id) => wanted.includes(id) && !skipped.includes(id));
}
