import type { Operations } from '../context.ts';
import { refuse } from '../refuse.ts';
import { filtered } from './filters.ts';
import { type Image, imagesIn } from './image-list.ts';

const AMAZON = '137112412989';
// In the AWS partition; these accounts differ in China and GovCloud, whose filters go by alias.
const OWNER_ALIAS = 'amazon';

function imageAnswer(image: Image, region: string) {
  return {
    ImageId: image.id,
    Name: image.name,
    Description: `Amazon Linux 2023 AMI ${image.architecture} HVM kernel-6.1`,
    Architecture: image.architecture,
    CreationDate: image.created,
    DeprecationTime: '2026-12-13T18:03:00.000Z',
    ImageLocation: `${OWNER_ALIAS}/${image.name}`,
    ImageType: 'machine' as const,
    ImageOwnerAlias: OWNER_ALIAS,
    OwnerId: AMAZON,
    Public: true,
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    State: 'available' as const,
    RootDeviceName: image.device,
    RootDeviceType: 'ebs' as const,
    VirtualizationType: 'hvm' as const,
    Hypervisor: 'xen' as const,
    EnaSupport: true,
    BootMode: 'uefi-preferred' as const,
    ImdsSupport: 'v2.0' as const,
    BlockDeviceMappings: [
      {
        DeviceName: image.device,
        Ebs: {
          DeleteOnTermination: true,
          Iops: 3000,
          SnapshotId: image.snapshot,
          VolumeSize: image.size,
          VolumeType: 'gp3' as const,
          Throughput: 125,
          Encrypted: false,
        },
      },
    ],
    Tags: [],
    SourceImageRegion: region,
  };
}

/** EC2's images. */
export const ec2Images = {
  DescribeImages: {
    fields: ['ImageIds', 'Owners', 'Filters', 'IncludeDeprecated', 'MaxResults', 'NextToken', 'DryRun'],
    answer({ ImageIds, Owners, Filters }, { region }) {
      const images = imagesIn(region);
      for (const id of ImageIds ?? []) {
        if (!/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) refuse('InvalidAMIID.Malformed', `Invalid id: "${id}"`);
        if (!images.some((one) => one.id === id))
          refuse('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
      }
      const amazons = !Owners?.length || Owners.includes(OWNER_ALIAS) || Owners.includes(AMAZON);
      const named = images.filter(({ id }) => amazons && (!ImageIds?.length || ImageIds.includes(id)));
      const found = filtered('DescribeImages', named, Filters, {
        name: ({ name }) => [name],
        architecture: ({ architecture }) => [architecture],
        state: () => ['available'],
        'image-id': ({ id }) => [id],
        'image-type': () => ['machine'],
        'is-public': () => ['true'],
        'owner-alias': () => [OWNER_ALIAS],
        'owner-id': () => [AMAZON],
        'root-device-type': () => ['ebs'],
        'virtualization-type': () => ['hvm'],
      });
      return { Images: found.map((one) => imageAnswer(one, region)) };
    },
  },
} satisfies Partial<Operations<'ec2'>>;
