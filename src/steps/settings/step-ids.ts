export const STEP_IDS = ['root', 'admin', 'buckets', 'groups', 'ec2'] as const;
export type StepId = (typeof STEP_IDS)[number];
