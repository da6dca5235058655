import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { baseline, environment, newHome } from './program.ts';
import { type CountingProxy, countingProxy } from './proxy.ts';

const HOME = 'ap-southeast-2';
const SDK = {
  ec2: () => import('@aws-sdk/client-ec2'),
  ecs: () => import('@aws-sdk/client-ecs'),
  eks: () => import('@aws-sdk/client-eks'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
};

describe.skipIf(motoMissing)('command try on moto', () => {
  let moto: Moto;
  let proxy: CountingProxy;
  const { home, remove } = newHome();
  const go = (...args: string[]) => baseline(args, { env: environment(home, proxy.endpoint), cwd: home });
  // With the SDK itself, so that the program's reading is not trusted with its own proof.
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into the answers
  const ask = async (service: keyof typeof SDK, operation: string, input: object = {}): Promise<any> => {
    // biome-ignore lint/suspicious/noExplicitAny: one name for all of its exports
    const sdk: any = await SDK[service]();
    const Client = Object.entries(sdk).find(([name]) => /^[A-Z]\w+Client$/.test(name))?.[1] as typeof sdk;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    return new Client({ region: HOME, endpoint: moto.endpoint, credentials }).send(
      new sdk[`${operation}Command`](input),
    );
  };
  const post = (path: string, body: object) =>
    fetch(`${moto.endpoint}/moto-api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    moto = await startMoto();
    proxy = await countingProxy(moto.endpoint);
    await post('config', { lambda: { use_docker: false } });
    await post('state-manager/set-transition', {
      model_name: 'ecs::task',
      transition: { progression: 'manual', times: 1 },
    });
    const made = await go('apply', '--name', 'acme', '--steps', 'buckets,groups', '--yes', '--json');
    expect(made.code, made.err).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await proxy?.stop();
    await moto?.stop();
    remove();
  });

  it('without a route to the internet, nothing is made, and the way out is said', async () => {
    proxy.forget();
    const { code, err } = await go('try', 'container', '--yes');
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain('no route to an internet gateway');
    expect(err).toContain('aws ec2 create-route');
    expect(proxy.writes()).toEqual([]);
  });

  it('the container and the function run, and a second time nothing new is made', async () => {
    // AWS's default VPC has an internet gateway, moto's has none.
    const { Vpcs = [] } = await ask('ec2', 'DescribeVpcs');
    const { RouteTables = [] } = await ask('ec2', 'DescribeRouteTables');
    const { InternetGateway } = await ask('ec2', 'CreateInternetGateway');
    const InternetGatewayId = InternetGateway?.InternetGatewayId;
    await ask('ec2', 'AttachInternetGateway', { InternetGatewayId, VpcId: Vpcs[0]?.VpcId });
    const { RouteTableId } = RouteTables[0] ?? {};
    await ask('ec2', 'CreateRoute', { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGatewayId });

    for (const [what, told, runs] of [
      ['container', { exitCode: 0 }, 'RunTask'],
      ['function', { answer: 'Simple Lambda happy path OK' }, 'Invoke'],
    ] as const) {
      const first = await go('try', what, '--yes', '--json');
      expect(first.code, first.err).toBe(0);
      expect(first.json.summary.created).toBe(5);
      expect(first.json.trial).toMatchObject({ what, ...told });
      proxy.forget();
      const second = await go('try', what, '--yes', '--json');
      expect(second.code, second.err).toBe(0);
      expect(second.json.summary.created).toBe(0);
      expect(second.json.trial).toMatchObject({ what, ...told });
      expect(proxy.writes()).toHaveLength(1);
      expect(proxy.writes()[0]).toMatch(new RegExp(`${runs}|invocations`));
    }
  }, 60_000);

  it('the cluster is made once', async () => {
    const flags = ['try', 'cluster', '--yes', '--wait', '1m', '--remind-after', '4h', '--json'];
    const first = await go(...flags);
    expect(first.code, first.err).toBe(0);
    expect(first.json.trial.connect).toBe(`aws eks update-kubeconfig --name aws-baseline-try --region ${HOME}`);
    const second = await go(...flags);
    expect([second.code, second.json.summary.created]).toEqual([0, 0]);
    const { cluster } = await ask('eks', 'DescribeCluster', { name: 'aws-baseline-try' });
    expect(cluster?.tags).toEqual({
      'managed-by': 'aws-baseline',
      'aws-baseline:name': 'acme',
      'aws-baseline:remind-after': '4h',
    });
  }, 60_000);

  it('status shows all three, and undo on another computer leaves nothing of them', async () => {
    const status = await go('status', '--json');
    const trial = status.json.steps.find(({ id }: { id: string }) => id === 'try');
    expect(trial.facts.filter(({ state }: { state: string }) => state !== 'ok')).toEqual([]);
    expect(trial.facts.length).toBeGreaterThan(10);

    const other = newHome();
    const undone = await baseline(['undo', '--steps', 'try', '--confirm', '111122223333', '--json', '--no-input'], {
      env: environment(other.home, proxy.endpoint),
      cwd: other.home,
    });
    other.remove();
    expect(undone.code, undone.err).toBe(0);
    const { SecurityGroups = [] } = await ask('ec2', 'DescribeSecurityGroups');
    expect(SecurityGroups.map(({ GroupName }: { GroupName: string }) => GroupName)).toEqual(['default']);
    expect((await ask('logs', 'DescribeLogGroups')).logGroups).toEqual([]);
    expect((await ask('lambda', 'ListFunctions')).Functions).toEqual([]);
    expect((await ask('eks', 'ListClusters')).clusters).toEqual([]);
    expect((await ask('ecs', 'ListTaskDefinitions')).taskDefinitionArns).toEqual([]);
    const { clusters = [] } = await ask('ecs', 'DescribeClusters', { clusters: ['aws-baseline-try'] });
    expect(clusters.filter(({ status: its }: { status: string }) => its !== 'INACTIVE')).toEqual([]);
    const { Roles = [] } = await ask('iam', 'ListRoles');
    expect(Roles.map(({ RoleName }: { RoleName: string }) => RoleName)).not.toContain('aws-baseline-try');
    const after = await go('status', '--json');
    expect(after.json.steps.map(({ id }: { id: string }) => id)).not.toContain('try');
  }, 60_000);
});
