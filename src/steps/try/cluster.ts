import type { AnyFact } from '../../engine/fact.ts';
import { clusterRemindsAfter, eksClusterExists } from '../../facts/eks/cluster.ts';
import { tagsFor } from '../../facts/tags.ts';
import type { TrialAnswers } from './answers.ts';
import { analystRole, TRY_NAME, trialGroup } from './container.ts';

/** A cluster from the roles that step groups creates for analysts. */
export function clusterFacts(answers: TrialAnswers, now: () => number): AnyFact[] {
  const group = trialGroup(answers);
  const wish = {
    name: TRY_NAME,
    clusterRoleArn: analystRole('aws-baseline-eks-cluster', answers),
    nodeRoleArn: analystRole('aws-baseline-eks-node', answers),
    subnet: answers.ec2.subnet,
    tags: tagsFor(answers.name, answers.tags),
  };
  const cluster = eksClusterExists(wish, group, now);
  const { remindAfter } = answers.try;
  return [group, cluster, ...(remindAfter ? [clusterRemindsAfter(cluster, remindAfter)] : [])];
}
