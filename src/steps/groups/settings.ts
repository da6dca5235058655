import { KINDS, kindIn } from '../kinds.ts';
import { type Draft, settingIn } from '../settings/setting.ts';
import { SHAPES } from '../settings/shapes.ts';

const asksForUsers = (draft: Draft) => !KINDS[kindIn(draft)].usersByFlagOnly;

const setting = settingIn('groups');

/** The settings of this step. */
export const GROUPS = {
  engineers: setting({
    key: 'engineer.user',
    flag: '--engineer-user <person>',
    kind: 'texts',
    help: 'create user engineer_PERSON in group engineer (repeat)',
    default: [],
    ...SHAPES.person,
    place: 'groups.engineers',
    ask: {
      message: 'Engineers, separated by spaces (- for none)',
      why:
        'Engineers read and write both buckets and use Glue. Each becomes a user ' +
        'engineer_PERSON with a first password.',
      more:
        'PERSON is 1 to 50 letters, digits or +=,.@_-; run this again to add more. Engineers cannot change users, ' +
        'policies or the protections of the buckets. For all permissions in words, run aws-baseline policy show ' +
        'engineer --explain and aws-baseline explain roles.',
      when: asksForUsers,
    },
  }),
  analysts: setting({
    key: 'analyst.user',
    flag: '--analyst-user <person>',
    kind: 'texts',
    help: 'create user analyst_PERSON in group analyst (repeat)',
    default: [],
    ...SHAPES.person,
    place: 'groups.analysts',
    ask: {
      message: 'Analysts, separated by spaces (- for none)',
      why:
        'Analysts read the analysis bucket and use EC2, SageMaker, ECS and EKS. Each ' +
        'becomes a user analyst_PERSON with a first password.',
      more:
        'Analysts launch and stop instances and containers in your Region, which costs money. They have no access to ' +
        'the landing zone and cannot write to your buckets; results of their jobs go to a bucket of SageMaker. For all ' +
        'permissions in words, run aws-baseline policy show analyst --explain and aws-baseline explain roles.',
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
    help: 'until they sign in with MFA, members of the groups can only set up MFA',
    default: false,
    place: 'groups.requireMfa',
  }),
  roles: setting({
    key: 'groups.roles',
    flag: '--no-roles',
    kind: 'boolean',
    help: 'do not create the roles for Glue, S3 Batch Operations, ECS, EKS and SageMaker',
    default: true,
    place: 'groups.roles',
  }),
};
