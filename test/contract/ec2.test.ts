import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { otherClient } from './end-state.ts';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { baseline, environment, newHome } from './program.ts';

const FLAGS = ['--name', 'acme', '--steps', 'ec2'];

describe.skipIf(motoMissing)('the instance on moto', () => {
  let moto: Moto;
  let home: string;
  let remove: () => void;
  const go = (...args: string[]) => baseline([...args, ...FLAGS], { env: environment(home, moto.endpoint), cwd: home });
  const ask = (operation: string, input: object = {}) => otherClient(moto.endpoint)('ec2', operation, input);
  const launched = async () => {
    const { Reservations = [] } = await ask('DescribeInstances');
    return Reservations.flatMap(({ Instances }: { Instances: object[] }) => Instances);
  };

  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await moto?.stop();
  });
  beforeEach(async () => {
    await moto.reset();
    ({ home, remove } = newHome());
  });
  afterEach(() => remove());

  it('each family launches with a type of its own that its zone offers', async () => {
    const types: Record<string, string> = {};
    for (const family of ['general', 'compute', 'memory', 'accelerated', 'storage']) {
      await moto.reset();
      const { code, err } = await go('apply', '--family', family, '--yes', '--json');
      expect(code, err).toBe(0);
      const [{ InstanceType, Placement }] = await launched();
      types[family] = InstanceType;
      const { InstanceTypeOfferings } = await ask('DescribeInstanceTypeOfferings', {
        LocationType: 'availability-zone',
        Filters: [{ Name: 'instance-type', Values: [InstanceType] }],
      });
      const zones = InstanceTypeOfferings.map(({ Location }: { Location: string }) => Location);
      expect(zones).toContain(Placement.AvailabilityZone);
    }
    expect(types).toMatchObject({
      general: expect.stringMatching(/^[tma]\d/),
      compute: expect.stringMatching(/^c\d/),
      memory: expect.stringMatching(/^[rxz]\d/),
      accelerated: expect.stringMatching(/^(p|g|inf|trn)\d/),
      storage: expect.stringMatching(/^(i|d|h)\d|^im|^is/),
    });
  }, 120_000);

  it('a private instance has no address and a gateway endpoint; undo leaves nothing', async () => {
    const gateways = async () => {
      const { VpcEndpoints } = await ask('DescribeVpcEndpoints');
      return VpcEndpoints.filter(({ State }: { State: string }) => !/^delet/i.test(State));
    };
    const groups = async () => {
      const { SecurityGroups } = await ask('DescribeSecurityGroups');
      return SecurityGroups.map(({ GroupName }: { GroupName: string }) => GroupName).filter((name: string) =>
        name.startsWith('aws-baseline'),
      );
    };
    const { code, err, json } = await go('apply', '--private', '--yes', '--json');
    expect(code, err).toBe(0);
    const [{ PublicIpAddress = '' }] = await launched();
    expect(PublicIpAddress).toBe('');
    expect(await gateways()).toMatchObject([
      { VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.ap-southeast-2.s3' },
    ]);
    // Moto has no EC2 Instance Connect Endpoints.
    const facts = json.steps.flatMap((step: { facts: object[] }) => step.facts);
    expect(facts.filter(({ state }: { state: string }) => state === 'unknown')).toMatchObject([
      { id: 'ec2/instance-connect-endpoint' },
    ]);

    const again = await go('apply', '--private', '--yes', '--json');
    expect([again.code, again.json.summary.created, again.json.summary.changed]).toEqual([0, 0, 0]);
    const undone = await go('undo', '--region', 'ap-southeast-2', '--confirm', '111122223333', '--no-input');
    expect(undone.code, undone.err + undone.out).toBe(0);
    expect([await gateways(), await groups()]).toEqual([[], []]);
  }, 60_000);
});
