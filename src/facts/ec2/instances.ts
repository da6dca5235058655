import type { Instance, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type AnyFact, Broken, ByHand, type Fact, fact, NeedsConsent, Obstacle } from '../../engine/fact.ts';
import { marksIn, NAME_TAG, ownerBy, tagOf } from '../tags.ts';
import { faultsOf } from './instance-faults.ts';
import type { InstanceProfile } from './instance-profile.ts';
import { copied, type InstanceValue, perhapsOurs, remarksOn, severalOf } from './instance-remarks.ts';
import { type InstanceWish, type Launch, launch } from './launch.ts';
import { inNextZone, withAnotherToken } from './launch-instead.ts';
import type { SecurityGroup } from './networks.ts';
import { endedAtOnce, hasOtherProfile, idOf, linesToUse, ownInstances } from './own-instances.ts';

export type { InstanceWish } from './launch.ts';

/**
 * The baseline's instance exists, running or stopped, with any Name tag. A stopped instance is not launched again. `now`
 * is the time in milliseconds.
 */
export function instanceIsThere(
  wish: InstanceWish,
  group: SecurityGroup,
  profile: InstanceProfile,
  needs: AnyFact[],
  now: () => number,
): Fact<InstanceValue> {
  const marks = { name: tagOf(wish.tags, NAME_TAG) ?? '', profile: profile.want.InstanceProfileName };
  const own = (account: Account) => ownInstances(marks, account);
  let latest: Launch | undefined;
  return fact<InstanceValue>({
    id: `ec2/instance/${wish.name}`,
    title: `instance ${wish.name} exists`,
    thing: `instance ${wish.name}`,
    undoing: 'The instance is terminated, and its disk and all data on it are deleted.',
    use: ({ InstanceId }, region) => (InstanceId ? linesToUse(String(InstanceId), region, wish.private) : []),
    note: wish.type ?? `smallest ${wish.family} type`,
    want: { Name: wish.name },
    needs: [group, profile, ...needs],
    mayMisfit: [wish.type, wish.subnet, wish.volumeSize, wish.keyName].some((said) => said !== undefined),
    async read(account) {
      const { live, isProved, perhaps, copies } = await own(account);
      const [instance, ...others] = live;
      if (!instance) {
        if (perhaps.length > 0 && !wish.launchAgain) throw new NeedsConsent(perhapsOurs(perhaps, marks.profile));
        return null;
      }
      return {
        ...seenAs(instance, wish),
        ...listed('faults', faultsOf(instance, group.GroupName, marks.profile)),
        ...listed('others', others.filter((one) => !isTwin(one, instance)).map(idOf)),
        ...listed('twins', others.filter((one) => isTwin(one, instance)).map(idOf)),
        ...listed('copies', copies.map(idOf)),
        ...(isProved || !hasOtherProfile(instance, marks.profile) ? {} : { strange: idOf(instance) }),
        ...(isProved ? { launchedByUs: true } : {}),
      };
    },
    remark: (value) => (value ? remarksOn(value, wish) : undefined),
    same: (a, b) => idsIn(a).length === idsIn(b).length && !hasFaults(a) && !hasFaults(b),
    async calls(to, value, account) {
      if (to === null) {
        const ids = idsIn(value);
        if (ids.length > 1 && !value?.launchedByUs)
          throw new ByHand(`${severalOf(ids)} Terminate those that are not needed`);
        if (value?.strange)
          throw new ByHand(`${copied(String(value.strange))}. Terminate it yourself if it is not needed`);
        const twins = (value?.twins as string[] | undefined) ?? [];
        return [call('ec2', 'TerminateInstances', { InstanceIds: [...ids, ...twins] })];
      }
      const ids = idsIn(value);
      if (ids.length > 1) throw new Obstacle(`${severalOf(ids)} Remove the tags from the others, or terminate them`);
      if (value?.faults) throw new Broken((value.faults as string[]).join('. '));
      if (value !== null) return [];
      const { ended } = await own(account);
      const loss = ended[0] && endedAtOnce(ended[0], now());
      if (loss && !wish.launchAgain) throw new NeedsConsent(`${loss.why} (${loss.error}): ${loss.next}`);
      latest = await launch(wish, group, profile, ended.map(idOf), account, now());
      return [call('ec2', 'RunInstances', latest.request)];
    },
    instead: (error, refused) => withAnotherToken(error, refused) ?? inNextZone(error, refused, latest?.places ?? []),
    foretold: () => latest?.notes ?? [],
    mayEnd: ({ state }) => state === 'pending',
    async copies(account) {
      const { copies } = await own(account);
      return copies.map(idOf).map((id) => ({
        id: `ec2/instance/${id}`,
        title: `instance ${id}`,
        why: `Kept: ${copied(id)}`,
        how: 'If it is not needed, terminate it yourself; otherwise remove those tags',
      }));
    },
    async lost(account, sent) {
      const { live, ended } = await own(account);
      const mine = live.length > 0 ? undefined : ended.find((one) => isOf(one, sent[0]?.input));
      return mine && endedAtOnce(mine, now());
    },
    async owner(account) {
      const { live, isProved } = await own(account);
      const [instance] = live;
      const owner = instance && ownerBy(instance.Tags, wish.tags);
      // The client token, which cannot be changed, is as good a proof as a tag.
      return owner?.whose === 'unmarked' && isProved ? { ...owner, whose: 'partly' } : owner;
    },
    async mark(account) {
      const { live } = await own(account);
      return [call('ec2', 'CreateTags', { Resources: live.map(idOf), Tags: marksIn(wish.tags) })];
    },
  });
}

// EC2 launches one instance per client token; some endpoints launch one per request, which still counts as one launch.
const isTwin = ({ ClientToken = '' }: Instance, other: Instance): boolean =>
  ClientToken.startsWith('aws-baseline-') && ClientToken === other.ClientToken;
const listed = (key: string, texts: string[]) => (texts.length > 0 ? { [key]: texts } : {});
const hasFaults = (value: InstanceValue | null): boolean => value?.faults !== undefined;
const idsIn = (value: InstanceValue | null): string[] =>
  value === null ? [] : [value.InstanceId, ...((value.others as string[] | undefined) ?? [])].map(String);

function seenAs({ InstanceId = '', InstanceType, State, SubnetId, KeyName, ImageId }: Instance, wish: InstanceWish) {
  return {
    Name: wish.name,
    InstanceId,
    InstanceType: String(InstanceType ?? ''),
    state: State?.Name ?? '',
    ...(wish.subnet && SubnetId ? { SubnetId } : {}),
    ...(wish.keyName && KeyName ? { KeyName } : {}),
    ...(wish.ami && ImageId ? { ImageId } : {}),
  };
}

// Some EC2-compatible endpoints do not store the token; then the latest launch counts.
function isOf({ ClientToken = '' }: Instance, { ClientToken: sent = '' }: Partial<RunInstancesRequest> = {}): boolean {
  return ClientToken.startsWith('aws-baseline-') ? ClientToken.startsWith(sent) : true;
}
