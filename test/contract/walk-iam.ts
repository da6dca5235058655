import { type Step, step } from './steps.ts';

const iam = (operation: string, input: object = {}, more: Pick<Step, 'differs' | 'keep'> = {}) =>
  step('iam', operation, input, more);

const ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const LONG = ALLOW.replace('"*"', `"arn:aws:s3:::${'a'.repeat(6145)}"`);
const TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
const SSM_CORE = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore';
const OWN = 'arn:aws:iam::111122223333:policy/reads';
const TAGS = [{ Key: 'by', Value: 'us' }];
const MORE = [{ Key: 'kept', Value: 'yes' }];
const all = ['User', 'Group', 'Role', 'LocalManagedPolicy'];
const UserName = 'ann';
const GroupName = 'staff';
const RoleName = 'box';
const InstanceProfileName = 'box';

/** IAM's part of the walks. */
export const iamWalks: Record<string, Step[]> = {
  'IAM users': [
    iam('GetAccountSummary', {}, { differs: 'serviceRoles' }),
    iam('CreateUser', { UserName, Tags: TAGS }),
    iam('CreateUser', { UserName }),
    iam('CreateUser', { UserName: 'ANN' }, { differs: 'letters' }),
    iam('CreateUser', { UserName: 'bad name*' }, { differs: 'names' }),
    iam('GetLoginProfile', { UserName }),
    iam('CreateLoginProfile', { UserName, Password: 'a' }, { differs: 'password' }),
    iam('DeleteLoginProfile', { UserName }, { differs: 'password' }),
    iam('CreateLoginProfile', { UserName, Password: 'Ab3defgh', PasswordResetRequired: true }, { differs: 'reset' }),
    iam('CreateLoginProfile', { UserName, Password: 'Ab3defgh' }),
    iam('DeleteLoginProfile', { UserName }),
    iam('DeleteLoginProfile', { UserName }),
    iam('ListAccessKeys', { UserName }),
    iam('ListMFADevices', { UserName }),
    iam('ListMFADevices', {}, { differs: 'rootKeys' }),
    iam('ListVirtualMFADevices', { AssignmentStatus: 'Unassigned' }),
    iam('ListSSHPublicKeys', { UserName }),
    iam('ListSigningCertificates', { UserName }),
    iam('ListServiceSpecificCredentials', { UserName }, { differs: 'credentials' }),
    iam('ListAccessKeys', {}, { differs: 'rootKeys' }),
    iam('DeleteAccessKey', { UserName, AccessKeyId: 'AKIAREHEARSAL0000001' }),
    iam('DeleteSSHPublicKey', { UserName, SSHPublicKeyId: 'APKAREHEARSAL0000001' }),
    iam('DeleteSigningCertificate', { UserName, CertificateId: 'ASCAREHEARSAL0000000001' }),
    iam('DeactivateMFADevice', { UserName, SerialNumber: 'arn:aws:iam::111122223333:mfa/ann' }),
    iam('DeleteVirtualMFADevice', { SerialNumber: 'arn:aws:iam::111122223333:mfa/ann' }),
    iam('DetachUserPolicy', { UserName, PolicyArn: SSM_CORE }),
    iam('DeleteUserPolicy', { UserName, PolicyName: 'own' }),
    iam('ListAccessKeys', { UserName: 'nobody' }),
    iam('DeleteUser', { UserName }),
    iam('DeleteUser', { UserName }),
  ],
  'IAM groups and policies': [
    iam('CreateGroup', { GroupName }),
    iam('CreateGroup', { GroupName }),
    iam('CreateUser', { UserName }),
    iam('AddUserToGroup', { GroupName, UserName: 'nobody' }),
    iam('AddUserToGroup', { GroupName: 'nothing', UserName }),
    iam('AddUserToGroup', { GroupName, UserName }),
    iam('AddUserToGroup', { GroupName, UserName }),
    iam('GetPolicy', { PolicyArn: OWN }),
    iam('CreatePolicy', { PolicyName: 'reads', PolicyDocument: '{' }),
    iam('CreatePolicy', { PolicyName: 'long', PolicyDocument: LONG }, { differs: 'size' }),
    iam('CreatePolicy', { PolicyName: 'reads', PolicyDocument: ALLOW, Description: 'reads', Tags: TAGS }),
    iam('CreatePolicy', { PolicyName: 'reads', PolicyDocument: ALLOW }),
    iam('GetPolicy', { PolicyArn: OWN }),
    iam('ListPolicyTags', { PolicyArn: OWN }),
    iam('TagPolicy', { PolicyArn: OWN, Tags: MORE }),
    iam('ListPolicyTags', { PolicyArn: OWN }),
    iam('UpdateGroup', { GroupName, NewPath: '/' }),
    iam('TagUser', { UserName, Tags: MORE }),
    iam('TagUser', { UserName: 'nobody', Tags: MORE }),
    iam('AttachGroupPolicy', { GroupName, PolicyArn: 'short' }, { differs: 'arn' }),
    iam('AttachGroupPolicy', { GroupName, PolicyArn: SSM_CORE.replace('Core', 'NotThere') }),
    iam('AttachGroupPolicy', { GroupName, PolicyArn: OWN }),
    iam('AttachGroupPolicy', { GroupName, PolicyArn: OWN }),
    iam('AttachGroupPolicy', { GroupName, PolicyArn: SSM_CORE }),
    iam(
      'CreatePolicyVersion',
      { PolicyArn: OWN, PolicyDocument: ALLOW, SetAsDefault: true },
      { differs: 'versionDocument' },
    ),
    iam('DeletePolicyVersion', { PolicyArn: OWN, VersionId: 'v2' }),
    iam('DeletePolicyVersion', { PolicyArn: OWN, VersionId: 'v9' }),
    iam('SetDefaultPolicyVersion', { PolicyArn: OWN, VersionId: 'v9' }),
    iam('SetDefaultPolicyVersion', { PolicyArn: OWN, VersionId: '9' }),
    iam('GetAccountAuthorizationDetails', { Filter: ['User', 'Group'] }),
    iam('GetAccountAuthorizationDetails', { Filter: ['LocalManagedPolicy'] }, { differs: 'policyName' }),
    iam('GetAccountAuthorizationDetails', { Filter: all, MaxItems: 1 }, { differs: 'paging' }),
    ...[3, 4, 5].map(() =>
      iam('CreatePolicyVersion', { PolicyArn: OWN, PolicyDocument: ALLOW }, { differs: 'versionDocument' }),
    ),
    iam('CreatePolicyVersion', { PolicyArn: OWN, PolicyDocument: ALLOW }),
    ...['v3', 'v4', 'v5'].map((VersionId) => iam('DeletePolicyVersion', { PolicyArn: OWN, VersionId })),
    iam('SetDefaultPolicyVersion', { PolicyArn: OWN, VersionId: 'v1' }),
    iam('DeletePolicyVersion', { PolicyArn: OWN, VersionId: 'v2' }),
    iam('DetachGroupPolicy', { GroupName, PolicyArn: OWN }),
    iam('DetachGroupPolicy', { GroupName, PolicyArn: OWN }),
    iam('DetachGroupPolicy', { GroupName, PolicyArn: SSM_CORE }),
    iam('DeleteGroupPolicy', { GroupName, PolicyName: 'own' }),
    iam('RemoveUserFromGroup', { GroupName, UserName }),
    iam('RemoveUserFromGroup', { GroupName, UserName }),
    iam('DeletePolicy', { PolicyArn: OWN }),
    iam('DeletePolicy', { PolicyArn: OWN }),
    iam('DeleteGroup', { GroupName }),
    iam('DeleteGroup', { GroupName }),
  ],
  'IAM, what is in use': [
    iam('CreateGroup', { GroupName }),
    iam('CreateUser', { UserName }),
    iam('AddUserToGroup', { GroupName, UserName }),
    iam('DeleteGroup', { GroupName }, { differs: 'inUse' }),
  ],
  'IAM roles and instance profiles': [
    iam('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST, Tags: TAGS }),
    iam('CreateRole', { RoleName, AssumeRolePolicyDocument: TRUST }),
    iam('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: '{}' }),
    iam('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: TRUST }),
    iam('AttachRolePolicy', { RoleName, PolicyArn: SSM_CORE }),
    iam('GetInstanceProfile', { InstanceProfileName }),
    iam('CreateInstanceProfile', { InstanceProfileName, Tags: TAGS }),
    iam('CreateInstanceProfile', { InstanceProfileName }),
    iam('AddRoleToInstanceProfile', { InstanceProfileName, RoleName }),
    iam('AddRoleToInstanceProfile', { InstanceProfileName, RoleName }),
    iam('TagRole', { RoleName, Tags: MORE }),
    iam('TagInstanceProfile', { InstanceProfileName, Tags: MORE }),
    iam('GetInstanceProfile', { InstanceProfileName }, { differs: 'encoding' }),
    iam('DeleteRole', { RoleName }),
    iam('DeleteInstanceProfile', { InstanceProfileName }),
    iam('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }),
    iam('RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }, { differs: 'notInProfile' }),
    iam('GetAccountAuthorizationDetails', { Filter: ['Role'] }, { differs: 'encoding' }),
    iam('DeleteInstanceProfile', { InstanceProfileName }),
    iam('DeleteInstanceProfile', { InstanceProfileName }),
    iam('DeleteRole', { RoleName }),
    iam('DetachRolePolicy', { RoleName, PolicyArn: SSM_CORE }),
    iam('DetachRolePolicy', { RoleName, PolicyArn: SSM_CORE }),
    iam('DeleteRolePolicy', { RoleName, PolicyName: 'own' }),
    iam('DeleteRole', { RoleName }),
    iam('DeleteRole', { RoleName }),
  ],
};
