import { readsBilling } from './billing.ts';
import {
  keepsAccessPoints,
  listsBucketsAndAccessPoints,
  readsBucketSettings,
  runsBatchJobs,
  worksOnObjects,
} from './buckets.ts';
import { allow, atHome, type Clause } from './document.ts';
import { leavesGlueDoorsShut, usesGlue, usesGlueWithoutArns } from './glue.ts';
import { newMfaDevice, ownAccessKeys, ownPasswordAndMfa, readsSignInRules, removesOwnMfa } from './own-credentials.ts';
import { arn, type Place } from './place.ts';
import { passesEngineerRoles, readsRoles } from './roles.ts';

function usesCloudShell(place: Place): Clause {
  return allow('UseCloudShell', 'Use CloudShell, a shell in the browser, in the home Region.', {
    Action: 'cloudshell:*',
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
    listsBucketsAndAccessPoints(),
    readsBucketSettings(place),
    worksOnObjects(place),
    keepsAccessPoints(place),
    runsBatchJobs(place),
    passesEngineerRoles(place),
    readsRoles('engineer', place),
    namesPoliciesAndRoles(),
    usesCloudShell(place),
    startsCloudShell(place),
    readsBilling(),
    readsSignInRules(),
    ownPasswordAndMfa(place),
    newMfaDevice(place),
    removesOwnMfa(place),
    ownAccessKeys(place),
  ];
}
