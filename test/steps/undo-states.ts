import type { RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { HOME } from './given.ts';
import { KEPT } from './ways-to-break.ts';

type Tagged = { name?: string; id?: string; path?: string; tags: unknown };

/** The fact of the one instance, under whatever Name it runs. */
export const INSTANCE = 'ec2/instance/acme-analysis';
const GUARDRAILS = /^aws-baseline-(support|audit)$/;
const CIS = /^aws-baseline-cis-([\d.]+)-/;

/** One setting as a list, in which a thing can be replaced or deleted: a single one has its place there. */
function settingsList(state: RehearsalState, name: string): Tagged[] {
  const holder = [state, state.regions[HOME]].find((one) => one?.settings?.[name])?.settings;
  const value = holder?.[name];
  if (!holder || !value || Array.isArray(value)) return (value ?? []) as Tagged[];
  return new Proxy([value as Tagged], {
    set(all, at, it) {
      if (at !== 'length') holder[name] = it;
      if (at === 'length' && it === 0) delete holder[name];
      return Reflect.set(all, at, it);
    },
  });
}
const settingsOf = (state: RehearsalState, region: string, name: string) =>
  (state.regions[region]?.settings?.[name] ?? []) as Tagged[];
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
    [iam.roles, ({ name = '' }) => (GUARDRAILS.test(name) ? `guardrails/${name.slice(13)}-role` : `iam/role/${name}`)],
    [iam.policies, ({ name }) => `iam/policy/${name}`],
    [iam.instanceProfiles, ({ name }) => `iam/instance-profile/${name}`],
    ...KEPT.map(([name, id]): [Tagged[], (one: Tagged) => string] => [settingsList(state, name), () => id]),
    [settingsOf(state, 'us-east-1', 'rules'), () => 'guardrails/root-alert'],
    [(state.budgets ?? []) as Tagged[], ({ name }) => `budgets/${name}`],
    [s3.buckets, ({ name }) => `s3/${name}/bucket`],
    ...inRegions(state).flatMap(
      ({ topics, alarms, securityGroups, logGroups = [] }): [Tagged[], (one: Tagged) => string][] => [
        [topics, ({ name }) => `sns/${name}/topic`],
        [
          alarms,
          ({ name = '' }) =>
            CIS.test(name) ? `guardrails/cis-alarms/${CIS.exec(name)![1]}` : `cloudwatch/alarm/${name}`,
        ],
        [logGroups, ({ name }) => `logs/log-group${name}`],
        [securityGroups, ({ name }) => `ec2/security-group/${name}`],
      ],
    ),
    ...inRegions(state).map(({ instances }): [Tagged[], (one: Tagged) => string] => [instances, () => INSTANCE]),
  ];
  const there = (it: Tagged) => !(it as { ended?: string }).ended;
  return new Map(lists.flatMap(([all, idOf]) => all.filter(there).map((it) => [idOf(it), { all, it }] as const)));
}

/** The instances that have not ended. */
export const running = (state: RehearsalState) =>
  inRegions(state).flatMap(({ instances }) => instances.filter(({ ended }) => !ended));

const THEIRS = [{ Key: 'managed-by', Value: 'terraform' }];
const BOBS = [{ Key: 'owner', Value: 'bob' }];

/** A thing's tags: an instance keeps those of its volume and its interface beside them. */
export function tagsOf({ it }: Thing): { Key: string; Value: string }[] {
  return Array.isArray(it.tags) ? it.tags : (it.tags as { instance: [] }).instance;
}

/** Gives a thing other tags. */
export function setTags({ it }: Thing, tags: object[]): void {
  it.tags = Array.isArray(it.tags) ? tags : { ...(it.tags as object), instance: tags };
}

function withTags(thing: Thing, tags: object[], path: string): void {
  if (thing.it.path === '/aws-baseline/') thing.it.path = path;
  else setTags(thing, tags);
}

const withoutToken = (state: RehearsalState, id: string) =>
  Object.assign(thingsIn(state).get(id)!.it, { token: 'of-another-tool' });

// As AWS leaves it: nothing refers to what is gone.
function deleted(state: RehearsalState, id: string): void {
  const { all, it } = thingsIn(state).get(id)!;
  if (id !== INSTANCE) all.splice(all.indexOf(it), 1);
  const { users, groups, roles, instanceProfiles } = state.iam;
  const name = it.name ?? '';
  if (id.startsWith('iam/group/')) for (const user of users) user.groups = user.groups.filter((one) => one !== name);
  if (id.endsWith('-role') || id.startsWith('iam/role/'))
    for (const one of instanceProfiles) one.roles = one.roles.filter((role) => role !== name);
  if (id.startsWith('iam/policy/'))
    for (const one of [...users, ...groups, ...roles])
      one.attached = one.attached.filter((arn) => !arn.endsWith(`/${name}`));
  // A group that a rule of another one or an endpoint refers to is not deleted before them.
  if (id.startsWith('ec2/security-group/')) {
    const refers = ({ source }: { source: string }) => source === it.id;
    for (const region of inRegions(state)) {
      for (const group of region.securityGroups)
        Object.assign(group, {
          ingress: group.ingress.filter((rule) => !refers(rule)),
          egress: group.egress.filter((rule) => !refers(rule)),
        });
      if (region.settings?.['connect-endpoints'])
        region.settings['connect-endpoints'] = (region.settings['connect-endpoints'] as { groups: string[] }[]).filter(
          ({ groups }) => !groups.includes(it.id ?? ''),
        );
    }
  }
  // Its network is used as long as an instance runs.
  if (id.startsWith('ec2/'))
    for (const one of running(state)) Object.assign(one, { state: 'terminated', ended: 'then' });
}

function madeAnew(state: RehearsalState, id: string): void {
  const { all, it } = thingsIn(state).get(id)!;
  const copy = structuredClone(it);
  deleted(state, id);
  const another = { ...copy, ...(it.id ? { id: `${it.id.slice(0, -3)}999` } : {}) };
  if (id === INSTANCE) Object.assign(another, { token: 'of-another-tool' });
  withTags({ all, it: another }, BOBS, '/bobs/');
  all.push(another);
}

function changed(state: RehearsalState, id: string): void {
  const thing = thingsIn(state).get(id)!;
  const { it } = thing;
  if (id === INSTANCE)
    setTags(
      thing,
      tagsOf(thing).map((tag) => (tag.Key === 'Name' ? { ...tag, Value: 'web server' } : tag)),
    );
  else if (id.startsWith('iam/policy/')) {
    const [version] = (it as unknown as RehearsalState['iam']['policies'][number]).versions;
    version!.document = version!.document.replace('"Allow"', '"Deny"');
  } else if (id.startsWith('s3/')) Object.assign(it, { publicAccessBlock: null, versioning: 'Suspended' });
  else if (id.startsWith('iam/instance-profile/')) Object.assign(it, { roles: [] });
  else if (id.endsWith('-role') || id.startsWith('iam/')) Object.assign(it, { inline: { theirs: '{}' } });
  else if (/^(cloudwatch|guardrails\/cis-alarms)\//.test(id))
    Object.assign((it as unknown as { settings: object }).settings, { Threshold: 7 });
  else Object.assign(it, { description: 'changed' });
}

function oneTagLost(state: RehearsalState, id: string): void {
  const thing = thingsIn(state).get(id)!;
  const left = tagsOf(thing).filter(({ Key }) => Key !== 'managed-by');
  setTags(thing, left);
}

interface Change {
  act(state: RehearsalState, id: string): void;
  /** Whether it is still ours then, or gone. */
  goes(id: string): boolean;
}

const allTagsLost: Change['act'] = (state, id) => withTags(thingsIn(state).get(id)!, [], '/');

/** What people and other tools do to a thing of ours. */
export const CHANGES: Record<string, Change> = {
  ours: { act: () => {}, goes: () => true },
  changed: { act: changed, goes: () => true },
  'one tag lost': { act: oneTagLost, goes: () => true },
  // The client token, which nobody can change, tells that we launched it.
  'all tags lost': { act: allTagsLost, goes: (id) => id === INSTANCE },
  'tags of somebody else': {
    act: (state, id) => withTags(thingsIn(state).get(id)!, THEIRS, '/theirs/'),
    goes: () => false,
  },
  deleted: { act: deleted, goes: () => true },
  'deleted and made anew': { act: madeAnew, goes: () => false },
};

/** The same of an instance whose token does not tell: its profile and its tags are left. */
export const WITHOUT_TOKEN: Record<string, Change> = {
  'its token does not tell': { act: withoutToken, goes: () => true },
  'its token does not tell, one tag lost': {
    act(state, id) {
      oneTagLost(state, id);
      withoutToken(state, id);
    },
    goes: () => true,
  },
  'its token does not tell, all tags lost': {
    act(state, id) {
      allTagsLost(state, id);
      withoutToken(state, id);
    },
    goes: () => false,
  },
};
