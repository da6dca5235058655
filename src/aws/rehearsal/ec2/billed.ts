import { here, type Operations } from '../context.ts';

/** What EC2 bills besides instances, as the rehearsal answers it: the volumes of instances. */
export const ec2Billed = {
  DescribeVolumes: {
    fields: ['NextToken'],
    answer: (_input, context) => ({
      Volumes: here(context)
        .instances.filter(({ state }) => state !== 'terminated')
        .map(({ id, launched, root, tags }) => ({
          VolumeId: root.volume,
          VolumeType: root.kind as 'gp3',
          Size: root.size,
          Encrypted: root.encrypted,
          State: 'in-use' as const,
          CreateTime: new Date(launched),
          Tags: tags.volume,
          Attachments: [
            {
              InstanceId: id,
              VolumeId: root.volume,
              Device: root.device,
              DeleteOnTermination: !root.keep,
              State: 'attached',
            },
          ],
        })),
    }),
  },
  // Nothing that this program does makes one of these.
  DescribeAddresses: { fields: [], answer: () => ({ Addresses: [] }) },
  DescribeNatGateways: { fields: ['NextToken'], answer: () => ({ NatGateways: [] }) },
} satisfies Partial<Operations<'ec2'>>;
