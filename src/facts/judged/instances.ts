import type { Instance } from '@aws-sdk/client-ec2';
import { call } from '../../aws/call.ts';
import { allPages } from '../../aws/pages.ts';
import type { Chore } from '../../engine/fact.ts';
import { judged } from './judged.ts';

type Test = (instance: Instance) => boolean;

const ENDED = ['shutting-down', 'terminated'];

/** What benchmarks ask of every EC2 instance of a Region (EC2 page "Instance"). */
export function judgedInstances(region: string): Chore<string[]>[] {
  const every = (control: string, does: string, how: string, test: Test): Chore<string[]> =>
    judged(control, {
      region,
      title: `every EC2 instance ${does}`,
      how,
      async read(account) {
        const pages = await allPages(
          account,
          call('ec2', 'DescribeInstances', { MaxResults: 1000 }, region),
          'NextToken',
        );
        return pages
          .flatMap(({ Reservations = [] }) => Reservations)
          .flatMap(({ Instances = [] }) => Instances)
          .filter((one) => !ENDED.includes(one.State?.Name ?? '') && !test(one))
          .map(({ InstanceId = '' }) => InstanceId);
      },
    });
  return [
    every('instances-imdsv2', 'requires IMDSv2', 'set the metadata option HttpTokens to "required"', requiresTokens),
    every(
      'instances-with-roles',
      'has a role',
      'attach an instance profile',
      ({ IamInstanceProfile }) => IamInstanceProfile !== undefined,
    ),
    every(
      'instances-private',
      'has no public IPv4 address',
      'launch it without one (--no-public-ip)',
      ({ PublicIpAddress }) => PublicIpAddress === undefined,
    ),
    every(
      'instances-one-interface',
      'has one network interface',
      'detach the others',
      ({ NetworkInterfaces = [] }) => NetworkInterfaces.length <= 1,
    ),
    every(
      'instances-hvm',
      'uses hardware virtualization',
      'launch it anew from an HVM image',
      ({ VirtualizationType }) => VirtualizationType !== 'paravirtual',
    ),
  ];
}

const requiresTokens: Test = ({ MetadataOptions }) =>
  MetadataOptions?.HttpTokens === 'required' || MetadataOptions?.HttpEndpoint === 'disabled';
