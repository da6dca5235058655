/** An alarm that CIS AWS Foundations 7.0 asks for: its number, what it tells of, and the events. */
export interface CisAlarm {
  number: string;
  /** Its alarm, metric filter and metric have this name. */
  name: string;
  tells: string;
  pattern: string;
}

/** The names of all of them begin so. */
export const CIS_PREFIX = 'aws-baseline-cis-';

// One of the events, of any service or of one. The order of the names is that of AWS's page.
function oneOf(names: string, source?: string): string {
  const any = names.split(' ').map((name) => `($.eventName=${name})`);
  return source ? `{($.eventSource=${source}) && (${any.join(' || ')})}` : `{${any.join(' || ')}}`;
}

const cis = (number: string, word: string, tells: string, pattern: string): CisAlarm => ({
  number,
  name: `${CIS_PREFIX}${number}-${word}`,
  tells,
  pattern,
});

/**
 * The 15 alarms in the order of CIS. The patterns of 5.1 to 5.14 are those of the Security Hub page "Security Hub CSPM
 * controls for Amazon CloudWatch", controls CloudWatch.1 to CloudWatch.14, for example "{($.eventName=ConsoleLogin) &&
 * ($.errorMessage="Failed authentication")}". Security Hub has no control for 5.15: its events are those of CIS.
 */
export const CIS_ALARMS: readonly CisAlarm[] = [
  cis(
    '5.1',
    'denied-calls',
    'denied API calls',
    '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  ),
  cis(
    '5.2',
    'sign-in-without-mfa',
    'console sign-ins of IAM users without MFA',
    '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success")}',
  ),
  cis(
    '5.3',
    'root-use',
    'use of the root user',
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  ),
  cis(
    '5.4',
    'iam-policies',
    'changes to IAM policies',
    oneOf(
      'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
      'iam.amazonaws.com',
    ),
  ),
  cis('5.5', 'trails', 'changes to trails', oneOf('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging')),
  cis(
    '5.6',
    'failed-sign-ins',
    'failed console sign-ins',
    '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  ),
  cis(
    '5.7',
    'kms-keys',
    'KMS keys that are disabled or scheduled for deletion',
    oneOf('DisableKey ScheduleKeyDeletion', 'kms.amazonaws.com'),
  ),
  cis(
    '5.8',
    'bucket-policies',
    'changes to bucket policies, ACLs, CORS, lifecycle and replication',
    oneOf(
      'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
      's3.amazonaws.com',
    ),
  ),
  cis(
    '5.9',
    'config',
    'changes to AWS Config',
    oneOf(
      'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
      'config.amazonaws.com',
    ),
  ),
  cis(
    '5.10',
    'security-groups',
    'changes to security groups',
    oneOf(
      'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup',
    ),
  ),
  cis(
    '5.11',
    'network-acls',
    'changes to network ACLs',
    oneOf(
      'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
    ),
  ),
  cis(
    '5.12',
    'gateways',
    'changes to internet and customer gateways',
    oneOf(
      'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
    ),
  ),
  cis(
    '5.13',
    'route-tables',
    'changes to route tables',
    oneOf(
      'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
      'ec2.amazonaws.com',
    ),
  ),
  cis(
    '5.14',
    'vpcs',
    'changes to VPCs',
    oneOf(
      'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
    ),
  ),
  cis(
    '5.15',
    'organizations',
    'changes to AWS Organizations',
    oneOf(
      'AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy EnableAllFeatures EnablePolicyType InviteAccountToOrganization LeaveOrganization DetachPolicy DisablePolicyType MoveAccount RemoveAccountFromOrganization UpdateOrganizationalUnit UpdatePolicy',
      'organizations.amazonaws.com',
    ),
  ),
];
