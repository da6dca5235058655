import type { Partition } from '../aws/account.ts';
import type { AccountKind } from '../aws/account-kind.ts';
import type { Arch, Family } from '../facts/instance-types.ts';

export const STEP_IDS = ['root', 'admin', 'buckets', 'groups', 'ec2'] as const;
export type StepId = (typeof STEP_IDS)[number];

/** Everything the facts are made from: complete, valid, and without a secret, so that it may be kept. */
export interface Answers {
  name: string;
  accountId: string;
  partition: Partition;
  /** What AWS tells; left out where it was not asked, as in an older journal. */
  accountKind?: AccountKind;
  /** The home Region. */
  region: string;
  steps: StepId[];
  /** Further tags on everything that is made. */
  tags: Record<string, string>;
  /** No alarms at all where `limits` is empty. Limits in US dollars a month. */
  alarm: { emails: string[]; limits: number[] };
  /** The month's budget in US dollars, mailed to the alarms' addresses at its limit and at each of `further`. */
  budget?: { limit: number; further?: number[] };
  /** Policies of our names that somebody else made may be changed. */
  adopt: boolean;
  deleteRootKeys: boolean;
  /** What a person says is done and no API tells, by the keys of the settings: `root.billing-access`. */
  done?: string[];
  admin: { signIn: boolean };
  buckets: { landing: string; analysis: string; further: string[] };
  /** People; their users are engineer_PERSON and analyst_PERSON. */
  groups: { engineers: string[]; analysts: string[]; requireMfa: boolean };
  ec2: {
    family: Family;
    type?: string;
    arch: Arch;
    subnet?: string;
    /** GiB. */
    volumeSize?: number;
    publicIp: boolean;
    instanceName: string;
    keyName?: string;
    /** An instance is launched although one that ended at once, or that may be ours, is listed. */
    launchAgain?: boolean;
  };
  /** Undo may delete what is in the buckets. */
  deleteData: boolean;
}
