import { describe, expect, test } from 'vitest';
import type { AnyCall } from '../../src/aws/call.ts';
import { type RehearsalState, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { refuse } from '../../src/aws/rehearsal/refuse.ts';
import { through } from '../../src/aws/views.ts';
import { stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const OURS = [{ Key: 'managed-by', Value: 'aws-baseline' }];

type Answers = Record<string, (given: AnyCall, region: string) => object | undefined>;

/** `costs` on AWS with two enabled Regions, where `answers` answer first; prices are the rehearsal's. */
async function costs(answers: Answers, { kind = 'standalone' as 'standalone' | 'project', argv = ['--json'] } = {}) {
  const account = rehearsalAccount({ homeRegion: HOME, kind });
  const sent: AnyCall[] = [];
  const shown = await stage().play(['costs', '--region', HOME, '--no-config', ...argv], undefined, {
    connect: async () =>
      through({ ...account, kind: 'aws' }, async (given) => {
        sent.push(given);
        const operation = `${given.service} ${given.operation}`;
        if (operation === 'ec2 DescribeRegions' && !answers[operation])
          return { Regions: [{ RegionName: HOME }, { RegionName: 'eu-central-1' }] };
        return answers[operation]?.(given, given.region ?? HOME) ?? account.send(given);
      }),
  });
  const rows = (shown.json?.costs?.items ?? []).map(
    ({ region, kind: its, id, what, ours, monthly }: Record<string, unknown>) => [region, its, id, what, ours, monthly],
  );
  return { ...shown, sent, rows, text: shown.out.replace(/\s+/g, ' ') };
}

const inEurope = (answer: object) => (_given: AnyCall, region: string) =>
  region === 'eu-central-1' ? answer : undefined;
const instance = (id: string, state: string, more: object = {}) => ({
  Reservations: [{ Instances: [{ InstanceId: id, InstanceType: 't3.micro', State: { Name: state }, ...more }] }],
});

describe('what AWS bills', () => {
  test('nothing: two Regions, and no total', async () => {
    const { json, code } = await costs({});
    expect([code, json.command, json.result, json.costs]).toEqual([
      0,
      'costs',
      'done',
      {
        currency: 'USD',
        monthly: 0,
        monthlyOurs: 0,
        unpriced: 0,
        regions: [HOME, 'eu-central-1'],
        items: [],
        unread: [],
        source: 'AWS Price List',
      },
    ]);
    expect((await costs({}, { argv: [] })).text).toContain('Nothing found in 2 Regions');
  });

  test('a rehearsal has one Region, which the text names', async () => {
    const { out } = await stage().play(['costs', '--rehearse', '--region', 'eu-west-1']);
    expect(out).toContain('Nothing found in Region eu-west-1 that AWS bills');
  });

  test('each kind, ours and not ours, with the prices of its Region', async () => {
    const { rows, json } = await costs({
      'ec2 DescribeInstances': (_given, region) =>
        region === HOME ? instance('i-ours', 'running', { Tags: OURS }) : instance('i-stopped', 'stopped'),
      'ec2 DescribeVolumes': inEurope({
        Volumes: [
          { VolumeId: 'vol-1', VolumeType: 'gp3', Size: 100 },
          { VolumeId: 'vol-2', VolumeType: 'gp2', Size: 8, Attachments: [{ InstanceId: 'i-stopped' }] },
          { VolumeId: 'vol-3', VolumeType: 'io2', Size: 8, Attachments: [{ InstanceId: 'i-other' }] },
        ],
      }),
      'ec2 DescribeSnapshots': inEurope({ Snapshots: [{ SnapshotId: 'snap-1', VolumeSize: 8 }] }),
      'ec2 DescribeNatGateways': inEurope({
        NatGateways: [
          { NatGatewayId: 'nat-1', VpcId: 'vpc-1', State: 'available' },
          { NatGatewayId: 'nat-2', VpcId: 'vpc-1', State: 'deleted' },
        ],
      }),
      'ec2 DescribeAddresses': inEurope({
        Addresses: [
          { PublicIp: '192.0.2.1', PublicIpv4Pool: 'amazon' },
          { PublicIp: '192.0.2.2', PublicIpv4Pool: 'ipv4pool-ec2-1' },
          { PublicIp: '192.0.2.3', AssociationId: 'eipassoc-1', InstanceId: 'i-other', Tags: OURS },
        ],
      }),
      'ec2 DescribeNetworkInterfaces': inEurope({
        NetworkInterfaces: [
          {
            NetworkInterfaceId: 'eni-1',
            Association: { PublicIp: '192.0.2.3' },
            Attachment: { InstanceId: 'i-other' },
          },
          { NetworkInterfaceId: 'eni-2', Association: { PublicIp: '192.0.2.4' }, Description: 'ELB app/web/1' },
          { NetworkInterfaceId: 'eni-3', Description: 'ELB old' },
          { NetworkInterfaceId: 'eni-4', Description: 'ELB old' },
        ],
      }),
      'ec2 DescribeVpcEndpoints': inEurope({
        VpcEndpoints: [
          {
            VpcEndpointId: 'vpce-1',
            VpcEndpointType: 'Interface',
            ServiceName: 's',
            SubnetIds: ['a', 'b'],
            State: 'available',
          },
          { VpcEndpointId: 'vpce-2', VpcEndpointType: 'Gateway', ServiceName: 's', State: 'available' },
        ],
      }),
      'elasticloadbalancing DescribeLoadBalancers': inEurope({
        LoadBalancers: [
          { LoadBalancerName: 'web', LoadBalancerArn: 'arn:web', Type: 'application' },
          { LoadBalancerName: 'aws-baseline', LoadBalancerArn: 'arn:ours', Type: 'application' },
          { LoadBalancerName: 'inspect', LoadBalancerArn: 'arn:inspect', Type: 'gateway' },
        ],
      }),
      'elasticloadbalancing DescribeTags': inEurope({
        TagDescriptions: [
          { ResourceArn: 'arn:web', Tags: [] },
          { ResourceArn: 'arn:ours', Tags: OURS },
        ],
      }),
      'eks ListClusters': inEurope({ clusters: ['one'] }),
      'eks DescribeCluster': inEurope({ cluster: { name: 'one', tags: { 'managed-by': 'aws-baseline' } } }),
      'rds DescribeDBInstances': inEurope({
        DBInstances: [
          {
            ...{ DBInstanceIdentifier: 'db', DBInstanceClass: 'db.t3.micro', Engine: 'postgres' },
            ...{ DBInstanceStatus: 'stopped', AllocatedStorage: 20 },
          },
        ],
      }),
    });
    const EU = 'eu-central-1';
    expect(rows).toEqual([
      [HOME, 'EC2 instance', 'i-ours', 't3.micro', true, 14.6],
      [EU, 'EBS volume', 'vol-1', '100 GiB gp3, attached to nothing', false, 10],
      [EU, 'EBS volume', 'vol-2', '8 GiB gp2, of stopped instance i-stopped', false, 0.8],
      [EU, 'EBS volume', 'vol-3', '8 GiB io2, of instance i-other', false, null],
      [EU, 'EBS snapshot', 'snap-1', 'up to 8 GiB', false, null],
      [EU, 'EKS cluster', 'one', 'control plane, without nodes', true, 73],
      [EU, 'RDS storage', 'db', '20 GiB, database stopped', false, null],
      [EU, 'NAT gateway', 'nat-1', 'in vpc-1', false, null],
      [EU, 'public IPv4 address', '192.0.2.3', 'Elastic IP address of i-other', true, 7.3],
      [EU, 'public IPv4 address', '192.0.2.4', 'of ELB app/web/1', false, 7.3],
      [EU, 'public IPv4 address', '192.0.2.1', 'Elastic IP address, used by nothing', false, 14.6],
      [EU, 'VPC endpoint', 'vpce-1', 's, in 2 zones', false, null],
      [EU, 'load balancer', 'web', 'application, without its traffic', false, 14.6],
      [EU, 'load balancer', 'aws-baseline', 'application, without its traffic', true, 14.6],
      [EU, 'load balancer', 'inspect', 'gateway, without its traffic', false, null],
      [EU, 'load balancer', 'old', 'classic, without its traffic', false, null],
    ]);
    expect(json.costs).toMatchObject({ monthly: 156.8, monthlyOurs: 109.5, unpriced: 7 });
  });

  test('the text: by Region, the dearest first, the total with its date, and what has no price', async () => {
    const { out, text, sent } = await costs(
      {
        'ec2 DescribeVolumes': inEurope({
          Volumes: Array.from({ length: 13 }, (_, i) => ({ VolumeId: `vol-${i}`, VolumeType: 'gp3', Size: i + 1 })),
        }),
        'ec2 DescribeNatGateways': inEurope({
          NatGateways: [{ NatGatewayId: 'nat-1', VpcId: 'v', State: 'available' }],
        }),
      },
      { argv: [] },
    );
    expect(out).toMatch(/eu-central-1 Frankfurt, USD a month\n +1\.30 {2}EBS volume vol-12: 13 GiB gp3/);
    expect(text).toContain('3.60 EBS volume: 8 more (see --json)');
    expect(text).toContain('? NAT gateway nat-1');
    expect(text).toMatch(
      /Total in 2 Regions: about USD 9\.10 a month if nothing changes, including USD 0\.00 for what aws-baseline created \(AWS list prices of \d{4}-/,
    );
    expect(text).toContain('Not in the total: 1 without a known price');
    expect(sent.filter(({ operation }) => !/^(Get|List|Describe)/.test(operation))).toEqual([]);
    // The price of a type is asked once for a Region.
    expect(sent.filter(({ service }) => service === 'pricing')).toHaveLength(2);
  });

  test('on a rehearsed baseline the instance, its volume and its address are ours', async () => {
    const { play } = stage();
    const where = ['--rehearse=a.json', '--region', HOME, '--no-config'];
    await play(['apply', '--yes', '--name', 'acme', '--alarm-email', 'you@example.com', ...where]);
    const { json } = await play(['costs', '--json', ...where]);
    expect(json.costs.items.map(({ kind, ours }: { kind: string; ours: boolean }) => [kind, ours])).toEqual([
      ['EC2 instance', true],
      ['EBS volume', true],
      ['public IPv4 address', true],
    ]);
    expect(json.costs.source).toBe('invented by the rehearsal');
    expect(json.costs.monthly).toBe(json.costs.monthlyOurs);
  });
});

describe('what cannot be read is said', () => {
  const denied = (action: string) => () => refuse('UnauthorizedOperation', `not authorized to perform: ${action}`, 403);

  test('a missing permission: exit 4, and the rest is listed', async () => {
    const answers: Answers = {
      'ec2 DescribeInstances': () => instance('i-1', 'running'),
      'ec2 DescribeVolumes': (_given, region) => (region === HOME ? denied('ec2:DescribeVolumes')() : undefined),
    };
    const { json, code, rows } = await costs(answers);
    expect([code, rows.length]).toEqual([4, 2]);
    expect(json.costs.unread).toMatchObject([
      { region: HOME, read: 'ec2:DescribeVolumes', state: 'unknown', permission: 'ec2:DescribeVolumes' },
    ]);
    const { text } = await costs(answers, { argv: [] });
    expect(text).toContain(`Not read in ${HOME}: ec2:DescribeVolumes: you are not allowed to read this`);
  });

  test('the Regions that a project denies: exit 0', async () => {
    const { json, code } = await costs({}, { kind: 'project' });
    expect(code).toBe(0);
    const states = json.costs.unread.map(({ region, state }: Record<string, unknown>) => `${region} ${state}`);
    expect(new Set(states)).toEqual(new Set(['eu-central-1 denied']));
    const { text } = await costs({}, { kind: 'project', argv: [] });
    expect(text).toContain('a policy of the organization denies it: eu-central-1.');
  });

  test('the list of Regions: the home Region is read, and that is said', async () => {
    const { json, code } = await costs({ 'ec2 DescribeRegions': denied('ec2:DescribeRegions') });
    expect([code, json.costs.regions, json.costs.unread[0].permission]).toEqual([4, [HOME], 'ec2:DescribeRegions']);
  });

  test('what an endpoint does not have is no error', async () => {
    const answer = () => refuse('NotImplemented', 'no', 501);
    const { json, code } = await costs({ 'rds DescribeDBInstances': answer });
    expect([code, json.costs.unread[0].unsupported]).toEqual([0, true]);
  });

  test('prices that AWS does not tell', async () => {
    const { json, code } = await costs({
      'ec2 DescribeInstances': () => instance('i-1', 'running'),
      'pricing GetProducts': denied('pricing:GetProducts'),
    });
    expect([code, json.costs.monthly, json.costs.unpriced]).toEqual([0, 0, 2]);
  });
});

test('nothing of it is loaded by another command, and Cost Explorer is never asked', async () => {
  const state: RehearsalState = rehearsalAccount({ homeRegion: HOME }).state();
  const account = rehearsalAccount({ homeRegion: HOME, state });
  const services = new Set<string>();
  await stage().play(['status', '--name', 'acme', '--region', HOME, '--no-config'], undefined, {
    connect: async () =>
      through({ ...account, kind: 'aws' }, (given) => {
        services.add(given.service);
        return account.send(given);
      }),
  });
  expect([...services].filter((service) => /^(rds|elasticloadbalancing|ce)$/.test(service))).toEqual([]);
});
