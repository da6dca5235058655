import { partitionOf } from '../account.ts';
import { joined, organizationOf, type RehearsedKind } from './organizations/organization.ts';
import type { RehearsalState, Role } from './state.ts';

// Every account has these from its first day (AWS pages "Using service-linked roles" of Support and Trusted Advisor).
const SERVICES = [
  ['Support', 'support'],
  ['TrustedAdvisor', 'trustedadvisor'],
] as const;

function serviceRoles(partition: string, created: string): Role[] {
  return SERVICES.map(([service, host], at) => ({
    name: `AWSServiceRoleFor${service}`,
    id: `AROAREHEARSAL0000000${at}`,
    path: `/aws-service-role/${host}.amazonaws.com/`,
    created,
    tags: [],
    attached: [`arn:${partition}:iam::aws:policy/aws-service-role/AWS${service}ServiceRolePolicy`],
    inline: {},
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: `${host}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
    }),
    maxSession: 3600,
  }));
}

/** A brand-new account of a kind, made at `now`, signed in as root where there is a root user. */
export function brandNew(
  accountId: string,
  homeRegion: string,
  now: Date,
  kind: RehearsedKind = 'standalone',
): RehearsalState {
  const partition = partitionOf(homeRegion);
  const state: RehearsalState = {
    schema: 1,
    accountId,
    callerArn: `arn:${partition}:iam::${accountId}:root`,
    counter: 0,
    plan: 'paid',
    acceleratedQuota: false,
    root: { mfa: false, accessKeys: [] },
    billing: { alerts: false },
    iam: {
      users: [],
      groups: [],
      roles: serviceRoles(partition, now.toISOString()),
      policies: [],
      instanceProfiles: [],
      virtualMfaDevices: [],
    },
    s3: { buckets: [], foreignBuckets: ['test', 'my-bucket', 'data', 'backup', 'logs'] },
    regions: {},
  };
  return joined(state, organizationOf(kind, accountId, homeRegion), partition);
}
