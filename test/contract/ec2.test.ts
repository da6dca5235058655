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
});
