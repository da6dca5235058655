import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';

type Tagged = { name?: string; id?: string; path?: string; tags: unknown };
interface Thing {
  /** Where it is kept. */
  all: Tagged[];
  it: Tagged;
}

const REGIONS = ['ap-southeast-2', 'us-east-1'];
const inRegions = (state: RehearsalState) => REGIONS.flatMap((name) => state.regions[name] ?? []);

/** Every thing of an account that a fact with an owner can be about, by that fact's id. */
export function thingsIn(state: RehearsalState): Map<string, Thing> {
  const { iam, s3 } = state;
  const lists: [Tagged[], (one: Tagged) => string][] = [
    [iam.users, ({ name }) => `iam/user/${name}`],
    [iam.groups, ({ name }) => `iam/group/${name}`],
    [iam.roles, ({ name }) => `iam/role/${name}`],
    [iam.policies, ({ name }) => `iam/policy/${name}`],
    [iam.instanceProfiles, ({ name }) => `iam/instance-profile/${name}`],
    [s3.buckets, ({ name }) => `s3/${name}/bucket`],
    ...inRegions(state).flatMap(({ topics, alarms, securityGroups }): [Tagged[], (one: Tagged) => string][] => [
      [topics, ({ name }) => `sns/${name}/topic`],
      [alarms, ({ name }) => `cloudwatch/alarm/${name}`],
      [securityGroups, ({ name }) => `ec2/security-group/${name}`],
    ]),
  ];
  return new Map(lists.flatMap(([all, idOf]) => all.map((it) => [idOf(it), { all, it }] as const)));
}

/** The instances that have not ended. */
export const running = (state: RehearsalState) =>
  inRegions(state).flatMap(({ instances }) => instances.filter(({ ended }) => !ended));

const THEIRS = [{ Key: 'managed-by', Value: 'terraform' }];
const BOBS = [{ Key: 'owner', Value: 'bob' }];

function withTags({ it }: Thing, tags: unknown, path: string): void {
  if (it.path === '/aws-baseline/') it.path = path;
  else it.tags = tags;
}

// As AWS leaves it: nothing refers to what is gone.
function deleted(state: RehearsalState, id: string): void {
  const { all, it } = thingsIn(state).get(id)!;
  all.splice(all.indexOf(it), 1);
  const { users, groups, roles, instanceProfiles } = state.iam;
  const name = it.name ?? '';
  if (id.startsWith('iam/group/')) for (const user of users) user.groups = user.groups.filter((one) => one !== name);
  if (id.startsWith('iam/role/'))
    for (const one of instanceProfiles) one.roles = one.roles.filter((role) => role !== name);
  if (id.startsWith('iam/policy/'))
    for (const one of [...users, ...groups, ...roles])
      one.attached = one.attached.filter((arn) => !arn.endsWith(`/${name}`));
  // Its network is used as long as an instance runs.
  if (id.startsWith('ec2/'))
    for (const one of running(state)) Object.assign(one, { state: 'terminated', ended: 'then' });
}

function madeAnew(state: RehearsalState, id: string): void {
  const { all, it } = thingsIn(state).get(id)!;
  deleted(state, id);
  const another = { ...structuredClone(it), ...(it.id ? { id: `${it.id.slice(0, -3)}999` } : {}) };
  withTags({ all, it: another }, BOBS, '/bobs/');
  all.push(another);
}

function changed(state: RehearsalState, id: string): void {
  const { it } = thingsIn(state).get(id)!;
  if (id.startsWith('iam/policy/')) {
    const [version] = (it as unknown as RehearsalState['iam']['policies'][number]).versions;
    version!.document = version!.document.replace('"Allow"', '"Deny"');
  } else if (id.startsWith('s3/')) Object.assign(it, { publicAccessBlock: null, versioning: 'Suspended' });
  else if (id.startsWith('iam/instance-profile/')) Object.assign(it, { roles: [] });
  else if (id.startsWith('iam/')) Object.assign(it, { inline: { theirs: '{}' } });
  else if (id.startsWith('cloudwatch/'))
    Object.assign((it as unknown as { settings: object }).settings, { Threshold: 7 });
  else Object.assign(it, { description: 'changed' });
}

/** What people and other tools do to a thing of ours, and whether it is still ours then. */
export const CHANGES: Record<string, { act(state: RehearsalState, id: string): void; goes: boolean }> = {
  ours: { act: () => {}, goes: true },
  changed: { act: changed, goes: true },
  'one tag lost': {
    act: (state, id) => {
      const { it } = thingsIn(state).get(id)!;
      it.tags = (it.tags as { Key: string }[]).filter(({ Key }) => Key !== 'managed-by');
    },
    goes: true,
  },
  'all tags lost': { act: (state, id) => withTags(thingsIn(state).get(id)!, [], '/'), goes: false },
  'tags of somebody else': { act: (state, id) => withTags(thingsIn(state).get(id)!, THEIRS, '/theirs/'), goes: false },
  deleted: { act: deleted, goes: true },
  'deleted and made anew': { act: madeAnew, goes: false },
};
