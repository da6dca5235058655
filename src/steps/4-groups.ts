import type { PolicyAnswers } from './group-of.ts';
import { groupWithPolicy, memberOf } from './group-of.ts';
import { KINDS, kindIn } from './kinds.ts';
import type { AnswersTo } from './settings/answers.ts';
import type { EVERY } from './settings/every.ts';
import { type Draft, settingIn } from './settings/setting.ts';
import { SHAPES } from './settings/shapes.ts';
import type { Step } from './step.ts';

const asksForUsers = (draft: Draft) => !KINDS[kindIn(draft)].usersByFlagOnly;

const setting = settingIn('groups');

/** What is asked for this step. */
export const GROUPS = {
  engineers: setting({
    key: 'engineer.user',
    flag: '--engineer-user <person>',
    kind: 'texts',
    help: 'make user engineer_PERSON in group engineer (repeat)',
    default: [],
    ...SHAPES.person,
    place: 'groups.engineers',
    ask: {
      message: 'Engineers, separated by spaces (- for none)',
      why:
        'Engineers read and write both buckets and use Glue. Each becomes a user ' +
        'engineer_PERSON with a first password.',
      more:
        'A person is 1 to 50 letters, digits or +=,.@_-; more people can be added by running this again. They cannot ' +
        'change users, policies or the protection of the buckets. In words: aws-baseline policy show engineer --explain.',
      when: asksForUsers,
    },
  }),
  analysts: setting({
    key: 'analyst.user',
    flag: '--analyst-user <person>',
    kind: 'texts',
    help: 'make user analyst_PERSON in group analyst (repeat)',
    default: [],
    ...SHAPES.person,
    place: 'groups.analysts',
    ask: {
      message: 'Analysts, separated by spaces (- for none)',
      why:
        'Analysts read the analysis bucket and use EC2, SageMaker, ECS and EKS. Each ' +
        'becomes a user analyst_PERSON with a first password.',
      more:
        'They launch and stop instances and containers in your Region, which costs money; the landing zone stays closed ' +
        'to them, and they write to no bucket. In words: aws-baseline policy show analyst --explain.',
      when: asksForUsers,
    },
  }),
  passwordOut: setting({
    key: 'users.password-out',
    flag: '--users-password-out <file>',
    kind: 'text',
    help: 'write the first passwords of engineers and analysts to a new file (mode 0600)',
    sample: 'users.pw',
    keptIn: 'nothing',
    onlyForWriting: true,
  }),
  requireMfa: setting({
    key: 'groups.require-mfa',
    flag: '--require-mfa',
    kind: 'boolean',
    help: 'members of the groups can only set up MFA until they have signed in with it',
    default: false,
    place: 'groups.requireMfa',
  }),
};

export const groupsStep: Step<AnswersTo<typeof EVERY & typeof GROUPS> & PolicyAnswers> = {
  id: 'groups',
  title: 'role groups',
  why: 'Two groups with least privilege: engineers work on the data, analysts compute with it.',
  settings: Object.values(GROUPS),
  facts(answers) {
    const engineer = groupWithPolicy('engineer', answers);
    const analyst = groupWithPolicy('analyst', answers);
    return [
      ...engineer.facts,
      ...analyst.facts,
      ...answers.groups.engineers.flatMap((person) =>
        memberOf('engineer', engineer.group, `engineer_${person}`, true, answers),
      ),
      ...answers.groups.analysts.flatMap((person) =>
        memberOf('analyst', analyst.group, `analyst_${person}`, true, answers),
      ),
    ];
  },
};
