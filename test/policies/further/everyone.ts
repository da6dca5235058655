import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers } from './row-makers.ts';

/** What engineers and analysts may do with their own user, and how they must not become more. */
export function everyoneRows(topic: 'engineer' | 'analyst', place: Place): TableRow[] {
  const { grant, refuse, arn, iam, own, globalRegion } = rowMakers([topic], place);
  const at = { 'aws:RequestedRegion': globalRegion };
  const withoutMfa = { ...at, 'aws:MultiFactorAuthPresent': 'false' };
  const noMfaKey = { ...at, 'aws:MultiFactorAuthPresent': null, 'aws:MultiFactorAuthAge': null };
  const other = iam('user/somebody');
  const other_group = topic === 'engineer' ? 'analyst' : 'engineer';
  const localhost = `arn:${place.partition}:signin:${globalRegion}:${place.accountId}:oauth2/public-client/localhost`;
  const device = iam(`mfa/${topic}_${place.name}`);
  return [
    ...grant('iam: ChangePassword EnableMFADevice GetMFADevice GetUser ListMFADevices ResyncMFADevice', own, 'own', at),
    ...grant('iam: GetLoginProfile', own, 'the page with the own credentials', at),
    ...refuse('iam: GetLoginProfile', other, "somebody else's", at),
    ...grant('iam: GetAccountPasswordPolicy GetAccountSummary ListVirtualMFADevices', '*', 'sign-in pages', at),
    ...grant('iam: ListRoles', '*', 'pages offer roles by name', at),
    ...grant('iam: ListAccountAliases', '*', 'the console shows it', at),
    ...grant('account: ListRegions', `arn:${place.partition}:account::${place.accountId}:account`, 'the console', at),
    ...grant('health: DescribeEventAggregates', '*', 'the console shows how many', at),
    ...refuse('health: DescribeEventDetails EnableHealthServiceAccessForOrganization', '*', 'the number only', at),
    ...grant('iam: CreateVirtualMFADevice', iam('mfa/any-name'), 'devices have free names', at),
    ...grant('iam: DeactivateMFADevice', own, 'with MFA', at),
    ...grant('iam: DeleteVirtualMFADevice', device, 'with MFA', at),
    ...grant('iam: DeleteVirtualMFADevice', `${device}-phone`, 'several devices', at),
    ...refuse('iam: DeactivateMFADevice', own, 'a stolen password must not take MFA away', withoutMfa),
    ...refuse('iam: DeactivateMFADevice', own, 'nor a stolen key', noMfaKey),
    ...refuse('iam: DeleteVirtualMFADevice', device, 'a stolen password must not take MFA away', withoutMfa),
    ...refuse('iam: DeleteVirtualMFADevice TagMFADevice', iam('mfa/somebody'), "somebody else's device", at),
    ...refuse('iam: DeleteVirtualMFADevice', iam('mfa/somebody-phone'), "somebody else's device", at),
    ...refuse('iam: DeleteVirtualMFADevice', `${device}2`, 'a device of a user with a longer name', at),
    ...grant('signin: AuthorizeOAuth2Access CreateOAuth2Token', localhost, 'aws login', at),
    ...grant('signin: AuthorizeOAuth2Access', localhost.replace('localhost', 'remote'), 'aws login --remote', at),
    ...refuse('signin: RevokeOAuth2Token IntrospectOAuth2Token', localhost, 'no more than aws login needs', at),
    ...refuse('signin: CreateOAuth2Token', localhost.replace(/oauth2.*/, 'service-principal/x'), 'for people', at),
    ...grant('sts: GetCallerIdentity GetSessionToken DecodeAuthorizationMessage', '*', 'who am I', at),
    ...grant(
      'iam: GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies',
      iam(`role/aws-baseline/${topic}/x`),
      'roles of theirs',
      at,
    ),
    ...[...['scheduler', 'ec2', 'lambda'].map((name) => `${name}.amazonaws.com`), null].flatMap((service) =>
      refuse('iam: PassRole', iam('role/aws-baseline/account/aws-baseline-schedule'), 'it terminates instances', {
        'iam:PassedToService': service,
      }),
    ),
    ...refuse(
      'scheduler: CreateSchedule UpdateSchedule DeleteSchedule',
      arn('scheduler', 'schedule/aws-baseline-schedule/aws-baseline-delete-after'),
      "schedules are the admin's",
    ),
    ...refuse('iam: GetRole', iam(`role/aws-baseline/${other_group}/x`), 'roles of the other group', at),
    ...refuse(
      'iam: PutRolePolicy AttachRolePolicy UpdateAssumeRolePolicy DeleteRolePermissionsBoundary',
      iam(`role/aws-baseline/${topic}/x`),
      'a passable role made stronger',
      at,
    ),
    ...refuse(
      'iam: CreateRole DeleteRole TagRole UpdateRole',
      iam(`role/aws-baseline/${topic}/x`),
      "roles are the admin's",
      at,
    ),
    ...refuse(
      'iam: AttachUserPolicy PutUserPolicy DeleteUserPermissionsBoundary CreateServiceSpecificCredential ResetServiceSpecificCredential UploadSSHPublicKey UploadSigningCertificate CreateLoginProfile UpdateLoginProfile UpdateUser DeleteUser TagUser',
      own,
      'more than the own password and MFA',
      at,
    ),
    ...refuse(
      'iam: CreateAccessKey UpdateAccessKey DeleteAccessKey CreateLoginProfile UpdateLoginProfile EnableMFADevice DeactivateMFADevice ResyncMFADevice ChangePassword',
      other,
      "somebody else's user",
      at,
    ),
    ...refuse(
      'iam: AddUserToGroup AttachGroupPolicy PutGroupPolicy DetachGroupPolicy RemoveUserFromGroup',
      iam(`group/${topic}`),
      "groups are the admin's",
      at,
    ),
    ...refuse(
      'iam: CreatePolicy CreatePolicyVersion SetDefaultPolicyVersion DeletePolicy',
      iam(`policy/${topic}_access`),
      "policies are the admin's",
      at,
    ),
    ...refuse(
      'iam: AddRoleToInstanceProfile CreateInstanceProfile',
      iam('instance-profile/aws-baseline/analyst/x'),
      "profiles are the admin's",
      at,
    ),
    ...refuse('iam: CreateUser', iam('user/new'), "people are the admin's", at),
    ...refuse(
      'iam: CreateAccountAlias UpdateAccountPasswordPolicy GetAccountAuthorizationDetails ListUsers',
      '*',
      "the account is the admin's",
      at,
    ),
    ...refuse(
      'iam: CreateServiceLinkedRole',
      iam('role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot'),
      'not of theirs',
      { ...at, 'iam:AWSServiceName': 'spot.amazonaws.com' },
    ),
    ...refuse('sts: AssumeRole', iam(`role/aws-baseline/${topic}/x`), 'roles are for services', at),
    ...refuse(
      'payments: MakePayment ListPaymentInstruments ListPaymentPreferences CreatePaymentInstrument',
      '*',
      'no group gets payments',
      at,
    ),
    ...refuse(
      'account: CloseAccount PutAlternateContact PutContactInformation EnableRegion',
      `arn:${place.partition}:account::${place.accountId}:account`,
      'nobody but root, nobody but admin',
      at,
    ),
    ...refuse(
      'budgets: ModifyBudget',
      `arn:${place.partition}:budgets::${place.accountId}:budget/x`,
      'reads, never changes',
      at,
    ),
    ...refuse(
      'billing: UpdateBillingPreferences PutContractInformation RedeemCredits UpdateIAMAccessPreference',
      '*',
      'reads, never changes',
      at,
    ),
    ...refuse(
      'billing: PutResourcePolicy GetResourcePolicy',
      `arn:${place.partition}:billing::${place.accountId}:billingview/primary`,
      'sharing bills',
      at,
    ),
    ...refuse('ce: CreateCostCategoryDefinition UpdatePreferences CreateReport', '*', 'reads, never changes', at),
    ...refuse('freetier: PutFreeTierAlertPreference UpgradeAccountPlan', '*', 'reads, never changes', at),
    ...refuse('invoicing: PutInvoiceEmailDeliveryPreferences', '*', 'reads, never changes', at),
    ...refuse('tax: PutTaxRegistration GetTaxInterview PutTaxInterview', '*', 'reads, never changes', at),
    ...refuse(
      'purchase-orders: AddPurchaseOrder',
      `arn:${place.partition}:purchase-orders::${place.accountId}:purchase-order/x`,
      'reads, never changes',
      at,
    ),
    ...refuse('cur: PutClassicReportPreferences', '*', 'reads, never changes', at),
  ];
}
