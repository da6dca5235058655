import { actions, deny, type PolicyDocument } from './document.ts';
import type { TrustPolicy } from './service-roles/index.ts';

/** The name of the policy, the role and the budget of the spending brake. */
export const BRAKE_NAME = 'aws-baseline-brake';

/** The groups that the brake stops; administrators are exempt, so that somebody can lift it. */
export const BRAKED_GROUPS = ['engineer', 'analyst'] as const;

// What these groups could start besides, and what costs as much elsewhere.
const FURTHER = [
  ...actions('ec2', 'AllocateAddress CreateFleet CreateVpcEndpoint RequestSpotInstances'),
  ...actions('ecs', 'RunTask StartTask'),
  ...actions('elasticache', 'CreateCacheCluster CreateReplicationGroup CreateServerlessCache'),
  ...actions('glue', 'StartJobRun StartCrawler CreateSession'),
  ...actions('rds', 'CreateDBCluster CreateDBInstance StartDBCluster StartDBInstance'),
  ...actions('redshift', 'CreateCluster ResumeCluster'),
  ...actions('sagemaker', 'CreateCluster CreateHyperParameterTuningJob CreateSpace StartPipelineExecution'),
];

/**
 * `aws-baseline-brake`: denies what creates or starts what costs. Stopping and deleting stay allowed. `nearSpendLimit` is
 * what AWS denies near the spend limit of a project.
 */
export function brakeDocument(nearSpendLimit: readonly string[]): PolicyDocument {
  const Action = [...new Set([...nearSpendLimit, ...FURTHER])].sort();
  const { statement } = deny('SpendingBrake', 'The month passed its limit: nothing that costs is started.', {
    Action,
    Resource: '*',
  });
  return { Version: '2012-10-17', Statement: [statement] };
}

interface Whose {
  accountId: string;
  partition: string;
}

/** The role with which AWS Budgets attaches the policy to the groups, and can do nothing else. */
export function brakeRole({ accountId, partition }: Whose): { trust: TrustPolicy; document: PolicyDocument } {
  const iam = `arn:${partition}:iam::${accountId}`;
  return {
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'budgets.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': accountId },
            ArnLike: { 'aws:SourceArn': `arn:${partition}:budgets::${accountId}:budget/${BRAKE_NAME}*` },
          },
        },
      ],
    },
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AttachTheBrake',
          Effect: 'Allow',
          Action: ['iam:AttachGroupPolicy', 'iam:DetachGroupPolicy'],
          // A group may be on any path.
          Resource: BRAKED_GROUPS.flatMap((group) => [`${iam}:group/${group}`, `${iam}:group/*/${group}`]),
          Condition: { ArnEquals: { 'iam:PolicyARN': `${iam}:policy/${BRAKE_NAME}` } },
        },
      ],
    },
  };
}
