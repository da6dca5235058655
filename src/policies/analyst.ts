import { listsAnalysisBucket, listsBuckets, readsAnalysisObjects } from './buckets.ts';
import {
  computeWithoutArns,
  keepsImages,
  pullsPublicImages,
  runsContainers,
  runsKubernetes,
  usesEcsConsole,
} from './containers.ts';
import { actions, allow, atHome, type Clause } from './document.ts';
import {
  launchesInstances,
  opensTunnels,
  operatesInstances,
  ownSessions,
  preparesLaunch,
  readsPublicParameters,
  startsSessions,
  tagsWhileLaunching,
} from './ec2.ts';
import { keepsLogGroups, logSearches, readsLogs } from './logs.ts';
import { looksAtCompute } from './looks.ts';
import {
  newMfaDevice,
  opensConsole,
  ownPasswordAndMfa,
  removesOwnMfa,
  signsInFromTerminal,
} from './own-credentials.ts';
import type { Place } from './place.ts';
import { passesAnalystRoles, readsAnalystRoles, startsServicesFirstTime } from './roles.ts';
import { leavesSageMakerDoorsShut, usesSageMaker } from './sagemaker.ts';
import { keepsResults } from './service-roles/results.ts';

function namesRoles(): Clause {
  return allow('NameRoles', 'List roles and instance profiles, which console pages need for selection.', {
    Action: actions('iam', 'ListInstanceProfiles ListRoles'),
    Resource: '*',
  });
}

function usesWithoutArns(place: Place): Clause {
  return allow(
    'UseWithoutArns',
    'Create EKS clusters, deregister task definitions and find logs, which AWS can restrict only by Region.',
    { Action: [...computeWithoutArns, ...logSearches], Resource: '*', Condition: atHome(place) },
  );
}

/** `analyst_access`: reads the analysis bucket, launches EC2 instances and connects to them. */
export function analystAccess(place: Place): Clause[] {
  return [
    listsBuckets(),
    listsAnalysisBucket(place),
    readsAnalysisObjects(place),
    looksAtCompute(place),
    launchesInstances(place),
    preparesLaunch(place),
    tagsWhileLaunching(place),
    operatesInstances(place),
    startsSessions(place),
    opensTunnels(place),
    ownSessions(place),
    readsPublicParameters(place),
    passesAnalystRoles(place),
    readsAnalystRoles(place),
    namesRoles(),
    opensConsole(),
    signsInFromTerminal(place),
  ];
}

/** `analyst_access_2`: uses ECS, EKS, SageMaker and their logs, and an analyst's own user. */
export function analystAccess2(place: Place): Clause[] {
  return [
    runsContainers(place),
    usesEcsConsole(place),
    keepsImages(place),
    ...pullsPublicImages(place),
    runsKubernetes(place),
    usesWithoutArns(place),
    usesSageMaker(place),
    leavesSageMakerDoorsShut(),
    ...keepsResults(place),
    startsServicesFirstTime(place),
    readsLogs('analyst', place),
    keepsLogGroups(place),
    ownPasswordAndMfa(place),
    newMfaDevice(place),
    removesOwnMfa(place),
  ];
}
