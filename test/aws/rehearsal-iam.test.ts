import { describe, expect, test } from 'vitest';
import {
  ALLOW,
  type Answer,
  account,
  ask,
  attached,
  document,
  endOf,
  group,
  inProfile,
  login,
  many,
  member,
  policy,
  policyArn,
  profile,
  type Row,
  role,
  SSM_CORE,
  TRUST,
  user,
  version,
} from './rehearsal-rows.ts';

describe('IAM', () => {
  test.each<[string, Row[], string]>([
    ['a user twice, in other letters', [user('ann'), user('ANN')], 'EntityAlreadyExistsException'],
    [
      'a user found in other letters',
      [user('ann'), ['iam', 'DeleteUser', { UserName: 'ANN' }]],
      'NoSuchEntityException',
    ],
    ['a group twice', [group(), group('Staff')], 'EntityAlreadyExistsException'],
    ['a policy twice', [policy(), policy('READS')], 'EntityAlreadyExistsException'],
    ['a role twice', [role(), role('BOX')], 'EntityAlreadyExistsException'],
    ['an instance profile twice', [profile(), profile()], 'EntityAlreadyExistsException'],
    ['a bad name', [user('bad name*')], 'ValidationError'],
    ['a name of 65', [user('a'.repeat(65))], 'ValidationError'],
    ['a group name of 128', [group('a'.repeat(128))], 'ok'],
    ['no name', [['iam', 'CreateUser', {}]], 'ValidationError'],
    ['a policy that is no JSON', [policy('p', '{')], 'MalformedPolicyDocumentException'],
    ['a Sid with a space', [policy('p', document({ Sid: 'a b' }))], 'MalformedPolicyDocumentException'],
    ['a policy with a principal', [policy('p', document({ Principal: '*' }))], 'MalformedPolicyDocumentException'],
    [
      'an action without service',
      [policy('p', document({ Action: 'ListBuckets' }))],
      'MalformedPolicyDocumentException',
    ],
    ['a resource that is no ARN', [policy('p', document({ Resource: 'bucket' }))], 'MalformedPolicyDocumentException'],
    ['both Action and NotAction', [policy('p', document({ NotAction: 's3:*' }))], 'MalformedPolicyDocumentException'],
    [
      'a word that policies do not have',
      [policy('p', document({ Actions: 's3:*' }))],
      'MalformedPolicyDocumentException',
    ],
    ['an old version', [policy('p', ALLOW.replace('2012-10-17', '2008-10-17'))], 'MalformedPolicyDocumentException'],
    [
      '6,145 characters',
      [policy('p', document({ Resource: `arn:aws:s3:::${'a'.repeat(6145)}` }))],
      'LimitExceededException',
    ],
    ['much white space', [policy('p', ALLOW.replace(':[', `:${' '.repeat(7000)}[`))], 'ok'],
    ['a character outside of Latin-1', [policy('p', document({ Resource: 'arn:aws:s3:::\u0100' }))], 'ValidationError'],
    ['a sixth version', [policy(), ...many(5, () => version())], 'LimitExceededException'],
    [
      'the default version deleted',
      [policy(), ['iam', 'DeletePolicyVersion', { PolicyArn: policyArn('reads'), VersionId: 'v1' }]],
      'DeleteConflictException',
    ],
    [
      'a policy with two versions deleted',
      [policy(), version(), ['iam', 'DeletePolicy', { PolicyArn: policyArn('reads') }]],
      'DeleteConflictException',
    ],
    [
      'an attached policy deleted',
      [policy(), group(), attached(), ['iam', 'DeletePolicy', { PolicyArn: policyArn('reads') }]],
      'DeleteConflictException',
    ],
    ["AWS's own policy deleted", [['iam', 'DeletePolicy', { PolicyArn: SSM_CORE }]], 'AccessDenied'],
    ["AWS's own policy attached", [group(), attached(SSM_CORE)], 'ok'],
    ['a policy attached twice', [policy(), group(), attached(), attached()], 'ok'],
    [
      'a policy that AWS does not have',
      [group(), attached('arn:aws:iam::aws:policy/NoSuchPolicyAtAll')],
      'NoSuchEntityException',
    ],
    [
      'an eleventh policy of a group',
      [group(), ...many(11, (at) => policy(`p${at}`)), ...many(11, (at) => attached(policyArn(`p${at}`)))],
      'LimitExceededException',
    ],
    [
      'an eleventh group of a user',
      [
        user(),
        ...many(11, (at) => group(`g${at}`)),
        ...many(11, (at): Row => ['iam', 'AddUserToGroup', { GroupName: `g${at}`, UserName: 'ann' }]),
      ],
      'LimitExceededException',
    ],
    [
      'a group with a member deleted',
      [user(), group(), member, ['iam', 'DeleteGroup', { GroupName: 'staff' }]],
      'DeleteConflictException',
    ],
    [
      'a group with a policy deleted',
      [policy(), group(), attached(), ['iam', 'DeleteGroup', { GroupName: 'staff' }]],
      'DeleteConflictException',
    ],
    [
      'a user with a login deleted',
      [user(), login('Ab3defgh'), ['iam', 'DeleteUser', { UserName: 'ann' }]],
      'DeleteConflictException',
    ],
    [
      'a user in a group deleted',
      [user(), group(), member, ['iam', 'DeleteUser', { UserName: 'ann' }]],
      'DeleteConflictException',
    ],
    ['a password of 7', [user(), login('Ab3defg')], 'PasswordPolicyViolationException'],
    ['a password of two kinds', [user(), login('abcdefg1')], 'PasswordPolicyViolationException'],
    ['a second login', [user(), login('Ab3defgh'), login('Ab3defgh')], 'EntityAlreadyExistsException'],
    ['no login', [user(), ['iam', 'GetLoginProfile', { UserName: 'ann' }]], 'NoSuchEntityException'],
    [
      'a second role in a profile',
      [
        role(),
        role('other'),
        profile(),
        inProfile,
        ['iam', 'AddRoleToInstanceProfile', { InstanceProfileName: 'box', RoleName: 'other' }],
      ],
      'LimitExceededException',
    ],
    [
      'a role in a profile deleted',
      [role(), profile(), inProfile, ['iam', 'DeleteRole', { RoleName: 'box' }]],
      'DeleteConflictException',
    ],
    [
      'a profile with a role deleted',
      [role(), profile(), inProfile, ['iam', 'DeleteInstanceProfile', { InstanceProfileName: 'box' }]],
      'DeleteConflictException',
    ],
    [
      'a role trusting a user who is not there',
      [
        [
          'iam',
          'CreateRole',
          {
            RoleName: 'r',
            AssumeRolePolicyDocument: TRUST.replace(
              '"Service":"ec2.amazonaws.com"',
              '"AWS":"arn:aws:iam::111122223333:user/nobody"',
            ),
          },
        ],
      ],
      'MalformedPolicyDocumentException',
    ],
    [
      "a role of AWS's own deleted",
      [['iam', 'DeleteRole', { RoleName: 'AWSServiceRoleForSupport' }]],
      'UnmodifiableEntityException',
    ],
    ['root as a user', [['iam', 'ListAccessKeys', { UserName: 'root' }]], 'NoSuchEntityException'],
    [
      'tags that differ in case',
      [
        [
          'iam',
          'CreateUser',
          {
            UserName: 'u',
            Tags: [
              { Key: 'a', Value: '' },
              { Key: 'A', Value: '' },
            ],
          },
        ],
      ],
      'InvalidInputException',
    ],
  ])('%s', async (_what, rows, name) => expect(await endOf(rows)).toBe(name));

  test.each(['access key', 'mfa device', 'ssh key', 'signing certificate', 'service credential'] as const)(
    'a user with a %s stays until that is gone',
    async (what) => {
      const on = account();
      await ask(on, user());
      on.person.givesUser('ann', what);
      expect(await endOf([['iam', 'DeleteUser', { UserName: 'ann' }]], on)).toBe('DeleteConflictException');
    },
  );

  test('everything that hangs on a user can be taken off', async () => {
    const on = account();
    await ask(on, user());
    for (const what of ['access key', 'mfa device', 'ssh key', 'signing certificate', 'service credential'] as const) {
      on.person.givesUser('ann', what);
    }
    on.person.attachesToUser('ann', SSM_CORE);
    on.person.writesInlinePolicy('user', 'ann', 'own');
    const UserName = 'ann';
    const [key] = (await ask(on, ['iam', 'ListAccessKeys', { UserName }])).AccessKeyMetadata;
    const [device] = (await ask(on, ['iam', 'ListMFADevices', { UserName }])).MFADevices;
    const [ssh] = (await ask(on, ['iam', 'ListSSHPublicKeys', { UserName }])).SSHPublicKeys;
    const [certificate] = (await ask(on, ['iam', 'ListSigningCertificates', { UserName }])).Certificates;
    const [credential] = (await ask(on, ['iam', 'ListServiceSpecificCredentials', { UserName }]))
      .ServiceSpecificCredentials;
    const { SerialNumber } = device;
    const { ServiceSpecificCredentialId } = credential;
    expect(await endOf([['iam', 'DeleteVirtualMFADevice', { SerialNumber }]], on)).toBe('DeleteConflictException');
    const rows: Row[] = [
      ['iam', 'DeleteAccessKey', { UserName, AccessKeyId: key.AccessKeyId }],
      ['iam', 'DeactivateMFADevice', { UserName, SerialNumber }],
      ['iam', 'DeleteVirtualMFADevice', { SerialNumber }],
      ['iam', 'DeleteSSHPublicKey', { UserName, SSHPublicKeyId: ssh.SSHPublicKeyId }],
      ['iam', 'DeleteSigningCertificate', { UserName, CertificateId: certificate.CertificateId }],
      ['iam', 'DeleteServiceSpecificCredential', { UserName, ServiceSpecificCredentialId }],
      ['iam', 'DetachUserPolicy', { UserName, PolicyArn: SSM_CORE }],
      ['iam', 'DeleteUserPolicy', { UserName, PolicyName: 'own' }],
      ['iam', 'DeleteUser', { UserName }],
    ];
    expect(await endOf(rows, on)).toBe('ok');
    expect(on.state().iam).toMatchObject({ users: [], virtualMfaDevices: [] });
  });

  test('a login keeps that the password must be changed, and the state keeps no password', async () => {
    const on = account();
    await ask(on, user());
    await ask(on, login('Very-Secret-1'));
    const { LoginProfile } = await ask(on, ['iam', 'GetLoginProfile', { UserName: 'ann' }]);
    expect(LoginProfile.PasswordResetRequired).toBe(true);
    expect(JSON.stringify(on.state())).not.toContain('Very-Secret-1');
  });

  test('the authorization details come in pages, documents URL-encoded, policies without tags', async () => {
    const on = account();
    for (const row of [user(), group(), member, policy(), attached(), version(), role()]) await ask(on, row);
    const Filter = ['User', 'Group', 'Role', 'LocalManagedPolicy'];
    const pages: Answer[] = [];
    for (let Marker: string | undefined; pages.length === 0 || Marker; Marker = pages.at(-1).Marker) {
      pages.push(await ask(on, ['iam', 'GetAccountAuthorizationDetails', { Filter, MaxItems: 1, Marker }]));
    }
    expect(pages.map((one) => one.IsTruncated)).toEqual([true, true, true, true, true, false]);
    expect(pages[0].UserDetailList[0]).toMatchObject({ UserName: 'ann', GroupList: ['staff'] });
    expect(pages[1].GroupDetailList[0].AttachedManagedPolicies).toEqual([
      { PolicyName: 'reads', PolicyArn: policyArn('reads') },
    ]);
    const [detail] = pages[5].Policies;
    expect(detail.Tags).toBeUndefined();
    expect(detail.PolicyVersionList.map((one: Answer) => [one.VersionId, one.IsDefaultVersion])).toEqual([
      ['v2', false],
      ['v1', true],
    ]);
    expect(detail.PolicyVersionList[0].Document).toContain('s3%3A%2A');
    expect(decodeURIComponent(detail.PolicyVersionList[0].Document)).toBe(ALLOW);
  });

  test("the new account's root has no MFA device; a person turns it on and deletes root's keys", async () => {
    const on = account();
    const summary = async () => (await ask(on, ['iam', 'GetAccountSummary', {}])).SummaryMap;
    expect(await summary()).toMatchObject({ AccountMFAEnabled: 0, AccountAccessKeysPresent: 0, Users: 0 });
    on.person.makesRootKey();
    on.person.turnsOnRootMfa();
    expect(await summary()).toMatchObject({ AccountMFAEnabled: 1, AccountAccessKeysPresent: 1 });
    const [key] = (await ask(on, ['iam', 'ListAccessKeys', {}])).AccessKeyMetadata;
    await ask(on, ['iam', 'DeleteAccessKey', { AccessKeyId: key.AccessKeyId }]);
    expect(await summary()).toMatchObject({ AccountAccessKeysPresent: 0 });
  });
});
