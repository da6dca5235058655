import type { Account } from '../../aws/account.ts';
import { type Fact, type Json, NeedsConsent } from '../../engine/fact.ts';
import { EC2_NAME } from '../ec2/instance-profile.ts';
import type { InstanceWish } from '../ec2/instances.ts';
import { ownInstances } from '../ec2/own-instances.ts';
import { NAME_TAG, tagOf } from '../tags.ts';
import { SCALE_NAME } from './ours.ts';

type Single = Fact<{ [key: string]: Json }>;

/** With an Auto Scaling group: an instance that was launched before is neither needed nor ended, and is named. */
export function instanceStays(instance: Single): Single {
  return {
    ...instance,
    title: 'an instance that was launched before, if there is one, stays',
    note: 'the Auto Scaling group does not count it',
    mayMisfit: false,
    read: (account) =>
      instance.read(account).catch((error: unknown) => {
        if (error instanceof NeedsConsent) return null;
        throw error;
      }),
    same: () => true,
    remark: (now) =>
      now
        ? `${now.InstanceId} (${now.InstanceType}, ${now.state}) stays beside Auto Scaling group ${SCALE_NAME} and is billed as before`
        : undefined,
  };
}

/** Without --scale: no instance is launched beside an Auto Scaling group of an earlier run, unless the user asks for it. */
export function instanceBesideNoGroup(instance: Single, wish: InstanceWish): Single {
  return {
    ...instance,
    async calls(to, now, account, madeByUs) {
      if (to !== null && now === null && !wish.launchAgain) await mustHaveNoMembers(wish, account);
      return instance.calls(to, now, account, madeByUs);
    },
  };
}

async function mustHaveNoMembers({ tags }: InstanceWish, account: Account): Promise<void> {
  const { members } = await ownInstances({ name: tagOf(tags, NAME_TAG) ?? '', profile: EC2_NAME }, account);
  if (members.length === 0) return;
  const ids = members.map(({ InstanceId }) => InstanceId).join(', ');
  throw new NeedsConsent(
    `Auto Scaling group ${SCALE_NAME} runs ${ids}: add --scale MIN..MAX to keep it as it is, or launch a single instance beside it with --launch-again`,
  );
}
