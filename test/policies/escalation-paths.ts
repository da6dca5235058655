/** `residual`: open and known; the explanation tells it and `verify` looks for it. */
export type Verdict = 'closed' | 'residual';

/** A known way to become more than one is. It leads somewhere only if every request it needs is allowed. */
export interface EscalationPath {
  source: string;
  path: string;
  /** `action resource [service that gets the role]`; the resource without the head of its ARN, `OWN` the own user. */
  needs: string[];
  engineer: Verdict;
  analyst: Verdict;
}

const rhino = 'Rhino Security Labs, AWS privilege escalation methods';
const pathfinding = (id: string) => `pathfinding.cloud ${id}`;
const ours = 'own reading of the service data';

function closed(source: string, path: string, ...needs: string[]): EscalationPath {
  return { source, path, needs, engineer: 'closed', analyst: 'closed' };
}

/** An administrator's role handed to a service that then works for the caller. */
function passing(source: string, service: string, need: string): EscalationPath {
  const pass = `iam:PassRole role/administrator ${service}.amazonaws.com`;
  return closed(source, `an administrator's role handed to ${service}: ${need}`, pass, need);
}

const identities = [
  closed(rhino, 'a wider version of the own policy', 'iam:CreatePolicyVersion policy/engineer_access'),
  closed(rhino, 'an older, wider version', 'iam:SetDefaultPolicyVersion policy/analyst_access'),
  closed(rhino, 'AdministratorAccess for oneself', 'iam:AttachUserPolicy OWN'),
  closed(rhino, 'AdministratorAccess for the group', 'iam:AttachGroupPolicy group/engineer'),
  closed(rhino, 'a passable role made stronger', 'iam:AttachRolePolicy role/aws-baseline/analyst/x'),
  closed(rhino, 'an inline policy for oneself', 'iam:PutUserPolicy OWN'),
  closed(rhino, 'an inline policy for the group', 'iam:PutGroupPolicy group/analyst'),
  closed(rhino, 'an inline policy for a passable role', 'iam:PutRolePolicy role/aws-baseline/engineer/x'),
  closed(rhino, 'into the admin group', 'iam:AddUserToGroup group/admin'),
  closed(rhino, "an administrator's access key", 'iam:CreateAccessKey user/admin_acme'),
  closed(rhino, 'a password for a user without one', 'iam:CreateLoginProfile user/robot'),
  closed(rhino, "an administrator's new password", 'iam:UpdateLoginProfile user/admin_acme'),
  closed(rhino, 'a role that trusts oneself', 'iam:UpdateAssumeRolePolicy role/x', 'sts:AssumeRole role/x'),
  closed(pathfinding('sts-001'), 'a role that trusts the account', 'sts:AssumeRole role/x'),
  closed(ours, 'a new role under the passable path', 'iam:CreateRole role/aws-baseline/analyst/new'),
  closed(ours, 'a role into a profile', 'iam:AddRoleToInstanceProfile instance-profile/aws-baseline/analyst/x'),
  closed(ours, 'the own boundary lifted', 'iam:DeleteUserPermissionsBoundary OWN'),
  closed(ours, 'a Bedrock key, which knows no MFA', 'iam:CreateServiceSpecificCredential OWN'),
];

const passRole = [
  passing(rhino, 'ec2', 'ec2:RunInstances instance/i'),
  passing(rhino, 'lambda', 'lambda:CreateFunction function:x'),
  passing(rhino, 'glue', 'glue:CreateDevEndpoint *'),
  passing(rhino, 'cloudformation', 'cloudformation:CreateStack stack/x/y'),
  passing(rhino, 'datapipeline', 'datapipeline:CreatePipeline *'),
  passing(pathfinding('sagemaker-001'), 'sagemaker', 'sagemaker:CreateNotebookInstance notebook-instance/x'),
  passing(pathfinding('sagemaker-002'), 'sagemaker', 'sagemaker:CreateTrainingJob training-job/x'),
  passing(pathfinding('sagemaker-003'), 'sagemaker', 'sagemaker:CreateProcessingJob processing-job/x'),
  passing(pathfinding('glue-003'), 'glue', 'glue:CreateJob job/x'),
  passing(pathfinding('glue-005'), 'glue', 'glue:UpdateJob job/x'),
  passing(ours, 'glue', 'glue:CreateSession session/x'),
  passing(pathfinding('ecs-003'), 'ecs-tasks', 'ecs:CreateService service/c/s'),
  passing(pathfinding('ecs-004'), 'ecs-tasks', 'ecs:RegisterTaskDefinition task-definition/x:1'),
  passing(pathfinding('ecs-008'), 'ecs-tasks', 'ecs:RunTask task-definition/x:1'),
  passing(pathfinding('ecs-009'), 'ecs-tasks', 'ecs:StartTask task-definition/x:1'),
  passing(pathfinding('ec2-004'), 'ec2', 'ec2:RequestSpotInstances image/ami-1'),
  passing(pathfinding('codebuild-001'), 'codebuild', 'codebuild:CreateProject project/x'),
  passing(pathfinding('cloudformation-003'), 'cloudformation', 'cloudformation:CreateStackSet *'),
  passing(ours, 'ec2', 'eks:CreateNodegroup cluster/c'),
  passing(ours, 'pods.eks', 'eks:CreatePodIdentityAssociation cluster/c'),
  passing(ours, 'batchoperations.s3', 's3:CreateJob *'),
  passing(ours, 'states', 'states:CreateStateMachine stateMachine:x'),
  passing(ours, 'ssm', 'ssm:StartAutomationExecution automation-definition/x:1'),
];

const existing = [
  closed(rhino, 'new code for a function that exists', 'lambda:UpdateFunctionCode function:x'),
  closed(rhino, 'a new SSH key for a dev endpoint', 'glue:UpdateDevEndpoint devEndpoint/x'),
  closed(pathfinding('ec2-002'), 'new user data for an instance', 'ec2:ModifyInstanceAttribute instance/i'),
  closed(pathfinding('ec2-005'), 'a new launch template version', 'ec2:CreateLaunchTemplateVersion launch-template/l'),
  closed(ours, 'another profile for an instance', 'ec2:AssociateIamInstanceProfile instance/i'),
  closed(pathfinding('ssm-002'), 'a command on an instance', 'ssm:SendCommand instance/i'),
  closed(pathfinding('ecs-006'), 'a shell in a running task', 'ecs:ExecuteCommand task/c/t'),
  closed(pathfinding('ecs-007'), 'an instance that poses as a node', 'ecs:RegisterContainerInstance cluster/c'),
  closed(pathfinding('cloudformation-002'), 'another template for a stack', 'cloudformation:UpdateStack stack/x/y'),
  closed(ours, 'an EKS access entry for oneself', 'eks:CreateAccessEntry cluster/c'),
  closed(ours, 'cluster-admin for an access entry', 'eks:AssociateAccessPolicy access-entry/c/user/1/x/2'),
  closed(ours, 'an identity provider for EKS', 'eks:AssociateIdentityProviderConfig cluster/c'),
  closed(ours, 'a shell in a SageMaker space', 'sagemaker:StartSession space/d/s'),
  closed(ours, 'other accounts into the catalog', 'glue:PutResourcePolicy catalog'),
  closed(ours, 'a bucket policy for oneself', 's3:PutBucketPolicy acme-landing-zone'),
];

const notebook = 'notebook-instance/x';
const startScript = ['StopNotebookInstance', 'UpdateNotebookInstance', 'StartNotebookInstance'];
const openToAnalysts = [
  closed(pathfinding('ec2-003'), 'an SSH key for an instance', 'ec2-instance-connect:SendSSHPublicKey instance/i'),
  closed(
    pathfinding('ssm-001'),
    'a session on an instance',
    'ssm:StartSession instance/i',
    'ssm:StartSession document/SSM-SessionManagerRunShell',
  ),
  closed(
    pathfinding('sagemaker-004'),
    'a notebook that exists',
    `sagemaker:CreatePresignedNotebookInstanceUrl ${notebook}`,
  ),
  closed(
    pathfinding('sagemaker-005'),
    'its start script',
    ...startScript.map((name) => `sagemaker:${name} ${notebook}`),
  ),
  closed(ours, 'a Studio profile that exists', 'sagemaker:CreatePresignedDomainUrl user-profile/d/u'),
  closed(
    ours,
    'a pipeline that exists',
    'sagemaker:UpdatePipeline pipeline/p',
    'sagemaker:StartPipelineExecution pipeline/p',
  ),
].map((path): EscalationPath => ({ ...path, analyst: 'residual' }));

const openToEngineers = [
  closed(ours, 'other arguments for a Glue job that exists', 'glue:StartJobRun job/x'),
  closed(ours, 'code in a Glue session that exists', 'glue:RunStatement session/s'),
].map((path): EscalationPath => ({ ...path, engineer: 'residual' }));

/** All paths we know of that concern what an engineer or an analyst could reach. */
export const escalationPaths = [...identities, ...passRole, ...existing, ...openToAnalysts, ...openToEngineers];
