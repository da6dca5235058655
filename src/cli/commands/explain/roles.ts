import { explainRole, groupRoles, instanceRole, type Place } from '../../../policies/index.ts';

/** The roles for services, each with the reasons for its statements. */
export function roleSections(place: Place): { title: string; lines: string[] }[] {
  return [...groupRoles, instanceRole].map((role) => ({
    title: `${role.name}: for ${role.service}; ${role.owner}s may pass it`,
    lines: [
      ...explainRole(role, place).map(({ sid, why }) => `${sid}: ${why}`),
      ...role.awsPolicies.map((policy) => `${policy}: an AWS managed policy.`),
    ],
  }));
}
