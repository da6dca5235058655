export const STEP_IDS = ['root', 'admin', 'buckets', 'groups', 'ec2'] as const;
/** The steps of a baseline, and the trial, which only command `try` makes. */
export const ALL_STEP_IDS = [...STEP_IDS, 'try'] as const;
export type StepId = (typeof ALL_STEP_IDS)[number];
