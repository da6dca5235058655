import type { Place } from '../../../src/policies/index.ts';
import type { TableRow } from '../rows.ts';
import { rowMakers, stranger } from './row-makers.ts';

/** What a launch needs besides the launch itself, and the ways into an instance. */
export function connectRows(place: Place): TableRow[] {
  return [...launchRows(place), ...sessionRows(place), ...parameterRows(place)];
}

function launchRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  const ec2 = (resource: string) => arn('ec2', resource);
  const group = ec2('security-group/g');
  const key = ec2('key-pair/k');
  return [
    ...grant('ec2: CreateSecurityGroup', [group, ec2('vpc/v')], 'without inbound rules, for a first task or instance'),
    ...grant('ec2: DeleteSecurityGroup', group, 'EC2 keeps groups that are in use'),
    ...grant('ec2: CreateKeyPair ImportKeyPair DeleteKeyPair', key, 'the launch page offers it; nothing else uses it'),
    ...['CreateSecurityGroup', 'CreateKeyPair', 'ImportKeyPair'].flatMap((created) =>
      grant('ec2: CreateTags', created === 'CreateSecurityGroup' ? group : key, 'tags with the new thing', {
        'ec2:CreateAction': created,
      }),
    ),
    ...refuse('ec2: CreateTags', group, 'tags later', { 'ec2:CreateAction': null }),
    ...refuse('ec2: CreateTags', key, 'tags with something else', { 'ec2:CreateAction': 'CreateVpc' }),
    ...refuse(
      'ec2: AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress ModifySecurityGroupRules',
      group,
      'IAM cannot limit the addresses of a rule',
    ),
    ...refuse('ec2: DeleteVpc ModifyVpcAttribute', ec2('vpc/v'), "networks are the admin's"),
  ];
}

function sessionRows(place: Place): TableRow[] {
  const { grant, refuse, arn, away } = rowMakers(['analyst'], place);
  const instance = arn('ec2', 'instance/i-1');
  const document = (name: string) => arn('ssm', `document/${name}`);
  const shell = document('SSM-SessionManagerRunShell');
  const user = `analyst_${place.name}`;
  return [
    ...grant('ssm: StartSession', [instance, shell], 'a shell by Session Manager'),
    ...grant('ssm: GetDocument', shell, 'the preferences of the shell'),
    ...refuse('ssm: GetDocument', document('AWS-RunShellScript'), 'the shell document only'),
    ...grant('ec2-instance-connect: SendSSHPublicKey', instance, 'a shell by EC2 Instance Connect'),
    ...grant('ssm: ResumeSession TerminateSession', arn('ssm', `session/${user}-0a1b2c`), 'own sessions'),
    ...refuse('ssm: ResumeSession TerminateSession', arn('ssm', 'session/admin_x-0a1b2c'), "others' sessions"),
    ...refuse('ssm: TerminateSession', arn('ssm', `session/${user}2-0a1b2c`), 'a longer name'),
    ...refuse('ssm: StartSession', arn('ssm', 'managed-instance/mi-1'), 'not an instance of EC2'),
    ...refuse('ssm: StartSession', arn('ecs', 'task/c/t'), "ECS Exec into others' tasks"),
    ...['AWS-StartPortForwardingSessionToRemoteHost', 'AWS-StartSSHSession', 'SSM-SessionManagerRunShell2'].flatMap(
      (name) => refuse('ssm: StartSession', [instance, document(name)], 'the shell document only'),
    ),
    ...refuse('ssm: SendCommand', [instance, document('AWS-RunShellScript')], 'leaves no session to see'),
    ...refuse('ssm: CreateDocument UpdateDocument DeleteDocument', shell, 'what a session runs'),
    ...refuse('ssm: StartAutomationExecution', arn('ssm', 'automation-definition/x:1'), 'runs with roles'),
    ...refuse('ec2-instance-connect: SendSerialConsoleSSHPublicKey', instance, 'the serial console stays off'),
    ...refuse('ssm: StartSession', [arn('ec2', 'instance/i-1', away), shell], 'at home only'),
    ...refuse('ssm: StartSession', [instance.replace(place.accountId, stranger), shell], 'of this account only'),
  ];
}

const parameterReads = 'ssm: GetParameter GetParameters GetParametersByPath';

function parameterRows(place: Place): TableRow[] {
  const { grant, refuse, arn } = rowMakers(['analyst'], place);
  const image = arn('ssm', 'parameter/aws/service/eks/optimized-ami/x');
  return [
    ...grant(parameterReads, image, 'the newest image'),
    ...refuse(parameterReads, arn('ssm', 'parameter/db-password'), 'secrets of this account'),
    ...refuse(parameterReads, arn('ssm', 'parameter/aws/services'), 'public ones only'),
    ...refuse('ssm: PutParameter DeleteParameter GetParameterHistory', image, 'reads only'),
  ];
}
