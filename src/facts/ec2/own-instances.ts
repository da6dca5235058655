import type { Instance } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Loss } from '../../engine/about.ts';
import { carriesOurTag, NAME_TAG, tagOf } from '../tags.ts';

/** What identifies our instance: the baseline's NAME and the name of the instance profile. */
interface InstanceMarks {
  name: string;
  profile: string;
}

/** The instances that may be ours. Users may rename them, so the Name tag does not count. */
interface OwnInstances {
  /** Live and ours: by client token, else by tags and instance profile, else by tags. */
  live: Instance[];
  /** Whether the client token proves it: EC2 stores it, and it cannot be changed. */
  isProved: boolean;
  /** Live, with the baseline's tags, but not ours: launch templates and image tools copy tags. */
  copies: Instance[];
  /** Live, with our instance profile or our client token, but without our tags: possibly ours. */
  perhaps: Instance[];
  /** Live, with our tags, in the Auto Scaling group of option --scale. */
  members: Instance[];
  /** Terminated, but still listed for about an hour (AWS page "Terminate Amazon EC2 instances"); latest launch first. */
  ended: Instance[];
}

/** The id of an instance. */
export const idOf = ({ InstanceId = '' }: Instance): string => InstanceId;

const LIVE = ['pending', 'running', 'stopping', 'stopped'];

/** Finds the instances of a baseline. Reads all instances, because an EC2 filter cannot search for one of several marks. */
export async function ownInstances(marks: InstanceMarks, account: Account): Promise<OwnInstances> {
  const pages = await allPages(account, call('ec2', 'DescribeInstances', { MaxResults: 1000 }), 'NextToken');
  const all = pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
  const alive = all.filter(({ State }) => LIVE.includes(State?.Name ?? ''));
  const live = alive.filter((one) => !isOfGroup(one));
  const proved = live.filter((one) => hasOurToken(one, marks.name) && !isSomebodyElses(one));
  const tagged = live.filter((one) => hasOurTags(one, marks.name));
  const both = tagged.filter((one) => hasProfile(one, marks.profile));
  const found = [proved, both, tagged].find((some) => some.length > 0) ?? [];
  const perhaps = live.filter((one) =>
    isSomebodyElses(one) ? hasOurToken(one, marks.name) : hasProfile(one, marks.profile),
  );
  const ended = all.filter(
    (one) => !alive.includes(one) && !isOfGroup(one) && (hasOurToken(one, marks.name) || hasOurTags(one, marks.name)),
  );
  return {
    live: found,
    isProved: proved.length > 0,
    copies: tagged.filter((one) => !found.includes(one)),
    members: alive.filter((one) => isOfGroup(one) && hasOurTags(one, marks.name)),
    perhaps: perhaps.filter((one) => !found.includes(one) && !tagged.includes(one)),
    ended: ended.sort((a, b) => launchedAt(b) - launchedAt(a)),
  };
}

// EC2 Auto Scaling sets this tag, and nobody else can (AWS page "Tag Auto Scaling groups and instances").
const isOfGroup = ({ Tags }: Instance): boolean => tagOf(Tags, 'aws:autoscaling:groupName') === 'aws-baseline';

/** The prefix of a baseline's client tokens, at most 34 characters; 24 hexadecimal digits follow. */
export function tokenStart(name: string): string {
  return `aws-baseline-${name}-`;
}

function hasOurToken({ ClientToken = '' }: Instance, name: string): boolean {
  const start = tokenStart(name);
  return ClientToken.startsWith(start) && /^[0-9a-f]{24}(-\d)?$/.test(ClientToken.slice(start.length));
}

const ownerOf = ({ Tags }: Instance) => tagOf(Tags, 'managed-by');

function isSomebodyElses(instance: Instance): boolean {
  return ownerOf(instance) !== undefined && !carriesOurTag(instance.Tags);
}

// One of the two tags may be missing.
function hasOurTags(instance: Instance, name: string): boolean {
  const baseline = tagOf(instance.Tags, NAME_TAG);
  if (carriesOurTag(instance.Tags)) return baseline === undefined || baseline === name;
  return ownerOf(instance) === undefined && baseline === name;
}

/** Whether an instance has the instance profile of this name. */
export function hasProfile({ IamInstanceProfile }: Instance, profile: string): boolean {
  return IamInstanceProfile?.Arn?.split('/').at(-1) === profile;
}

/** Whether it runs with another profile, so it was launched for another purpose. */
export function hasOtherProfile(instance: Instance, profile: string): boolean {
  return instance.IamInstanceProfile !== undefined && !hasProfile(instance, profile);
}

const launchedAt = ({ LaunchTime }: Instance): number => (LaunchTime ? new Date(LaunchTime).getTime() : 0);

const HOUR = 3_600_000;

/**
 * Why AWS terminated an instance soon after the launch; undefined if a user terminated it, or if it ran for an hour. `now`
 * is in milliseconds (AWS API reference "StateReason").
 */
export function endedAtOnce(instance: Instance, now: number): Loss | undefined {
  const { Code = '', Message } = instance.StateReason ?? {};
  if (Code === '' || /^Client\.User/.test(Code)) return undefined;
  if ((endOf(instance) ?? now) - launchedAt(instance) >= HOUR) return undefined;
  const [, next] = REMEDIES.find(([reason]) => reason.test(Code)) ?? [];
  return {
    error: Message ?? Code,
    code: Code,
    why: `instance ${instance.InstanceId} terminated immediately after launch`,
    next: `${next ?? 'fix what AWS names'}, then launch another instance with --launch-again`,
  };
}

// "User initiated (2026-11-24 10:00:00 GMT)"
function endOf({ StateTransitionReason = '' }: Instance): number | undefined {
  const [, at] = /\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) GMT\)/.exec(StateTransitionReason) ?? [];
  return at ? Date.parse(`${at.replace(' ', 'T')}Z`) : undefined;
}

// AWS page "Troubleshoot Amazon EC2 instance terminates immediately".
const REMEDIES: [reason: RegExp, next: string][] = [
  [
    /KMSKey|Client\.InternalError/,
    'allow EC2 to use the KMS key that encrypts its volumes (aws ec2 get-ebs-default-kms-key-id shows the key)',
  ],
  [/VolumeLimitExceeded/, 'delete volumes that are not needed, or request a higher EBS storage quota'],
  [/^Server\./, 'this may resolve itself: wait a few minutes'],
  [/InstanceInitiatedShutdown/, 'find out what shut it down from inside the instance'],
];

/** How to use an instance with this id in a Region, as lines for the screen. */
export function linesToUse(id: string, region: string, isPrivate = false): string[] {
  return [
    ...(isPrivate
      ? [
          'Connect to the instance with the AWS CLI (it has no public address, so Session Manager does not work):',
          `  aws ec2-instance-connect ssh --instance-id ${id} --connection-type eice --os-user ec2-user --region ${region}`,
        ]
      : ['Connect to the instance:', `  aws ssm start-session --target ${id} --region ${region}`]),
    'Stop it at any time (a stopped instance is charged only for its disk):',
    `  aws ec2 stop-instances --instance-ids ${id} --region ${region}`,
  ];
}
