/** `residual`: open, known, told by `explain` and looked for by `verify`. */
export type Verdict = 'closed' | 'residual';

/** A known way to become more than one is. It works only if every request it needs is allowed. */
export interface EscalationPath {
  source: string;
  path: string;
  /** `action resource [service the role is handed to]`; the resource without the ARN's head, `OWN` the own user. */
  needs: string[];
  engineer: Verdict;
  analyst: Verdict;
}

const closed = { engineer: 'closed', analyst: 'closed' } as const;
const rhino = (method: string) => `Rhino Security Labs, AWS privilege escalation methods: ${method}`;
const pathfinding = 'pathfinding.cloud';
const passing = (service: string) => `iam:PassRole role/administrator ${service}.amazonaws.com`;

const policyEdits: EscalationPath[] = [
  ['CreatePolicyVersion', 'a wider version of the own policy', 'iam:CreatePolicyVersion policy/engineer_access'],
  ['SetDefaultPolicyVersion', 'an older, wider version', 'iam:SetDefaultPolicyVersion policy/analyst_access'],
  ['AttachUserPolicy', 'AdministratorAccess for oneself', 'iam:AttachUserPolicy OWN'],
  ['AttachGroupPolicy', 'AdministratorAccess for the group', 'iam:AttachGroupPolicy group/engineer'],
  ['AttachRolePolicy', 'a passable role made stronger', 'iam:AttachRolePolicy role/aws-baseline/analyst/x'],
  ['PutUserPolicy', 'an inline policy for oneself', 'iam:PutUserPolicy OWN'],
  ['PutGroupPolicy', 'an inline policy for the group', 'iam:PutGroupPolicy group/analyst'],
  ['PutRolePolicy', 'an inline policy for a passable role', 'iam:PutRolePolicy role/aws-baseline/engineer/x'],
  ['AddUserToGroup', 'into the admin group', 'iam:AddUserToGroup group/admin'],
  ['CreateAccessKey', 'a key of an administrator', 'iam:CreateAccessKey user/admin_acme'],
  ['CreateLoginProfile', 'a password for a user without one', 'iam:CreateLoginProfile user/robot'],
  ['UpdateLoginProfile', "an administrator's new password", 'iam:UpdateLoginProfile user/admin_acme'],
].map(([method = '', path = '', need = '']) => ({ source: rhino(method), path, needs: [need], ...closed }));

const roleEdits: EscalationPath[] = [
  {
    source: rhino('UpdateAssumeRolePolicy'),
    path: 'a role that trusts oneself',
    needs: ['iam:UpdateAssumeRolePolicy role/administrator', 'sts:AssumeRole role/administrator'],
    ...closed,
  },
  { source: pathfinding, path: 'assume a role that trusts the account', needs: ['sts:AssumeRole role/x'], ...closed },
  {
    source: pathfinding,
    path: 'a new role under the passable path',
    needs: ['iam:CreateRole role/aws-baseline/analyst/new', 'iam:AttachRolePolicy role/aws-baseline/analyst/new'],
    ...closed,
  },
  {
    source: pathfinding,
    path: 'another role into an instance profile',
    needs: ['iam:AddRoleToInstanceProfile instance-profile/aws-baseline/analyst/x'],
    ...closed,
  },
  {
    source: pathfinding,
    path: "somebody's boundary lifted",
    needs: ['iam:DeleteUserPermissionsBoundary OWN'],
    ...closed,
  },
  {
    source: 'AWS: Bedrock API keys',
    path: 'a key that needs no MFA',
    needs: ['iam:CreateServiceSpecificCredential OWN'],
    ...closed,
  },
];

const passRole: EscalationPath[] = [
  [rhino('PassRole, RunInstances'), 'ec2:RunInstances instance/i', 'ec2'],
  [rhino('PassRole, Lambda'), 'lambda:CreateFunction function:x', 'lambda'],
  [rhino('PassRole, Glue dev endpoint'), 'glue:CreateDevEndpoint *', 'glue'],
  [rhino('PassRole, CloudFormation'), 'cloudformation:CreateStack stack/x/y', 'cloudformation'],
  [rhino('PassRole, Data Pipeline'), 'datapipeline:CreatePipeline *', 'datapipeline'],
  [rhino('PassRole, SageMaker'), 'sagemaker:CreateNotebookInstance notebook-instance/x', 'sagemaker'],
  [pathfinding, 'sagemaker:CreateTrainingJob training-job/x', 'sagemaker'],
  [pathfinding, 'sagemaker:CreateProcessingJob processing-job/x', 'sagemaker'],
  [pathfinding, 'glue:CreateJob job/x', 'glue'],
  [pathfinding, 'glue:UpdateJob job/x', 'glue'],
  [pathfinding, 'glue:CreateSession session/x', 'glue'],
  [pathfinding, 'ecs:RegisterTaskDefinition task-definition/x:1', 'ecs-tasks'],
  [pathfinding, 'ecs:RunTask task-definition/x:1', 'ecs-tasks'],
  [pathfinding, 'eks:CreateNodegroup cluster/c', 'ec2'],
  [pathfinding, 'eks:CreatePodIdentityAssociation cluster/c', 'pods.eks'],
  [pathfinding, 's3:CreateJob *', 'batchoperations.s3'],
  [pathfinding, 'codebuild:CreateProject project/x', 'codebuild'],
  [pathfinding, 'states:CreateStateMachine stateMachine:x', 'states'],
  [pathfinding, 'ssm:StartAutomationExecution automation-definition/x:1', 'ssm'],
  [pathfinding, 'ec2:RequestSpotInstances image/ami-1', 'ec2'],
].map(([source = '', need = '', service = '']) => ({
  source,
  path: `an administrator's role handed to ${service}`,
  needs: [passing(service), need],
  ...closed,
}));

const existingThings: EscalationPath[] = [
  ['new code for a function that is there', 'lambda:UpdateFunctionCode function:x'],
  ['a new SSH key for a dev endpoint', 'glue:UpdateDevEndpoint devEndpoint/x'],
  ['new user data for an instance', 'ec2:ModifyInstanceAttribute instance/i'],
  ['another profile for an instance', 'ec2:AssociateIamInstanceProfile instance/i'],
  ['a new version of a launch template', 'ec2:CreateLaunchTemplateVersion launch-template/l'],
  ['an SSH key pushed to an instance', 'ec2-instance-connect:SendSSHPublicKey instance/i'],
  ['a session on an instance', 'ssm:StartSession instance/i'],
  ['a command on an instance', 'ssm:SendCommand instance/i'],
  ['a shell in a running ECS task', 'ecs:ExecuteCommand task/c/t'],
  ['an agent that poses as an ECS container instance', 'ecs:RegisterContainerInstance cluster/c'],
  ['an EKS access entry for oneself', 'eks:CreateAccessEntry cluster/c'],
  ['cluster-admin for an access entry', 'eks:AssociateAccessPolicy access-entry/c/user/1/x/2'],
  ["an identity provider of one's own for EKS", 'eks:AssociateIdentityProviderConfig cluster/c'],
  ['another template for a stack', 'cloudformation:UpdateStack stack/x/y'],
  ['a shell in a SageMaker space', 'sagemaker:StartSession space/d/s'],
  ['other accounts into the Glue catalog', 'glue:PutResourcePolicy catalog'],
  ['a bucket policy for oneself', 's3:PutBucketPolicy acme-landing-zone'],
].map(([path = '', need = '']) => ({ source: pathfinding, path, needs: [need], ...closed }));

const residual: EscalationPath[] = [
  ['a SageMaker notebook that is there, opened', ['sagemaker:CreatePresignedNotebookInstanceUrl notebook-instance/x']],
  ['a new start script for a notebook that is there', ['sagemaker:UpdateNotebookInstance notebook-instance/x']],
  ['a Studio profile that is there, opened', ['sagemaker:CreatePresignedDomainUrl user-profile/d/u']],
  [
    'other steps for a pipeline that is there',
    ['sagemaker:UpdatePipeline pipeline/p', 'sagemaker:StartPipelineExecution pipeline/p'],
  ],
].map(([path, needs]) => ({
  source: pathfinding,
  path: path as string,
  needs: needs as string[],
  engineer: 'closed',
  analyst: 'residual',
}));

const residualGlue: EscalationPath[] = [
  ['other arguments for a Glue job that is there', ['glue:StartJobRun job/x']],
  ['code in a Glue session that is there', ['glue:RunStatement session/s']],
].map(([path, needs]) => ({
  source: 'AWS: Glue job arguments',
  path: path as string,
  needs: needs as string[],
  engineer: 'residual',
  analyst: 'closed',
}));

/** All paths we know of that concern what an engineer or an analyst could reach. */
export const escalationPaths = [
  ...policyEdits,
  ...roleEdits,
  ...passRole,
  ...existingThings,
  ...residual,
  ...residualGlue,
];
