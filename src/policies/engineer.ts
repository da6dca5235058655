import { readsBilling } from './billing.ts';
import {
  createsAssetsBucket,
  keepsAccessPoints,
  listsBucketsAndAccessPoints,
  readsBucketSettings,
  runsBatchJobs,
  usesAssetsBucket,
  worksOnObjects,
} from './buckets.ts';
import { actions, allow, atHome, type Clause } from './document.ts';
import { leavesGlueDoorsShut, usesGlue, usesGlueWithoutArns } from './glue.ts';
import { findsLogs, readsLogs } from './logs.ts';
import { looksAtSources } from './looks.ts';
import {
  newMfaDevice,
  opensConsole,
  ownAccessKeys,
  ownPasswordAndMfa,
  removesOwnMfa,
  signsInFromTerminal,
} from './own-credentials.ts';
import { arn, type Place } from './place.ts';
import { passesEngineerRoles, readsEngineerRoles } from './roles.ts';
import { readsResults } from './service-roles/results.ts';

function usesCloudShell(place: Place): Clause {
  return allow('UseCloudShell', 'Use CloudShell, a shell in the browser, in the home Region.', {
    Action: actions(
      'cloudshell',
      `ApproveCommand CreateSession DeleteEnvironment GetEnvironmentStatus
       GetFileDownloadUrls GetFileUploadUrls PutCredentials StartEnvironment StopEnvironment`,
    ),
    Resource: arn(place, 'cloudshell', 'environment/*'),
  });
}

function startsCloudShell(place: Place): Clause {
  return allow('StartCloudShell', 'Start CloudShell for the first time in the home Region.', {
    Action: ['cloudshell:CreateEnvironment', 'cloudshell:DescribeEnvironments'],
    Resource: '*',
    Condition: atHome(place),
  });
}

function namesPoliciesAndRoles(): Clause {
  return allow('NamePoliciesAndRoles', 'List policies and roles, which console pages need for selection.', {
    Action: ['iam:ListPolicies', 'iam:ListRoles'],
    Resource: '*',
  });
}

/** `engineer_access`: moves data with both buckets, Glue and S3 Batch Operations. */
export function engineerAccess(place: Place): Clause[] {
  return [
    usesGlue(place),
    usesGlueWithoutArns(place),
    leavesGlueDoorsShut(),
    createsAssetsBucket(place),
    usesAssetsBucket(place),
    listsBucketsAndAccessPoints(),
    readsBucketSettings(place),
    worksOnObjects(place),
    keepsAccessPoints(place),
    runsBatchJobs(place),
    passesEngineerRoles(place),
    readsEngineerRoles(place),
    usesCloudShell(place),
    startsCloudShell(place),
  ];
}

/** `engineer_access_2`: what the pages of this work show, and an engineer's own user. */
export function engineerAccess2(place: Place): Clause[] {
  return [
    readsResults(place),
    namesPoliciesAndRoles(),
    looksAtSources(place),
    readsLogs('engineer', place),
    findsLogs(place),
    readsBilling(),
    opensConsole(),
    signsInFromTerminal(place),
    ownPasswordAndMfa(place),
    newMfaDevice(place),
    removesOwnMfa(place),
    ownAccessKeys(place),
  ];
}
