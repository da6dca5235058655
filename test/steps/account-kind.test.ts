import { describe, expect, test } from 'vitest';
import type { AccountKind } from '../../src/aws/account-kind.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import type { RehearsedKind } from '../../src/aws/rehearsal/organizations/organization.ts';
import { accountKind, askedOrganization, kindWithRegion, projectRegion } from '../../src/steps/account-kind.ts';
import { type Answers, fakeAccount, iam, refused } from '../facts/fake-account.ts';

const ID = '111122223333';
const USER = `arn:aws:iam::${ID}:user/ann`;
const PERSON = `arn:aws:sts::${ID}:assumed-role/AccountFullAccessRole/ann`;
const ROOT = `arn:aws:iam::${ID}:root`;
const managedBy = (MasterAccountId: string): Answers => ({
  'organizations DescribeOrganization': { Organization: { Id: 'o-1', MasterAccountId } },
});
const fails = (name: string): Answers => ({ 'organizations DescribeOrganization': refused(name) });
const roles = (...paths: string[]) => iam({ roles: paths.map((Path, i) => ({ RoleName: `r${i}`, Path })) });
const kindOf = async (arn: string, answers: Answers) => {
  const account = fakeAccount(answers, arn);
  const kind = await accountKind(account, await askedOrganization(account));
  return { kind, asked: account.asked.map(({ service, operation }) => `${service} ${operation}`) };
};

describe('the kind, from what AWS answers', () => {
  test.each<[string, string, Answers, AccountKind]>([
    ['no organization', ROOT, fails('AWSOrganizationsNotInUseException'), 'standalone'],
    [
      'no organization, with a role called as in a project',
      PERSON,
      fails('AWSOrganizationsNotInUseException'),
      'standalone',
    ],
    ['its own organization', ROOT, managedBy(ID), 'management'],
    ['its own organization, as a user', USER, { ...managedBy(ID), ...roles('/') }, 'management'],
    ['an organization of others', ROOT, managedBy('999988887777'), 'member'],
    ['an organization of others, as a user', USER, { ...managedBy('999988887777'), ...roles('/', '/team/') }, 'member'],
    [
      'the same, and IAM may not be read',
      USER,
      { ...managedBy('999988887777'), 'iam GetAccountAuthorizationDetails': refused('AccessDenied') },
      'member',
    ],
    ['the role of a project', PERSON, managedBy('999988887777'), 'project'],
    ['the role of a project, and Organizations says nothing', PERSON, fails('AccessDeniedException'), 'project'],
    ['roles that AWS manages', USER, { ...managedBy('999988887777'), ...roles('/', '/managed/') }, 'project'],
    [
      'roles that AWS manages, and Organizations says nothing',
      USER,
      { ...fails('AccessDeniedException'), ...roles('/managed/') },
      'project',
    ],
    ['a path that only begins alike', USER, { ...managedBy('999988887777'), ...roles('/managed-by-us/') }, 'member'],
    ['a project whose organization is its own', PERSON, managedBy(ID), 'project-advanced'],
    ['denied', ROOT, fails('AccessDeniedException'), 'unknown'],
    ['denied, as a user', USER, { ...fails('AccessDeniedException'), ...roles('/') }, 'unknown'],
    ['an endpoint without Organizations', ROOT, fails('UnknownOperationException'), 'unknown'],
    ['an odd answer', ROOT, { 'organizations DescribeOrganization': {} }, 'unknown'],
  ])('%s', async (_what, arn, answers, kind) => {
    expect((await kindOf(arn, answers)).kind).toBe(kind);
  });

  test('a standalone account is asked one question', async () => {
    for (const arn of [ROOT, USER]) {
      const { asked } = await kindOf(arn, fails('AWSOrganizationsNotInUseException'));
      expect(asked).toEqual(['organizations DescribeOrganization']);
    }
  });

  test('lost credentials are not a kind', async () => {
    const answers = { ...managedBy('999988887777'), 'iam GetAccountAuthorizationDetails': refused('ExpiredToken') };
    await expect(kindOf(USER, answers)).rejects.toThrow('ExpiredToken');
  });

  test.each<[RehearsedKind, AccountKind]>([
    ['standalone', 'standalone'],
    ['management', 'management'],
    ['member', 'member'],
    ['project', 'project'],
    // Nothing but another Region tells it.
    ['project-advanced', 'project'],
  ])('of a rehearsal as %s', async (kind, found) => {
    const account = rehearsalAccount({ homeRegion: 'ap-southeast-2', kind });
    expect(await accountKind(account, await askedOrganization(account))).toBe(found);
  });
});

describe('the Region of a project', () => {
  const project = (homeRegion = 'eu-north-1') => rehearsalAccount({ homeRegion, kind: 'project' });
  test.each<[string | undefined, string]>([
    ['eu-north-1', 'eu-north-1'],
    ['us-east-2', 'eu-north-1'],
    ['us-east-1', 'eu-north-1'],
    ['us-west-2', 'eu-north-1'],
    [undefined, 'eu-north-1'],
  ])('wanted %s, found %s', async (wanted, region) => {
    expect(await projectRegion(project(), wanted)).toEqual({ region, hasGrown: false });
  });

  test('another one that is let in means advanced features', async () => {
    const state = project().state();
    state.organization!.regions.push('eu-west-1');
    const found = await projectRegion(rehearsalAccount({ homeRegion: 'eu-north-1', state }), 'eu-west-1');
    expect(found).toEqual({ region: 'eu-west-1', hasGrown: true });
    expect(kindWithRegion('project', found)).toBe('project-advanced');
    expect(kindWithRegion('member', found)).toBe('member');
  });

  test.each(['Throttling', 'OptInRequired', 'ServiceUnavailable'])('%s says nothing of a Region', async (code) => {
    const account = fakeAccount({ 'ec2 DescribeInstances': refused(code) }, PERSON);
    expect(await projectRegion(account, 'us-east-2')).toEqual({ region: 'us-east-2', hasGrown: false });
    expect(await projectRegion(account, 'eu-west-1')).toEqual({ region: 'eu-west-1', hasGrown: false });
    expect(await projectRegion(account, undefined)).toEqual({ region: undefined, hasGrown: false });
  });

  test('who may not look anywhere is told no Region', async () => {
    const account = fakeAccount({ 'ec2 DescribeInstances': refused('UnauthorizedOperation') }, PERSON);
    expect((await projectRegion(account, 'us-east-2')).region).toBeUndefined();
  });
});
