import { beforeAll, describe, expect, test } from 'vitest';
import { type AnyCall, call, isRead } from '../../src/aws/call.ts';
import type { RehearsalAccount, RehearsalState } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { type Fact, isChore } from '../../src/engine/fact.ts';
import { journalInMemory } from '../../src/engine/journal.ts';
import { look } from '../../src/engine/look.ts';
import { discover } from '../../src/steps/discovery/discover.ts';
import type { Value } from '../../src/steps/settings/setting.ts';
import { answersTo, HOME } from './given.ts';
import { byHand, counted, factsFor, idsOf, lasting, makeAll, rehearsal, undoAll, unfinished } from './rehearsed.ts';

const CERTIFICATE = `arn:aws:acm:${HOME}:111122223333:certificate/12345678-1234-1234-1234-123456789012`;
const factsOf = (more: Record<string, Value> = {}) =>
  factsFor({ ...answersTo({ 'ec2.scale': '2..4', 'ec2.private': false, ...more }), steps: ['ec2'] });
const HTTP = { 'ec2.load-balancer': 'http' };
const HTTPS = { 'ec2.load-balancer': 'https', 'ec2.certificate-arn': CERTIFICATE };
const WAYS: [string, Record<string, Value>][] = [
  ['alone', {}],
  ['with http', HTTP],
  ['with https', HTTPS],
];

const scaleIn = (on: RehearsalAccount) => on.state().regions[HOME]?.scale;
const live = (on: RehearsalAccount) => on.state().regions[HOME]?.instances.filter(({ ended }) => !ended) ?? [];
async function madeWith(more: Record<string, Value>) {
  const on = rehearsal();
  expect(unfinished(await makeAll(factsOf(more), on))).toEqual([]);
  return on;
}

describe.each(WAYS)('a group %s', (_name, more) => {
  let made: RehearsalState;
  beforeAll(async () => {
    made = (await madeWith(more)).state();
  });

  test('is made as wanted, and a second run writes nothing', async () => {
    const { account, writes } = counted(rehearsal(made));
    expect(idsOf(await makeAll(factsOf(more), account), 'todo', 'unknown', 'by-hand', 'failed')).toEqual([]);
    expect(writes).toEqual([]);
  });

  const parts = factsOf(more).filter(
    (fact): fact is Fact =>
      !isChore(fact) &&
      /^(autoscaling|elasticloadbalancing)\/|launch-template|-alb/.test(fact.id) &&
      !/instances$/.test(fact.id),
  );
  test.each(parts.map((fact) => [fact.id, fact] as const))('%s comes back when it is taken away', async (id, fact) => {
    const on = rehearsal(made);
    // In the order that AWS requires: what uses it first.
    const users = parts.filter((one) => one.id !== id && usesIt(one, fact)).reverse();
    for (const one of [...users, fact]) {
      const now = await one.read(on);
      if (now !== null) await byHand(on, await one.calls(null, now, on));
      for (let i = 0; i < 3; i++) await on.send(call('autoscaling', 'DescribeAutoScalingGroups', {}));
    }
    expect(idsOf(await look(factsOf(more), on), 'todo')).toContain(id);
    expect(unfinished(await makeAll(factsOf(more), on))).toEqual([]);
    const { account, writes } = counted(on);
    await makeAll(factsOf(more), account);
    expect(writes).toEqual([]);
  });

  test.each(['by the journal', 'by the tags'])('undo %s leaves no rest', async (how) => {
    const on = rehearsal();
    const before = lasting(on.state(), [HOME]);
    const journal = journalInMemory();
    await makeAll(factsOf(more), on, journal);
    const undone = await undoAll(factsOf(more), on, how === 'by the journal' ? journal : undefined);
    expect(unfinished(undone)).toEqual([]);
    expect(idsOf(undone, 'by-hand')).toEqual([]);
    expect(lasting(on.state(), [HOME])).toEqual(before);
  });
});

function usesIt(one: Fact, it: Fact, seen = new Set<string>()): boolean {
  if (seen.has(one.id)) return false;
  seen.add(one.id);
  const direct = [...(one.needs ?? []), ...(one.within ? [one.within] : [])];
  return direct.some((need) => need.id === it.id || (!isChore(need) && usesIt(need, it, seen)));
}

describe('what is made', () => {
  test('two instances in two zones, with IMDSv2, an encrypted disk, our profile, and a page of their own', async () => {
    const on = await madeWith(HTTP);
    const instances = live(on);
    expect(instances).toHaveLength(2);
    expect(new Set(instances.map(({ subnet }) => subnet)).size).toBe(2);
    for (const one of instances)
      expect(one).toMatchObject({
        profile: 'aws-baseline-ec2',
        metadata: { tokens: 'required', hops: 1 },
        root: { encrypted: true, kind: 'gp3' },
      });
    const [template] = scaleIn(on)?.launchTemplates ?? [];
    const page = Buffer.from(template?.versions[0]?.UserData ?? '', 'base64').toString();
    expect(page).toContain('Answered by instance $(metadata instance-id)');
    expect(template?.versions[0]?.ImageId).toMatch(/^resolve:ssm:/);
  });

  test.each([
    ['http', HTTP, [80], [[80, 'HTTP', 'forward']]],
    [
      'https',
      HTTPS,
      [80, 443],
      [
        [80, 'HTTP', 'redirect'],
        [443, 'HTTPS', 'forward'],
      ],
    ],
  ])(
    'the world reaches the load balancer by %s, and only the load balancer the instances',
    async (_, more, ports, heard) => {
      const on = await madeWith(more);
      const groups = on.state().regions[HOME]?.securityGroups ?? [];
      const rulesOf = (name: string) => groups.find((one) => one.name === name)?.ingress;
      const door = groups.find(({ name }) => name === 'aws-baseline-alb');
      expect(rulesOf('aws-baseline-alb')?.map(({ from, to, source }) => [from, to, source])).toEqual(
        ports.map((port) => [port, port, '0.0.0.0/0']),
      );
      expect(rulesOf('aws-baseline-alb-targets')).toEqual([
        expect.objectContaining({ protocol: 'tcp', from: 80, to: 80, source: door?.id }),
      ]);
      expect(rulesOf('aws-baseline-ec2')).toEqual([]);
      const [balancer] = scaleIn(on)?.loadBalancers ?? [];
      expect(balancer?.given.SecurityGroups).toEqual([door?.id]);
      const told = balancer?.listeners.map(({ given }) => [
        given.Port,
        given.Protocol,
        given.DefaultActions?.[0]?.Type,
      ]);
      expect(told?.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual(heard);
      expect(live(on).every(({ groups: its }) => its.length === 2)).toBe(true);
    },
  );
});

const change = (input: object): AnyCall[] => [
  call('ec2', 'CreateLaunchTemplateVersion', { LaunchTemplateName: 'aws-baseline', LaunchTemplateData: input }),
  call('ec2', 'ModifyLaunchTemplate', { LaunchTemplateName: 'aws-baseline', DefaultVersion: '2' }),
];

describe('drift', () => {
  const dataIn = (on: RehearsalAccount) => {
    const [template] = scaleIn(on)?.launchTemplates ?? [];
    return template?.versions[template.usual - 1];
  };
  const group = { AutoScalingGroupName: 'aws-baseline' };
  const ROWS: [string, string, (on: RehearsalAccount) => AnyCall[]][] = [
    ['IMDSv1 is allowed', 'ec2/launch-template/aws-baseline', (on) => change({ ...dataIn(on), MetadataOptions: {} })],
    [
      'a disk is not encrypted',
      'ec2/launch-template/aws-baseline',
      (on) => change({ ...dataIn(on), BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 8 } }] }),
    ],
    [
      'the profile is gone',
      'ec2/launch-template/aws-baseline',
      (on) => change({ ...dataIn(on), IamInstanceProfile: undefined }),
    ],
    [
      'another group lets others in',
      'ec2/launch-template/aws-baseline',
      (on) => change({ ...dataIn(on), NetworkInterfaces: [{ DeviceIndex: 0, Groups: [] }] }),
    ],
    [
      'more instances',
      'autoscaling/group/aws-baseline',
      () => [call('autoscaling', 'UpdateAutoScalingGroup', { ...group, MinSize: 3, MaxSize: 9 })],
    ],
    [
      'a fixed version of the template',
      'autoscaling/group/aws-baseline',
      () => [
        call('autoscaling', 'UpdateAutoScalingGroup', {
          ...group,
          LaunchTemplate: { LaunchTemplateName: 'aws-baseline', Version: '1' },
        }),
      ],
    ],
    [
      "without the load balancer's health checks",
      'autoscaling/group/aws-baseline',
      () => [call('autoscaling', 'UpdateAutoScalingGroup', { ...group, HealthCheckType: 'EC2' })],
    ],
    [
      'in one zone only',
      'autoscaling/group/aws-baseline',
      (on) => [
        call('autoscaling', 'UpdateAutoScalingGroup', {
          ...group,
          VPCZoneIdentifier: on.state().regions[HOME]!.subnets[0]!.id,
        }),
      ],
    ],
    [
      'it no longer scales in',
      'autoscaling/group/aws-baseline/target-tracking',
      () => [
        call('autoscaling', 'PutScalingPolicy', {
          ...group,
          PolicyName: 'aws-baseline-cpu',
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingConfiguration: {
            PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
            TargetValue: 50,
            DisableScaleIn: true,
          },
        }),
      ],
    ],
    [
      'another page is asked for health',
      'elasticloadbalancing/target-group/aws-baseline',
      (on) => [
        call('elasticloadbalancing', 'ModifyTargetGroup', {
          TargetGroupArn: scaleIn(on)?.targetGroups[0]?.arn,
          HealthCheckPath: '/admin',
        }),
      ],
    ],
    [
      'another security group before the load balancer',
      'elasticloadbalancing/load-balancer/aws-baseline',
      (on) => [
        call('elasticloadbalancing', 'SetSecurityGroups', {
          LoadBalancerArn: scaleIn(on)?.loadBalancers[0]?.arn,
          SecurityGroups: [on.state().regions[HOME]!.securityGroups[0]!.id],
        }),
      ],
    ],
    [
      'port 80 answers itself',
      'elasticloadbalancing/load-balancer/aws-baseline/80',
      (on) => [
        call('elasticloadbalancing', 'ModifyListener', {
          ListenerArn: scaleIn(on)?.loadBalancers[0]?.listeners[0]?.arn,
          DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '503' } }],
        }),
      ],
    ],
    ...(['aws-baseline-alb', 'aws-baseline-alb-targets'] as const).map(
      (name): [string, string, (on: RehearsalAccount) => AnyCall[]] => [
        `SSH in ${name}`,
        `ec2/security-group/${name}`,
        (on) => [
          call('ec2', 'AuthorizeSecurityGroupIngress', {
            GroupId: on.state().regions[HOME]!.securityGroups.find((one) => one.name === name)!.id,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          }),
        ],
      ],
    ),
  ];
  test.each(ROWS)('%s', async (_name, id, drift) => {
    const on = await madeWith(HTTP);
    await byHand(on, drift(on));
    expect(idsOf(await look(factsOf(HTTP), on), 'todo').filter((one) => !one.endsWith('/instances'))).toEqual([id]);
    expect(unfinished(await makeAll(factsOf(HTTP), on))).toEqual([]);
    // Instances that run an older version are replaced, one after the other.
    await look(factsOf(HTTP), on);
    const { account, writes } = counted(on);
    expect(idsOf(await makeAll(factsOf(HTTP), account), 'todo', 'changed')).toEqual([]);
    expect(writes).toEqual([]);
    const [its] = scaleIn(on)?.groups ?? [];
    const [template] = scaleIn(on)?.launchTemplates ?? [];
    expect(its?.members.every(({ version }) => version === template?.usual)).toBe(true);
  });

  test('a template that a person changes otherwise stays, and the instances are replaced', async () => {
    const on = await madeWith(HTTP);
    await byHand(on, change({ ...dataIn(on), UserData: 'bXkgYXBw' }));
    expect(idsOf(await makeAll(factsOf(HTTP), on), 'changed')).toEqual(['autoscaling/group/aws-baseline/instances']);
    expect(dataIn(on)?.UserData).toBe('bXkgYXBw');
  });
});

describe('an answer that is lost after the work was done', () => {
  test('makes nothing twice, whichever it is', async () => {
    const { account: watched, writes } = counted(rehearsal());
    await makeAll(factsOf(HTTPS), watched);
    const state = (await madeWith(HTTPS)).state();
    for (const [nth, name] of writes.entries()) {
      const on = rehearsal();
      let sent = 0;
      const losing = through(on, async (given) => {
        const answer = await on.send(given as never);
        if (isRead(given) || sent++ !== nth) return answer;
        // The SDK sends it again, and AWS answers that attempt.
        return on.send(given as never).catch((error: { $metadata: object }) => {
          throw Object.assign(error, { $metadata: { ...error.$metadata, attempts: 2 } });
        });
      });
      expect(unfinished(await makeAll(factsOf(HTTPS), losing)), name).toEqual([]);
      expect(countsIn(on.state()), name).toEqual(countsIn(state));
    }
    expect(writes.length).toBeGreaterThan(12);
  });
});

function countsIn(state: RehearsalState): object {
  const { scale, instances = [], securityGroups = [] } = state.regions[HOME] ?? {};
  const { launchTemplates = [], groups = [], loadBalancers = [], targetGroups = [] } = scale ?? {};
  return {
    versions: launchTemplates.map(({ versions }) => versions.length),
    groups: groups.map(({ members, policies }) => [members.length, policies.length]),
    listeners: loadBalancers.map(({ listeners }) => listeners.length),
    targetGroups: targetGroups.length,
    instances: instances.length,
    securityGroups: securityGroups.map(({ name, ingress }) => `${name} ${ingress.length}`).sort(),
  };
}

test('a run with nothing to do takes two rounds of requests', async () => {
  const on = await madeWith(HTTPS);
  let round = 0;
  let waiting: (() => void)[] = [];
  // Answers come together, once nothing more is asked.
  const inRounds = through(on, async (given) => {
    if (waiting.length === 0)
      setTimeout(() => {
        round += 1;
        const answered = waiting;
        waiting = [];
        for (const answer of answered) answer();
      });
    await new Promise<void>((answer) => waiting.push(answer));
    return on.send(given as never);
  });
  const findings = await look(factsOf(HTTPS), inRounds);
  expect(idsOf(findings, 'todo', 'unknown', 'by-hand')).toEqual([]);
  expect(round).toBe(2);
});

test('it is found by its tags, and asked for only where a sign of it is there', async () => {
  const { account, asked } = asking(await madeWith(HTTPS));
  const found = (await discover(account)).get('acme');
  expect([found?.get('ec2.scale'), found?.get('ec2.load-balancer'), found?.get('ec2.certificate-arn')]).toEqual([
    '2..4',
    'https',
    CERTIFICATE,
  ]);
  const none = rehearsal();
  await makeAll(factsFor({ ...answersTo(), steps: ['ec2'] }), none);
  const alone = asking(none);
  expect((await discover(alone.account)).get('acme')?.has('ec2.scale')).toBe(false);
  await look(factsFor({ ...answersTo(), steps: ['ec2'] }), alone.account);
  expect(asked.filter((one) => SERVICES.test(one))).not.toEqual([]);
  expect(alone.asked.filter((one) => SERVICES.test(one))).toEqual([]);
});

const SERVICES = /^(autoscaling|elasticloadbalancing) |LaunchTemplate/;
function asking(on: RehearsalAccount) {
  const asked: string[] = [];
  const account = through(on, (given) => {
    asked.push(`${given.service} ${given.operation}`);
    return on.send(given as never);
  });
  return { account, asked };
}

describe('other things', () => {
  test('an instance that is there stays and is named; undo ends it too', async () => {
    const on = rehearsal();
    const journal = journalInMemory();
    await makeAll(factsFor({ ...answersTo(), steps: ['ec2'] }), on, journal);
    const [single] = live(on);
    const made = await makeAll(factsOf(), on, journal);
    expect(unfinished(made)).toEqual([]);
    expect(made.find(({ fact }) => fact.id === 'ec2/instance/acme-analysis')?.why).toContain(`${single?.id} (t3.micro`);
    expect(live(on)).toHaveLength(3);
    await undoAll(factsOf(), on, journal);
    expect(live(on)).toEqual([]);
  });

  test('without --scale no instance is launched beside the group', async () => {
    const on = await madeWith({});
    const alone = factsFor({ ...answersTo(), steps: ['ec2'] });
    const [finding] = (await makeAll(alone, on)).filter(({ fact }) => fact.id.startsWith('ec2/instance/'));
    expect(finding).toMatchObject({
      state: 'by-hand',
      consent: true,
      how: expect.stringContaining('--scale MIN..MAX'),
    });
    expect(live(on)).toHaveLength(2);
  });

  test("somebody else's of the same names stay as they are", async () => {
    const on = rehearsal();
    const made = await madeWith(HTTP);
    const state = JSON.parse(
      JSON.stringify(made.state()).replaceAll('"aws-baseline:name"', '"x"').replaceAll('"managed-by"', '"y"'),
    );
    const theirs = rehearsal(state);
    await byHand(theirs, [
      call('autoscaling', 'UpdateAutoScalingGroup', { AutoScalingGroupName: 'aws-baseline', MinSize: 1, MaxSize: 1 }),
    ]);
    const found = await makeAll(factsOf(HTTP), theirs);
    expect(found.find(({ fact }) => fact.id === 'autoscaling/group/aws-baseline')).toMatchObject({
      state: 'by-hand',
      how: expect.stringContaining('did not create it'),
    });
    expect(scaleIn(theirs)?.groups[0]?.given.MaxSize).toBe(1);
    expect(on.state().regions[HOME]?.scale).toBeUndefined();
  });
});
