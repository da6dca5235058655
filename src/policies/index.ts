export { type Ability, abilitiesOf, refused } from './abilities.ts';
export { BRAKE_NAME, BRAKED_GROUPS, brakeDocument, brakeRole } from './brake.ts';
export { type Capability, capabilities, type Proof, proof } from './capabilities.ts';
export { type Day, type DayCall, days, forbiddenDays } from './days/index.ts';
export { type Difference, difference } from './difference.ts';
export type { PolicyDocument, Statement } from './document.ts';
export { type Decision, evaluate, type PolicyRequest } from './evaluate.ts';
export { homeRegionIn } from './home.ts';
export type { Group } from './matrix.ts';
export { changesFromNotes, residualRisks } from './notes.ts';
export { type Place, type RoleOwner, rolePath } from './place.ts';
export {
  type ManagedPolicy,
  managedPolicies,
  type PolicyTopic,
  policyDocuments,
  policyNames,
  policyTopics,
} from './policy.ts';
export {
  explainRole,
  groupRoles,
  instanceRole,
  type RenderedRole,
  renderedRole,
} from './service-roles/index.ts';
export { SCHEDULE_NAME, scheduleGroupArn, scheduleRole } from './service-roles/schedule.ts';
export type { ServiceRole } from './service-roles/service-role.ts';
export { trailRole } from './service-roles/trail.ts';
