import { listsAnalysisBucket, listsBuckets, readsAnalysisObjects } from './buckets.ts';
import {
  launchesInstances,
  leavesSageMakerDoorsShut,
  looksAtCompute,
  operatesInstances,
  runsContainers,
  runsKubernetes,
  tagsWhileLaunching,
  usesComputeWithoutArns,
  usesSageMaker,
} from './compute.ts';
import { allow, type Clause } from './document.ts';
import { newMfaDevice, ownPasswordAndMfa, readsSignInRules, removesOwnMfa } from './own-credentials.ts';
import type { Place } from './place.ts';
import { passesAnalystRoles, readsRoles, startsContainersFirstTime } from './roles.ts';

function namesRoles(): Clause {
  return allow('NameRoles', 'List roles and instance profiles, which console pages need for selection.', {
    Action: ['iam:ListInstanceProfiles', 'iam:ListRoles'],
    Resource: '*',
  });
}

/** `analyst_access`: reads the analysis bucket and uses EC2, ECS, EKS and SageMaker. */
export function analystAccess(place: Place): Clause[] {
  return [
    listsBuckets(),
    listsAnalysisBucket(place),
    readsAnalysisObjects(place),
    looksAtCompute(place),
    launchesInstances(place),
    tagsWhileLaunching(place),
    operatesInstances(place),
    runsContainers(place),
    runsKubernetes(place),
    usesComputeWithoutArns(place),
    usesSageMaker(place),
    leavesSageMakerDoorsShut(),
    passesAnalystRoles(place),
    readsRoles('analyst', place),
    namesRoles(),
    startsContainersFirstTime(place),
    readsSignInRules(),
    ownPasswordAndMfa(place),
    newMfaDevice(place),
    removesOwnMfa(place),
  ];
}
