import { actions, allow, type Clause } from './document.ts';
import { arn, type Place } from './place.ts';

/** Only the resource types of a launch. ARNs of images and snapshots have no account ID. */
export function launchesInstances(place: Place): Clause {
  const types = 'instance key-pair launch-template network-interface security-group subnet volume'.split(' ');
  return allow('LaunchInstances', 'Launch EC2 instances in the home Region in existing networks.', {
    Action: 'ec2:RunInstances',
    Resource: [
      ...['image', 'snapshot'].map((type) => `arn:${place.partition}:ec2:${place.region}::${type}/*`),
      ...types.map((type) => arn(place, 'ec2', `${type}/*`)),
    ],
  });
}

/**
 * A group without inbound rules is enough for Session Manager and for a task. IAM has no condition key for the addresses of
 * a rule, so a permission to add rules would be one to open a port to the world (page "Actions, resources, and condition
 * keys for Amazon EC2"). EC2 deletes no group that is in use, and running instances keep the key pairs they have.
 */
export function preparesLaunch(place: Place): Clause {
  return allow('PrepareLaunch', 'Create and delete key pairs, and security groups that nothing inbound can pass.', {
    Action: actions('ec2', 'CreateKeyPair CreateSecurityGroup DeleteKeyPair DeleteSecurityGroup ImportKeyPair'),
    Resource: ['key-pair', 'security-group', 'vpc'].map((type) => arn(place, 'ec2', `${type}/*`)),
  });
}

export function tagsWhileLaunching(place: Place): Clause {
  const types = ['instance', 'key-pair', 'network-interface', 'security-group', 'volume'];
  return allow('TagWhileLaunching', 'Tag a new instance, its parts, key pair or security group, but not later.', {
    Action: 'ec2:CreateTags',
    Resource: types.map((type) => arn(place, 'ec2', `${type}/*`)),
    Condition: {
      StringEquals: {
        'ec2:CreateAction': ['CreateKeyPair', 'CreateSecurityGroup', 'ImportKeyPair', 'RunInstances'],
      },
    },
  });
}

/** No ModifyInstanceAttribute: new user data would run with the role of an existing instance. */
export function operatesInstances(place: Place): Clause {
  return allow('OperateInstances', 'Start, stop, reboot and terminate instances; see their console output.', {
    Action: actions(
      'ec2',
      'GetConsoleOutput GetConsoleScreenshot RebootInstances StartInstances StopInstances TerminateInstances',
    ),
    Resource: arn(place, 'ec2', 'instance/*'),
  });
}

/**
 * Systems Manager checks the document whether it is named or the default (pages "Start a default shell session by
 * specifying the default session document" and "Start a session with a document"), so port forwarding, which has documents
 * of its own, stays closed.
 */
export function startsSessions(place: Place): Clause {
  return allow('StartSessions', "Open a shell on this account's instances; it has the role of the instance.", {
    Action: ['ec2-instance-connect:SendSSHPublicKey', 'ssm:GetDocument', 'ssm:StartSession'],
    Resource: [arn(place, 'ec2', 'instance/*'), arn(place, 'ssm', 'document/SSM-SessionManagerRunShell')],
  });
}

/**
 * SSH only. Without the condition, an endpoint takes ports 22 and 3389 (AWS pages "Connect to your instances using EC2
 * Instance Connect Endpoint" and "Grant permissions to use EC2 Instance Connect Endpoint").
 */
export function opensTunnels(place: Place): Clause {
  return allow(
    'OpenTunnels',
    'Connect by SSH to instances without public addresses, by EC2 Instance Connect Endpoints.',
    {
      Action: 'ec2-instance-connect:OpenTunnel',
      Resource: arn(place, 'ec2', 'instance-connect-endpoint/*'),
      Condition: { NumericEquals: { 'ec2-instance-connect:remotePort': '22' } },
    },
  );
}

/** A session ID begins with the user name (AWS page "Control session access to managed nodes"). */
export function ownSessions(place: Place): Clause {
  return allow('OwnSessions', 'Resume and end your own sessions on instances.', {
    Action: ['ssm:ResumeSession', 'ssm:TerminateSession'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an IAM policy variable, not ours
    Resource: arn(place, 'ssm', 'session/${aws:username}-*'),
  });
}

/** Public parameters have no account ID in their ARNs, but Systems Manager takes both forms. */
export function readsPublicParameters(place: Place): Clause {
  const under = 'parameter/aws/service/*';
  return allow('ReadPublicParameters', 'Read the public parameters that name the newest images of AWS.', {
    Action: actions('ssm', 'GetParameter GetParameters GetParametersByPath'),
    Resource: [`arn:${place.partition}:ssm:${place.region}::${under}`, arn(place, 'ssm', under)],
  });
}
