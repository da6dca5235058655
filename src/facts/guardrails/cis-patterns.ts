/** An alarm that CIS AWS Foundations 7.0 asks for: its number, what it tells of, and the events. */
export interface CisAlarm {
  number: string;
  /** Its alarm, metric filter and metric have this name. */
  name: string;
  tells: string;
  pattern: string;
  /** What CIS names, where its pattern is a list of names. */
  events?: CisEvents;
  /** Other patterns that CIS 7.0 gives for it. */
  also?: readonly string[];
}

/** Names of events of one source; `isNamed` says that the pattern of CIS has the source as well. */
export interface CisEvents {
  names: readonly string[];
  source: string;
  isNamed: boolean;
}

/** The names of all of them begin so. */
export const CIS_PREFIX = 'aws-baseline-cis-';

type Named = [number: string, word: string, tells: string];

const cis = (
  [number, word, tells]: Named,
  pattern: string,
  more: Pick<CisAlarm, 'events' | 'also'> = {},
): CisAlarm => ({
  ...{ number, name: `${CIS_PREFIX}${number}-${word}`, tells, pattern },
  ...more,
});

// One of the events, of any service or of one. The order of the names is that of AWS's page. `less` are names that CIS
// does not have.
function oneOf(named: Named, names: string, service: string, has: Has, less: readonly string[] = []): CisAlarm {
  const source = `${service}.amazonaws.com`;
  const all = names.split(' ');
  const any = all.map((name) => `($.eventName=${name})`).join(' || ');
  const pattern = has === 'no source' ? `{${any}}` : `{($.eventSource=${source}) && (${any})}`;
  const events = { names: all.filter((one) => !less.includes(one)), source, isNamed: has === 'the source' };
  return cis(named, pattern, { events });
}

/** Whether the pattern has the source: for AWS and CIS, for AWS only, or for neither. */
type Has = 'the source' | 'the source for AWS' | 'no source';

/**
 * The 15 alarms in the order of CIS. The patterns of 5.1 to 5.14 are those of the Security Hub page "Security Hub CSPM
 * controls for Amazon CloudWatch", controls CloudWatch.1 to CloudWatch.14, for example "{($.eventName=ConsoleLogin) &&
 * ($.errorMessage="Failed authentication")}": "Additional fields or terms cannot be added to the metric filters". Security
 * Hub has no control for 5.15: its events are those of CIS, and three more.
 */
export const CIS_ALARMS: readonly CisAlarm[] = [
  cis(
    ['5.1', 'denied-calls', 'denied API calls'],
    '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    {
      also: [
        '{($.errorCode=*UnauthorizedOperation) || ($.errorCode=AccessDenied*) && ($.sourceIPAddress!=delivery.logs.amazonaws.com) && ($.eventName!=HeadBucket)}',
        '{(($.errorCode=*UnauthorizedOperation) || ($.errorCode=AccessDenied*)) && ($.sourceIPAddress!=delivery.logs.amazonaws.com) && ($.eventName!=HeadBucket)}',
      ],
    },
  ),
  cis(
    ['5.2', 'sign-in-without-mfa', 'console sign-ins of IAM users without MFA'],
    '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success")}',
    { also: ['{($.eventName=ConsoleLogin) && ($.additionalEventData.MFAUsed!=Yes)}'] },
  ),
  cis(
    ['5.3', 'root-use', 'use of the root user'],
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  ),
  oneOf(
    ['5.4', 'iam-policies', 'changes to IAM policies'],
    'DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy',
    'iam',
    'the source for AWS',
  ),
  oneOf(
    ['5.5', 'trails', 'changes to trails'],
    'CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging',
    'cloudtrail',
    'no source',
  ),
  cis(
    ['5.6', 'failed-sign-ins', 'failed console sign-ins'],
    '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  ),
  oneOf(
    ['5.7', 'kms-keys', 'KMS keys that are disabled or scheduled for deletion'],
    'DisableKey ScheduleKeyDeletion',
    'kms',
    'the source',
  ),
  oneOf(
    ['5.8', 'bucket-policies', 'changes to bucket policies, ACLs, CORS, lifecycle and replication'],
    'PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication',
    's3',
    'the source',
  ),
  oneOf(
    ['5.9', 'config', 'changes to AWS Config'],
    'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
    'config',
    'the source',
  ),
  oneOf(
    ['5.10', 'security-groups', 'changes to security groups'],
    'AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup',
    'ec2',
    'no source',
  ),
  oneOf(
    ['5.11', 'network-acls', 'changes to network ACLs'],
    'CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation',
    'ec2',
    'no source',
  ),
  oneOf(
    ['5.12', 'gateways', 'changes to internet and customer gateways'],
    'CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway',
    'ec2',
    'no source',
  ),
  oneOf(
    ['5.13', 'route-tables', 'changes to route tables'],
    'CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable',
    'ec2',
    'the source',
  ),
  oneOf(
    ['5.14', 'vpcs', 'changes to VPCs'],
    'CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink',
    'ec2',
    'no source',
  ),
  oneOf(
    ['5.15', 'organizations', 'changes to AWS Organizations'],
    'AcceptHandshake AttachPolicy CancelHandshake CreateAccount CreateOrganization CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy EnableAllFeatures EnablePolicyType InviteAccountToOrganization LeaveOrganization DetachPolicy DisablePolicyType MoveAccount RemoveAccountFromOrganization UpdateOrganizationalUnit UpdatePolicy',
    'organizations',
    'the source',
    ['CancelHandshake', 'CreateOrganization', 'EnableAllFeatures'],
  ),
];
