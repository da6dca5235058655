import type { IpPermission } from '@aws-sdk/client-ec2';

/** The name of the security group of the EC2 Instance Connect Endpoint. */
export const CONNECT_NAME = 'aws-baseline-ec2-connect';

/** The rule for SSH to or from another security group. */
export const sshWith = (GroupId: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  UserIdGroupPairs: [{ GroupId }],
});

/** The rules without SSH from or to a security group, and whether that is among them. EC2 groups sources of one port. */
export function apart(rules: IpPermission[] | undefined, groupId: string | undefined) {
  let has = false;
  const rest = (rules ?? []).flatMap((rule) => {
    const { IpProtocol, FromPort, ToPort, UserIdGroupPairs = [] } = rule;
    const isSsh = /^(tcp|6)$/.test(IpProtocol ?? '') && FromPort === 22 && ToPort === 22;
    if (!isSsh || !groupId || !UserIdGroupPairs.some(({ GroupId }) => GroupId === groupId)) return [rule];
    has = true;
    const left = { ...rule, UserIdGroupPairs: UserIdGroupPairs.filter(({ GroupId }) => GroupId !== groupId) };
    const sources = [left.UserIdGroupPairs, left.IpRanges, left.Ipv6Ranges, left.PrefixListIds];
    return sources.some((some) => some && some.length > 0) ? [left] : [];
  });
  return { rest, has };
}
