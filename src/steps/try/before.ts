import type { Account } from '../../aws/account.ts';
import type { Network } from '../../facts/ec2/networks.ts';
import { publicNetworkOf } from '../../facts/ec2/public-subnets.ts';
import { clusterNetwork } from '../../facts/eks/cluster-network.ts';
import { mustHaveRoles } from '../../facts/iam/roles.ts';
import type { TrialAnswers } from './answers.ts';
import type { Trial } from './trials.ts';

/**
 * What must be there before a trial: its roles, for a container a public subnet, for a cluster subnets in two zones. Throws
 * Obstacle or Misfit with the way out. A function needs no network.
 */
export async function readyFor(trial: Trial, { ec2 }: TrialAnswers, account: Account): Promise<Network> {
  await mustHaveRoles(ROLES[trial], account);
  if (trial === 'function') return { vpcId: '', subnets: [] };
  return trial === 'cluster' ? clusterNetwork(ec2.subnet, account) : publicNetworkOf(ec2.subnet, account);
}

const ROLES: Record<Trial, string[]> = {
  container: ['aws-baseline-ecs-task', 'aws-baseline-ecs-execution'],
  function: [],
  cluster: ['aws-baseline-eks-cluster', 'aws-baseline-eks-node'],
};
