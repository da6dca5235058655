import { call } from '../../aws/call.ts';
import { type Fact, fact } from '../../engine/fact.ts';
import { iamAccount } from '../iam/account.ts';
import { attachmentId } from '../iam/policy-holders.ts';

/**
 * The policy of the spending brake is not attached to the group, or the group does not exist. Detaching does not reset the
 * budget action, which acts once in a month (AWS page "Reviewing and approving your budget action").
 */
export function brakeIsOff(GroupName: string, name: string, PolicyArn: string): Fact<{ attached: boolean }> {
  return fact({
    id: attachmentId(GroupName, name),
    title: `group ${GroupName} does not have policy ${name}`,
    want: { attached: false },
    async read(account) {
      const { groups } = await iamAccount(account);
      const attached = groups.get(GroupName)?.AttachedManagedPolicies ?? [];
      return { attached: attached.some((one) => one.PolicyArn === PolicyArn) };
    },
    calls: (to) => [call('iam', to?.attached ? 'AttachGroupPolicy' : 'DetachGroupPolicy', { GroupName, PolicyArn })],
  });
}
