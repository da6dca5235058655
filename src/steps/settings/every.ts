import { usualSteps } from '../kinds.ts';
import { trialsIn } from '../try/trials.ts';
import { doubtName } from './checks.ts';
import { REGION_LIST, regionMeant } from './regions.ts';
import { type Draft, settingIn, valueIn } from './setting.ts';
import { SHAPES } from './shapes.ts';
import { ALL_STEP_IDS, STEP_IDS, type StepId } from './step-ids.ts';
import { WORDS } from './words-of-people.ts';

const setting = settingIn('every');

/** The settings that apply to every step. */
export const EVERY = {
  name: setting({
    key: 'name',
    flag: '--name <name>',
    env: ['AWS_BASELINE_NAME'],
    kind: 'text',
    help: 'your short name: admin_NAME, NAME-landing-zone, NAME-analysis',
    sample: 'acme',
    ...SHAPES.name,
    required: true,
    place: 'name',
    derive: (said) => said ?? '',
    ask: {
      message: 'Your short name (3-20: a-z 0-9 -)',
      why:
        'The name becomes part of resource names: user admin_NAME, buckets NAME-landing-zone ' +
        'and NAME-analysis. Bucket names are globally unique, so choose a distinctive one.',
      more:
        'The name identifies your baseline: all its resources are tagged with it, and status, verify and undo find them ' +
        'by this tag. You cannot change it later. A short form of your company or team name works well.',
      doubt: doubtName,
    },
  }),
  region: setting({
    key: 'region',
    flag: '--region <region>',
    env: ['AWS_BASELINE_REGION', 'AWS_REGION', 'AWS_DEFAULT_REGION'],
    kind: 'text',
    help: 'home Region for buckets and instances (billing is always in us-east-1)',
    sample: 'ap-southeast-2',
    normal: regionMeant,
    ...SHAPES.region,
    required: true,
    place: 'region',
    derive: (said) => said ?? '',
    ask: {
      message: 'Home Region',
      why:
        'Your buckets and instances are created in this Region, and the admin can ' +
        'work only there. Choose the Region nearest to you; enter ? for a list.',
      more: `${REGION_LIST}. Prices differ slightly between Regions. Some Regions must be enabled first, on the account page of the console. Billing, IAM and the alarm are always in us-east-1.`,
      offer: 'ap-southeast-2',
    },
  }),
  profile: setting({
    key: 'profile',
    flag: '--profile <name>',
    env: ['AWS_PROFILE'],
    kind: 'text',
    help: 'profile in the AWS CLI configuration files',
    sample: 'default',
    keptIn: 'nothing',
  }),
  account: setting({
    key: 'account',
    flag: '--expect-account <id>',
    env: ['AWS_BASELINE_EXPECT_ACCOUNT'],
    kind: 'text',
    help: 'stop if the credentials are for another account',
    sample: '111122223333',
    ...SHAPES.account,
    keptIn: 'file',
  }),
  steps: setting({
    key: 'steps',
    flag: '--steps <list>',
    env: ['AWS_BASELINE_STEPS'],
    kind: 'texts',
    help: `only these steps: ${STEP_IDS.join(',')}`,
    choices: ALL_STEP_IDS,
    default: [...STEP_IDS],
    place: 'steps',
    derive: (_said, draft): StepId[] => chosenSteps(draft),
  }),
  skip: setting({
    key: 'skip',
    flag: '--skip <list>',
    kind: 'texts',
    help: 'all steps except these',
    choices: ALL_STEP_IDS,
    default: [],
    keptIn: 'command',
  }),
  wait: setting({
    key: 'wait',
    flag: '--wait <duration>',
    env: ['AWS_BASELINE_WAIT'],
    kind: 'text',
    help: 'how long to wait for you and AWS, such as 90s, 10m, 4h',
    default: '0',
    ...SHAPES.duration,
    keptIn: 'nothing',
    onlyForWriting: true,
  }),
  adopt: setting({
    key: 'adopt',
    flag: '--adopt',
    kind: 'boolean',
    help: 'change existing policies with our names that aws-baseline did not create (undo restores them)',
    default: false,
    keptIn: 'command',
    onlyForWriting: true,
    place: 'adopt',
  }),
  ...WORDS,
  tags: setting({
    key: 'tags',
    flag: '--tag <key=value>',
    kind: 'pairs',
    help: 'additional tag for all new resources (repeat)',
    default: {},
    ...SHAPES.tag,
    onlyForWriting: true,
    place: 'tags',
  }),
};

/** The steps selected by --steps and --skip, in their fixed order; `usual` is the default, with any trial. */
export function chosenSteps(draft: Draft, usual: readonly StepId[] = withTrials(draft)): StepId[] {
  const wanted = valueIn(draft, EVERY.steps) ?? usual;
  const skipped = valueIn(draft, EVERY.skip) ?? [];
  return ALL_STEP_IDS.filter((id) => wanted.includes(id) && !skipped.includes(id));
}

function withTrials(draft: Draft): readonly StepId[] {
  return trialsIn(draft).length > 0 ? [...usualSteps(draft), 'try'] : usualSteps(draft);
}
