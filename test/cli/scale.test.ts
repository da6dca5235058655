import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { inMemory, worldOf } from '../robust/program.ts';
import { stage } from './stage.ts';

const EC2 = ['--steps', 'ec2', '--name', 'acme', '--region', 'ap-southeast-2', '--no-config'];
const CERTIFICATE = 'arn:aws:acm:ap-southeast-2:111122223333:certificate/12345678-1234-1234-1234-123456789012';
const SCALED = [...EC2, '--scale', '2..4'];
const HTTP = [...SCALED, '--load-balancer', 'http'];
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** A world in which each call is noted. */
function noted(account = inMemory()) {
  const asked: string[] = [];
  const writes: string[] = [];
  const world = worldOf(account, (given, send) => {
    asked.push(`${given.service} ${given.operation}`);
    if (!isRead(given)) writes.push(given.operation);
    return send();
  });
  return { account, asked, writes, world };
}

describe('wrong answers end with exit code 2 before any call', () => {
  it.each([
    [
      'a load balancer without a group',
      [...EC2, '--load-balancer', 'http'],
      '--load-balancer: a load balancer needs --scale',
    ],
    ['a certificate without a load balancer', [...SCALED, '--certificate-arn', CERTIFICATE], '--load-balancer https'],
    ['a certificate with http', [...HTTP, '--certificate-arn', CERTIFICATE], '--load-balancer https'],
    ['https without a certificate', [...SCALED, '--load-balancer', 'https'], 'https needs --certificate-arn'],
    [
      'a certificate of another Region',
      [...SCALED, '--load-balancer', 'https', '--certificate-arn', CERTIFICATE.replace('ap-southeast-2', 'us-east-1')],
      'the certificate is in us-east-1',
    ],
    ['another protocol', [...SCALED, '--load-balancer', 'tcp'], 'http, https'],
    [
      'a certificate that is none',
      [...SCALED, '--load-balancer', 'https', '--certificate-arn', 'mine'],
      'the ARN of a',
    ],
    ['the larger number first', [...EC2, '--scale', '4..2'], 'MIN..MAX'],
    ['none at least', [...EC2, '--scale', '0..2'], 'from 1 to 999'],
    ['one number', [...EC2, '--scale', '3'], 'MIN..MAX'],
  ])('%s', async (_name, flags, says) => {
    const { asked, world } = noted();
    const { code, err } = await stage().play(['apply', ...flags, '--yes'], undefined, world);
    expect(code, err).toBe(2);
    expect(flat(err)).toContain(says);
    expect(asked).toEqual([]);
  });
});

describe('the cost is said before', () => {
  it('of the smallest and the largest size, and of the load balancer', async () => {
    const { writes, world } = noted();
    const { err, json, code } = await stage().play(['plan', ...HTTP, '--json'], undefined, world);
    expect(code, err).toBe(0);
    expect(writes).toEqual([]);
    expect(json.cost).toMatchObject({
      monthly: 81.9,
      scale: { min: 2, max: 4, monthlyAtMost: 127.3 },
      parts: [
        { what: '2 x t3.micro', monthly: 29.2 },
        { what: '2 x disk of 8 GiB', monthly: 1.6 },
        { what: '2 x public address', monthly: 14.6 },
        { what: 'load balancer without its traffic', monthly: 14.6 },
        { what: 'its 3 public addresses', monthly: 21.9 },
      ],
    });
    const review = await stage().play(
      ['ec2', ...HTTP],
      [
        ['What is the instance for', 'general'],
        ['Instance type', ''],
        ['What next?', 'stop'],
      ],
      world,
    );
    expect(flat(review.err)).toContain(
      'Cost: about USD 81.90 a month with 2 instances, USD 127.30 with 4: 2 x t3.micro 29.20',
    );
    expect(writes).toEqual([]);
  });

  it('and without prices, of what AWS charges for', async () => {
    const world = worldOf(inMemory(), (given, send) => {
      if (given.service === 'pricing') throw Object.assign(new Error('no'), { name: 'AccessDenied' });
      return send();
    });
    const { err } = await stage().play(['plan', ...HTTP], undefined, world);
    expect(flat(err)).toContain('Cost: AWS charges for each instance');
  });
});

describe('apply', () => {
  it('makes it once, names the address, and undo on another computer takes it down', async () => {
    const { account, writes, world, asked } = noted();
    const here = stage();
    const first = await here.play(['apply', ...HTTP, '--yes', '--json'], undefined, world);
    expect(first.code, first.err).toBe(0);
    expect(flat(first.err)).toMatch(/Open .* http:\/\/aws-baseline-\d+\.ap-southeast-2\.elb\.amazonaws\.com/);
    const balancer = first.json.steps[0].facts.find(({ id }: { id: string }) =>
      /load-balancer\/aws-baseline$/.test(id),
    );
    expect(balancer.link).toMatch(/^http:\/\/aws-baseline-/);
    writes.length = 0;
    expect((await here.play(['apply', ...HTTP, '--yes'], undefined, world)).code).toBe(0);
    expect(writes).toEqual([]);
    const status = await stage().play(
      ['status', '--region', 'ap-southeast-2', '--no-config', '--json'],
      undefined,
      world,
    );
    expect(status.json.steps.at(-1).facts.map(({ id }: { id: string }) => id)).toContain(
      'autoscaling/group/aws-baseline',
    );
    const undo = ['undo', '--region', 'ap-southeast-2', '--no-config', '--confirm', '111122223333', '--steps', 'ec2'];
    const undone = await stage().play(undo, undefined, world);
    expect(undone.code, undone.err).toBe(0);
    expect(account.state().regions['ap-southeast-2']?.scale).toBeUndefined();
    expect(asked).toContain('autoscaling DeleteAutoScalingGroup');
  });

  it.each([
    ['the group by hand', ['autoscaling DeleteAutoScalingGroup']],
    [
      'all but the launch template by hand',
      ['autoscaling DeleteAutoScalingGroup', 'elasticloadbalancing DeleteLoadBalancer'],
    ],
  ])('undo without a journal finds what is left after somebody deleted %s', async (_name, deleted) => {
    const { account, world } = noted();
    await stage().play(['apply', ...HTTP, '--yes'], undefined, world);
    for (const one of deleted) {
      const [service, operation] = one.split(' ');
      const arn = account.state().regions['ap-southeast-2']?.scale?.loadBalancers[0]?.arn;
      const input =
        service === 'autoscaling'
          ? { AutoScalingGroupName: 'aws-baseline', ForceDelete: true }
          : { LoadBalancerArn: arn };
      await account.send({ service, operation, input } as never);
      for (let i = 0; i < 3; i++)
        await account.send({ service: 'autoscaling', operation: 'DescribeAutoScalingGroups', input: {} } as never);
    }
    const undo = ['undo', '--region', 'ap-southeast-2', '--no-config', '--confirm', '111122223333', '--steps', 'ec2'];
    const undone = await stage().play(undo, undefined, world);
    expect(undone.code, undone.err).toBe(0);
    expect(account.state().regions['ap-southeast-2']?.scale).toBeUndefined();
  });
});
