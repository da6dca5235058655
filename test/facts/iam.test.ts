import { describe, expect, test } from 'vitest';
import type { Fact, Json } from '../../src/engine/fact.ts';
import { isSame } from '../../src/engine/finding.ts';
import { instanceProfileExists, instanceProfileHasRole } from '../../src/facts/ec2/instance-profile.ts';
import { iamAccount } from '../../src/facts/iam/account.ts';
import { groupExists, userIsMember } from '../../src/facts/iam/groups.ts';
import { policyIsAttached, policySays } from '../../src/facts/iam/policies.ts';
import { roleExists, roleHasAwsPolicy, rolePolicySays } from '../../src/facts/iam/roles.ts';
import { userExists, userMaySignIn } from '../../src/facts/iam/users.ts';
import { instanceRole, renderedRole } from '../../src/policies/index.ts';
import { places } from '../policies/places.ts';
import { ACCOUNT, type Answers, fakeAccount, iam, lines, refused, TAGS } from './fake-account.ts';

const place = { accountId: ACCOUNT, partition: 'aws', tags: TAGS, adopt: true } as const;
const says = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
});
const ARN = `arn:aws:iam::${ACCOUNT}:policy/reads`;
const SSM = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
const tags = `--tags '${JSON.stringify(TAGS)}'`;
const json = (value: unknown) => `'${JSON.stringify(value)}'`;

const policy = policySays('reads', says('s3:Get*'), place);
const group = groupExists('staff');
const user = userExists('ann', TAGS);
const boxRole = { ...renderedRole(instanceRole, places.sydney), name: 'box' };
const role = roleExists(boxRole, TAGS);
const profile = instanceProfileExists('box', TAGS);
const hasRole = instanceProfileHasRole(profile, role);
const attached = policyIsAttached('reads', policy, group);
const ssm = roleHasAwsPolicy(role, 'AmazonSSMManagedInstanceCore', 'aws');
const own = rolePolicySays(role, boxRole);
const documentOf = (action: string) => JSON.stringify(says(action));

/** A policy with these versions, the one in force marked with `*`: `v1 a`, `*v2 b`. */
const versions = (...all: string[]): Answers =>
  iam({
    policies: [
      {
        PolicyName: 'reads',
        Arn: ARN,
        PolicyVersionList: all.map((text) => {
          const [, mark, VersionId, action = ''] = /^(\*?)(v\d+) (.+)$/.exec(text) ?? [];
          return {
            VersionId,
            IsDefaultVersion: mark === '*',
            Document: encodeURIComponent(JSON.stringify(says(action))),
          };
        }),
      },
    ],
  });
const value = (action: string, others: string[] | null) => ({
  document: says(action),
  others: others?.map(says) ?? null,
});

const unassigned = (...names: string[]) => ({
  VirtualMFADevices: names.map((name) => ({ SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/${name}` })),
});
const ALONE: Answers = {
  ...iam({ users: [{ UserName: 'ann' }] }),
  'iam GetLoginProfile': refused('NoSuchEntityException'),
  'iam ListAccessKeys': {},
  'iam ListMFADevices': {},
  'iam ListVirtualMFADevices': {},
  'iam ListSigningCertificates': {},
  'iam ListSSHPublicKeys': {},
  'iam ListServiceSpecificCredentials': {},
};
const LADEN: Answers = {
  ...iam({
    users: [
      {
        UserName: 'ann',
        GroupList: ['staff'],
        UserPolicyList: [{ PolicyName: 'p' }],
        AttachedManagedPolicies: [{ PolicyArn: ARN }],
      },
    ],
  }),
  'iam GetLoginProfile': { LoginProfile: {} },
  'iam ListAccessKeys': { AccessKeyMetadata: [{ AccessKeyId: 'AKIA1' }] },
  'iam ListMFADevices': {
    MFADevices: [{ SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/ann` }, { SerialNumber: 'GAHT12345678' }],
  },
  'iam ListVirtualMFADevices': unassigned('joann', 'team/ann'),
  'iam ListSigningCertificates': { Certificates: [{ CertificateId: 'C1' }] },
  'iam ListSSHPublicKeys': { SSHPublicKeys: [{ SSHPublicKeyId: 'APKA1' }] },
  'iam ListServiceSpecificCredentials': { ServiceSpecificCredentials: [{ ServiceSpecificCredentialId: 'ACCA1' }] },
};

describe('the calls', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Json, Json, Answers, string[]]>([
    ['group: make', group, group.want, null, {}, ['aws iam create-group --group-name staff --path /aws-baseline/']],
    [
      'group: take away',
      group,
      null,
      group.want,
      iam({ groups: [{ GroupName: 'staff' }] }),
      ['aws iam delete-group --group-name staff'],
    ],
    [
      'group: take away with all it has',
      group,
      null,
      group.want,
      iam({
        groups: [
          { GroupName: 'staff', AttachedManagedPolicies: [{ PolicyArn: ARN }], GroupPolicyList: [{ PolicyName: 'p' }] },
        ],
        users: [
          { UserName: 'ann', GroupList: ['other', 'staff'] },
          { UserName: 'bo', GroupList: ['staffing'] },
          { UserName: 'cy' },
        ],
      }),
      [
        'aws iam remove-user-from-group --group-name staff --user-name ann',
        `aws iam detach-group-policy --group-name staff --policy-arn ${ARN}`,
        'aws iam delete-group-policy --group-name staff --policy-name p',
        'aws iam delete-group --group-name staff',
      ],
    ],
    [
      'member: make',
      userIsMember(user, group),
      true,
      null,
      {},
      ['aws iam add-user-to-group --group-name staff --user-name ann'],
    ],
    [
      'member: take away',
      userIsMember(user, group),
      null,
      true,
      {},
      ['aws iam remove-user-from-group --group-name staff --user-name ann'],
    ],
    [
      'attached: make',
      attached,
      true,
      null,
      iam({}),
      [`aws iam attach-group-policy --group-name staff --policy-arn ${ARN}`],
    ],
    [
      'attached: take away',
      attached,
      null,
      true,
      iam({}),
      [`aws iam detach-group-policy --group-name staff --policy-arn ${ARN}`],
    ],
    ['user: make', user, user.want, null, {}, [`aws iam create-user --user-name ann ${tags}`]],
    ['user: take away', user, null, user.want, ALONE, ['aws iam delete-user --user-name ann']],
    [
      'user: take away with all she has',
      user,
      null,
      user.want,
      LADEN,
      [
        'aws iam delete-login-profile --user-name ann',
        'aws iam delete-access-key --user-name ann --access-key-id AKIA1',
        `aws iam deactivate-mfa-device --user-name ann --serial-number arn:aws:iam::${ACCOUNT}:mfa/ann`,
        `aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::${ACCOUNT}:mfa/ann`,
        'aws iam deactivate-mfa-device --user-name ann --serial-number GAHT12345678',
        'aws iam delete-signing-certificate --user-name ann --certificate-id C1',
        'aws iam delete-ssh-public-key --user-name ann --ssh-public-key-id APKA1',
        'aws iam delete-service-specific-credential --user-name ann --service-specific-credential-id ACCA1',
        'aws iam delete-user-policy --user-name ann --policy-name p',
        `aws iam detach-user-policy --user-name ann --policy-arn ${ARN}`,
        'aws iam remove-user-from-group --user-name ann --group-name staff',
        'aws iam delete-user --user-name ann',
      ],
    ],
    [
      'user: take away with a device that is on nobody any more',
      user,
      null,
      user.want,
      { ...ALONE, 'iam ListVirtualMFADevices': unassigned('joann', 'ann') },
      [
        `aws iam delete-virtual-mfa-device --serial-number arn:aws:iam::${ACCOUNT}:mfa/ann`,
        'aws iam delete-user --user-name ann',
      ],
    ],
    [
      'user: what an emulator cannot list is passed over',
      user,
      null,
      user.want,
      { ...ALONE, 'iam ListSSHPublicKeys': refused('NotImplemented') },
      ['aws iam delete-user --user-name ann'],
    ],
    [
      'sign-in: make, the password in a file',
      userMaySignIn(user),
      true,
      null,
      {},
      ['aws iam create-login-profile --user-name ann --password file://ann.password --password-reset-required'],
    ],
    ['sign-in: take away', userMaySignIn(user), null, true, {}, ['aws iam delete-login-profile --user-name ann']],
    [
      'policy: make',
      policy,
      policy.want,
      null,
      {},
      [`aws iam create-policy --policy-name reads --policy-document ${json(says('s3:Get*'))} ${tags}`],
    ],
    [
      'policy: mend',
      policy,
      policy.want,
      value('old', []),
      versions('*v1 old'),
      [`aws iam create-policy-version --policy-arn ${ARN} --policy-document ${json(says('s3:Get*'))} --set-as-default`],
    ],
    [
      'policy: mend by a version that says it already',
      policy,
      policy.want,
      value('old', ['s3:Get*']),
      versions('v1 s3:Get*', '*v2 old'),
      [`aws iam set-default-policy-version --policy-arn ${ARN} --version-id v1`],
    ],
    [
      'policy: the oldest of five that is not in force makes room',
      policy,
      policy.want,
      value('a', []),
      versions('v10 d', 'v9 c', '*v3 a', 'v4 b', 'v11 e'),
      [
        `aws iam delete-policy-version --policy-arn ${ARN} --version-id v4`,
        `aws iam create-policy-version --policy-arn ${ARN} --policy-document ${json(says('s3:Get*'))} --set-as-default`,
      ],
    ],
    [
      'policy: give back the version in force, others stay',
      policy,
      value('old', ['x']),
      policy.want,
      versions('v1 x', 'v2 old', '*v3 s3:Get*'),
      [
        `aws iam set-default-policy-version --policy-arn ${ARN} --version-id v2`,
        `aws iam delete-policy-version --policy-arn ${ARN} --version-id v3`,
      ],
    ],
    [
      'policy: give back the version that made room',
      policy,
      value('a', ['b', 'c', 'd', 'e']),
      policy.want,
      versions('*v6 s3:Get*', 'v5 e', 'v4 d', 'v3 c', 'v1 a'),
      [
        `aws iam set-default-policy-version --policy-arn ${ARN} --version-id v1`,
        `aws iam delete-policy-version --policy-arn ${ARN} --version-id v6`,
        `aws iam create-policy-version --policy-arn ${ARN} --policy-document ${json(says('b'))} --no-set-as-default`,
      ],
    ],
    [
      'policy: give back a version in force that is gone',
      policy,
      value('old', []),
      policy.want,
      versions('*v3 s3:Get*'),
      [
        `aws iam create-policy-version --policy-arn ${ARN} --policy-document ${json(says('old'))} --set-as-default`,
        `aws iam delete-policy-version --policy-arn ${ARN} --version-id v3`,
      ],
    ],
    [
      'policy: take away',
      policy,
      null,
      policy.want,
      versions('*v1 s3:Get*'),
      [`aws iam delete-policy --policy-arn ${ARN}`],
    ],
    [
      'policy: take away from all who have it',
      policy,
      null,
      policy.want,
      {
        'iam GetAccountAuthorizationDetails': {
          GroupDetailList: [
            { GroupName: 'staff', AttachedManagedPolicies: [{ PolicyArn: ARN }] },
            { GroupName: 'none' },
          ],
          UserDetailList: [{ UserName: 'ann', AttachedManagedPolicies: [{ PolicyArn: ARN }] }],
          RoleDetailList: [
            { RoleName: 'box', AttachedManagedPolicies: [{ PolicyArn: ARN }] },
            { RoleName: 'no', AttachedManagedPolicies: [{ PolicyArn: SSM }] },
          ],
          Policies: [
            {
              PolicyName: 'reads',
              PolicyVersionList: [{ VersionId: 'v1' }, { VersionId: 'v2', IsDefaultVersion: true }],
            },
          ],
        },
      },
      [
        `aws iam detach-group-policy --group-name staff --policy-arn ${ARN}`,
        `aws iam detach-user-policy --user-name ann --policy-arn ${ARN}`,
        `aws iam detach-role-policy --role-name box --policy-arn ${ARN}`,
        `aws iam delete-policy-version --policy-arn ${ARN} --version-id v1`,
        `aws iam delete-policy --policy-arn ${ARN}`,
      ],
    ],
    [
      'role: make',
      role,
      role.want,
      null,
      {},
      [
        `aws iam create-role --role-name box --path /aws-baseline/analyst/ --assume-role-policy-document ${json(role.want.trust)} ${tags}`,
      ],
    ],
    [
      'role: mend',
      role,
      role.want,
      { trust: null },
      {},
      [`aws iam update-assume-role-policy --role-name box --policy-document ${json(role.want.trust)}`],
    ],
    [
      'role: take away with all it has',
      role,
      null,
      role.want,
      iam({
        roles: [
          {
            RoleName: 'box',
            InstanceProfileList: [{ InstanceProfileName: 'box' }],
            AttachedManagedPolicies: [{ PolicyArn: SSM }],
            RolePolicyList: [{ PolicyName: 'p' }],
          },
        ],
      }),
      [
        'aws iam remove-role-from-instance-profile --role-name box --instance-profile-name box',
        `aws iam detach-role-policy --role-name box --policy-arn ${SSM}`,
        'aws iam delete-role-policy --role-name box --policy-name p',
        'aws iam delete-role --role-name box',
      ],
    ],
    [
      'role policy: make',
      ssm,
      true,
      null,
      { 'iam GetPolicy': {} },
      [`aws iam attach-role-policy --role-name box --policy-arn ${SSM}`],
    ],
    [
      "role's own policy: make",
      own,
      own.want,
      null,
      {},
      [`aws iam put-role-policy --role-name box --policy-name aws-baseline --policy-document ${json(own.want)}`],
    ],
    [
      "role's own policy: give back what was there",
      own,
      says('s3:Get*'),
      own.want,
      {},
      [
        `aws iam put-role-policy --role-name box --policy-name aws-baseline --policy-document '${documentOf('s3:Get*')}'`,
      ],
    ],
    [
      "role's own policy: take away",
      own,
      null,
      own.want,
      {},
      ['aws iam delete-role-policy --role-name box --policy-name aws-baseline'],
    ],
    ['role policy: take away', ssm, null, true, {}, [`aws iam detach-role-policy --role-name box --policy-arn ${SSM}`]],
    [
      'profile: make',
      profile,
      profile.want,
      null,
      {},
      [`aws iam create-instance-profile --instance-profile-name box --path /aws-baseline/analyst/ ${tags}`],
    ],
    [
      'profile: take away',
      profile,
      null,
      profile.want,
      { 'iam GetAccountAuthorizationDetails': {}, 'iam GetInstanceProfile': { InstanceProfile: {} } },
      ['aws iam delete-instance-profile --instance-profile-name box'],
    ],
    [
      'profile: take away with its role',
      profile,
      null,
      profile.want,
      {
        'iam GetAccountAuthorizationDetails': {},
        'iam GetInstanceProfile': { InstanceProfile: { Roles: [{ RoleName: 'box' }] } },
      },
      [
        'aws iam remove-role-from-instance-profile --instance-profile-name box --role-name box',
        'aws iam delete-instance-profile --instance-profile-name box',
      ],
    ],
    [
      'profile role: make',
      hasRole,
      true,
      null,
      {},
      ['aws iam add-role-to-instance-profile --instance-profile-name box --role-name box'],
    ],
    [
      'profile role: take away',
      hasRole,
      null,
      true,
      {},
      ['aws iam remove-role-from-instance-profile --instance-profile-name box --role-name box'],
    ],
  ])('%s', async (_what, fact, to, now, answers, expected) => {
    expect(await lines(fact, to, now, answers)).toEqual(expected);
  });

  test.each<[string, object, boolean]>([
    ['of ours may be changed', { Tags: TAGS }, true],
    ['of others may not', { Tags: [] }, false],
  ])('without consent a policy %s', async (_what, tagged, may) => {
    const cautious = policySays('reads', says('s3:Get*'), { ...place, adopt: false });
    const calls = lines(cautious, cautious.want, value('old', []), {
      ...versions('*v1 old'),
      'iam ListPolicyTags': tagged,
    });
    await (may ? expect(calls).resolves.toHaveLength(1) : expect(calls).rejects.toThrow('--adopt'));
  });

  test('lost credentials are not "may not be listed"', async () => {
    const answers = { ...ALONE, 'iam ListSSHPublicKeys': refused('ExpiredToken') };
    await expect(lines(user, null, user.want, answers)).rejects.toThrow('ExpiredToken');
  });
});

const trusting = (Service: string) =>
  encodeURIComponent(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: [Service] }, Action: ['sts:assumerole'] },
    }),
  );
const roleOn = (Path: string) =>
  iam({ roles: [{ RoleName: 'box', Path, AssumeRolePolicyDocument: trusting('ec2.amazonaws.com'), Tags: TAGS }] });

describe('what is read', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Answers, unknown]>([
    ['an account with nothing, lists left out', group, { 'iam GetAccountAuthorizationDetails': {} }, null],
    ['a group', group, iam({ groups: [{ GroupName: 'staff', Path: '/x/' }] }), { GroupName: 'staff' }],
    ['a user', user, iam({ users: [{ UserName: 'ann' }] }), { UserName: 'ann' }],
    [
      'a user on the second page',
      user,
      {
        'iam GetAccountAuthorizationDetails': ({ Marker }) =>
          Marker === 'm' ? { UserDetailList: [{ UserName: 'ann' }] } : { IsTruncated: true, Marker: 'm' },
      },
      { UserName: 'ann' },
    ],
    ['a member', userIsMember(user, group), iam({ users: [{ UserName: 'ann', GroupList: ['staff'] }] }), true],
    ['no member', userIsMember(user, group), iam({ users: [{ UserName: 'ann' }] }), null],
    ['a member who does not exist', userIsMember(user, group), iam({}), null],
    [
      'attached',
      attached,
      iam({ groups: [{ GroupName: 'staff', AttachedManagedPolicies: [{ PolicyArn: ARN }] }] }),
      true,
    ],
    [
      'another policy attached',
      attached,
      iam({ groups: [{ GroupName: 'staff', AttachedManagedPolicies: [{ PolicyArn: SSM }] }] }),
      null,
    ],
    ['may sign in', userMaySignIn(user), { 'iam GetLoginProfile': { LoginProfile: {} } }, true],
    ['may not sign in', userMaySignIn(user), { 'iam GetLoginProfile': refused('NoSuchEntityException') }, null],
    ['a policy with three versions', policy, versions('v1 a', '*v2 b', 'v3 c'), value('b', ['a', 'c'])],
    [
      'a policy without a name, as moto answers',
      policy,
      iam({ policies: [{ Arn: ARN, PolicyVersionList: [] }] }),
      { document: null, others: [] },
    ],
    ['a policy without versions', policy, versions(), { document: null, others: [] }],
    ['no policy', policy, iam({}), null],
    [
      'a role',
      role,
      roleOn('/aws-baseline/analyst/'),
      { trust: JSON.parse(decodeURIComponent(trusting('ec2.amazonaws.com'))) },
    ],
    [
      'no profile',
      profile,
      { 'iam GetAccountAuthorizationDetails': {}, 'iam GetInstanceProfile': refused('NoSuchEntityException') },
      null,
    ],
    [
      'a profile without role',
      hasRole,
      { 'iam GetAccountAuthorizationDetails': {}, 'iam GetInstanceProfile': { InstanceProfile: {} } },
      null,
    ],
    [
      'a profile with the role',
      hasRole,
      {
        'iam GetAccountAuthorizationDetails': {},
        'iam GetInstanceProfile': { InstanceProfile: { Roles: [{ RoleName: 'box' }] } },
      },
      true,
    ],
    ['a role without its own policy', own, iam({ roles: [{ RoleName: 'box' }] }), null],
    [
      "a role's own policy beside another, as IAM encodes it",
      own,
      iam({
        roles: [
          {
            RoleName: 'box',
            RolePolicyList: [
              { PolicyName: 'more', PolicyDocument: documentOf('s3:*') },
              { PolicyName: 'aws-baseline', PolicyDocument: encodeURIComponent(documentOf('s3:Get*')) },
            ],
          },
        ],
      }),
      says('s3:Get*'),
    ],
    [
      "a role's own policy that cannot be read",
      own,
      iam({ roles: [{ RoleName: 'box', RolePolicyList: [{ PolicyName: 'aws-baseline', PolicyDocument: '{' }] }] }),
      'unreadable',
    ],
    [
      'a role policy that is missing',
      ssm,
      { ...iam({ roles: [{ RoleName: 'box' }] }), 'iam GetPolicy': { Policy: {} } },
      null,
    ],
    [
      'a role policy that is there',
      ssm,
      iam({ roles: [{ RoleName: 'box', AttachedManagedPolicies: [{ PolicyArn: SSM }] }] }),
      true,
    ],
  ])('%s', async (_what, fact, answers, expected) => {
    expect(await fact.read(fakeAccount(answers))).toEqual(expected);
  });

  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Answers, string]>([
    [
      'a user that differs in case',
      user,
      iam({ users: [{ UserName: 'Ann' }] }),
      'user "Ann" exists, and IAM names are not case-sensitive, so "ann" cannot be created',
    ],
    [
      'a group that differs in case',
      group,
      iam({ groups: [{ GroupName: 'STAFF' }] }),
      'group "STAFF" exists, and IAM names are not case-sensitive',
    ],
    [
      'a policy that differs in case',
      policy,
      iam({ policies: [{ PolicyName: 'READS' }] }),
      'policy "READS" exists, and IAM names are not case-sensitive',
    ],
    ['a role on another path', role, roleOn('/'), 'role box exists on path / but must be on /aws-baseline/analyst/'],
    [
      'a profile with another role',
      hasRole,
      {
        'iam GetAccountAuthorizationDetails': {},
        'iam GetInstanceProfile': { InstanceProfile: { Roles: [{ RoleName: 'web' }] } },
      },
      'has role web, not box',
    ],
  ])('%s stands in the way', async (_what, fact, answers, message) => {
    await expect(fact.read(fakeAccount(answers))).rejects.toThrow(message);
  });

  test('a policy of AWS that is not offered is for a person', async () => {
    const answers = { 'iam GetPolicy': refused('NoSuchEntity') };
    await expect(lines(ssm, true, null, answers)).rejects.toThrow('does not exist at this endpoint');
  });

  test('IAM is read whole, in as many requests as it has pages', async () => {
    const pages = ['m1', 'm2', undefined];
    const account = fakeAccount({
      'iam GetAccountAuthorizationDetails': ({ Marker }) => {
        const at = Marker ? pages.indexOf(Marker) + 1 : 0;
        return {
          UserDetailList: [{ UserName: `u${at}` }],
          ...(pages[at] ? { IsTruncated: true, Marker: pages[at] } : { IsTruncated: false }),
        };
      },
    });
    expect([...(await iamAccount(account)).users.keys()]).toEqual(['u0', 'u1', 'u2']);
    expect(account.asked.map(({ input }) => input.Marker)).toEqual([undefined, 'm1', 'm2']);
  });

  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Answers, string | undefined]>([
    ['a group on our path', group, iam({ groups: [{ GroupName: 'staff', Path: '/aws-baseline/' }] }), 'ours'],
    ['a group elsewhere', group, iam({ groups: [{ GroupName: 'staff', Path: '/' }] }), 'unmarked'],
    ['no group', group, iam({}), undefined],
    ['a user with our tag', user, iam({ users: [{ UserName: 'ann', Tags: TAGS }] }), 'ours'],
    ['a user without tags', user, iam({ users: [{ UserName: 'ann' }] }), 'unmarked'],
    ['a policy with our tag', policy, { ...versions('*v1 old'), 'iam ListPolicyTags': { Tags: TAGS } }, 'ours'],
    ['no policy', policy, iam({}), undefined],
    ['a role with our tag', role, roleOn('/aws-baseline/analyst/'), 'ours'],
    ['a profile without tags', profile, { 'iam GetInstanceProfile': { InstanceProfile: { Tags: [] } } }, 'unmarked'],
  ])('whose: %s', async (_what, fact, answers, expected) => {
    expect((await fact.owner?.(fakeAccount(answers)))?.whose).toBe(expected);
  });
});

describe('what is as good as what is wanted', () => {
  // biome-ignore lint/suspicious/noExplicitAny: facts of every value in one table
  test.each<[string, Fact<any>, Json, Json, boolean]>([
    ['the document, whatever the other versions say', policy, value('S3:get*', ['x']), policy.want, true],
    ['another document', policy, value('s3:Put*', []), policy.want, false],
    ['a policy without a version in force', policy, { document: null, others: [] }, policy.want, false],
    ['on the way back: the same others in another order', policy, value('a', ['b', 'c']), value('a', ['c', 'b']), true],
    ['on the way back: one version more', policy, value('a', ['b', 'c']), value('a', ['b']), false],
    ['on the way back: one version less', policy, value('a', []), value('a', ['b']), false],
    [
      'a trust written otherwise',
      role,
      { trust: JSON.parse(decodeURIComponent(trusting('ec2.amazonaws.com'))) },
      role.want,
      true,
    ],
    [
      'a trust in somebody else',
      role,
      { trust: JSON.parse(decodeURIComponent(trusting('lambda.amazonaws.com'))) },
      role.want,
      false,
    ],
    ['an unreadable trust', role, { trust: null }, role.want, false],
  ])('%s', (_what, fact, a, b, same) => expect(isSame(fact, a, b)).toBe(same));

  test('EC2 has another name in China', () => {
    const inChina = renderedRole(instanceRole, places.china);
    expect(JSON.stringify(roleExists(inChina, TAGS).want)).toContain('ec2.amazonaws.com.cn');
  });
});

// IAM pages of these operations: "IAM might return fewer results than MaxItems, even when there are more".
const onePage =
  (list: string, ...items: object[]) =>
  ({ Marker = '0' }: { Marker?: string }) => {
    const next = Number(Marker) + 1;
    const more = next < items.length ? { IsTruncated: true, Marker: `${next}` } : { IsTruncated: false };
    return { [list]: items.slice(next - 1, next), ...more };
  };

describe('lists that IAM gives one by one', () => {
  test('whatever a user has goes with the user', async () => {
    const removal = await lines<{ UserName: string; Path?: string }>(
      user,
      null,
      { UserName: 'ann' },
      {
        ...iam({ users: [{ UserName: 'ann' }] }),
        'iam GetLoginProfile': refused('NoSuchEntity'),
        'iam ListAccessKeys': onePage('AccessKeyMetadata', { AccessKeyId: 'K1' }, { AccessKeyId: 'K2' }),
        'iam ListMFADevices': onePage('MFADevices', { SerialNumber: 'M1' }, { SerialNumber: 'M2' }),
        'iam ListVirtualMFADevices': onePage('VirtualMFADevices'),
        'iam ListSigningCertificates': onePage('Certificates', { CertificateId: 'C1' }, { CertificateId: 'C2' }),
        'iam ListSSHPublicKeys': onePage('SSHPublicKeys', { SSHPublicKeyId: 'S1' }, { SSHPublicKeyId: 'S2' }),
        'iam ListServiceSpecificCredentials': onePage(
          'ServiceSpecificCredentials',
          { ServiceSpecificCredentialId: 'P1' },
          { ServiceSpecificCredentialId: 'P2' },
        ),
      },
    );
    for (const id of ['K1', 'K2', 'M1', 'M2', 'C1', 'C2', 'S1', 'S2', 'P1', 'P2'])
      expect(removal.filter((line) => line.includes(` ${id}`))).toHaveLength(1);
  });

  test('a policy is ours whatever page its tags are on', async () => {
    const account = fakeAccount({
      ...versions('*v1 s3:Get*'),
      'iam ListPolicyTags': onePage('Tags', { Key: 'team', Value: 'x' }, ...TAGS),
    });
    expect((await policy.owner?.(account))?.whose).toBe('ours');
  });
});
