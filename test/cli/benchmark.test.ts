import { describe, expect, test } from 'vitest';
import { type AnyCall, call, isRead } from '../../src/aws/call.ts';
import { type RehearsalAccount, rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import { type Shown, stage } from './stage.ts';

const HOME = 'ap-southeast-2';
const PLACE = ['--name', 'acme', '--region', HOME, '--no-config'];
const APPLY = ['apply', ...PLACE, '--alarm-email', 'a@example.com', '--yes', '--json'];

/** The account as AWS, and every operation that was sent; operations that match are refused with this code. */
function worldOf(account: RehearsalAccount, refused = /^$/, name = 'AccessDenied') {
  const sent: AnyCall[] = [];
  const send = (given: AnyCall) => {
    sent.push(given);
    return refused.test(`${given.service} ${given.operation}`)
      ? Promise.reject(Object.assign(new Error(`${name} said AWS`), { name }))
      : account.send(given as never);
  };
  return { sent, world: { connect: async () => ({ ...through(account, send), kind: 'aws' as const }) } };
}

const play = (...args: Parameters<ReturnType<typeof stage>['play']>) => stage().play(...args);

async function applied(more: string[] = []): Promise<RehearsalAccount> {
  const account = rehearsalAccount({ homeRegion: HOME });
  const { code, err } = await play([...APPLY, ...more], undefined, worldOf(account).world);
  expect(code, err).toBe(0);
  return account;
}

const by = (account: RehearsalAccount, argv: string[]): Promise<Shown> =>
  play(['status', ...PLACE, ...argv], undefined, worldOf(account).world);
// biome-ignore lint/suspicious/noExplicitAny: tests reach into the report
const itemOf = ({ json }: Shown, id: string) => json.benchmark.items.find((one: any) => one.id === id);

describe('status --benchmark', () => {
  test.each(['cis', 'ssb', 'moj', 'fsbp'])(
    '%s: every item with its state, in 80 columns; nothing is written',
    async (id) => {
      const account = await applied(['--steps', 'root']);
      const { sent, world } = worldOf(account);
      const { code, out, err } = await play(['status', ...PLACE, '--benchmark', id], undefined, world);
      expect(code, err).toBe(0);
      expect(sent.filter((given) => !isRead(given))).toEqual([]);
      const { json } = await by(account, ['--benchmark', id, '--json']);
      for (const item of json.benchmark.items)
        expect(out).toMatch(new RegExp(`^  (ok|[+!?$-] )  ${item.id.replaceAll('.', '\\.')} `, 'm'));
      expect(out.split('\n').filter((line) => line.length > 80 && !/https:/.test(line))).toEqual([]);
      expect(out).toContain(`${json.benchmark.summary.met} met, ${json.benchmark.summary.open} open`);
      const counted = Object.values<number>(json.benchmark.summary).reduce((sum, one) => sum + one, 0);
      expect(counted).toBe(json.benchmark.items.length);
    },
  );

  test('plain status asks no more than before', async () => {
    const account = await applied(['--guardrails', 'none']);
    const operations = async (argv: string[]) => {
      const { sent, world } = worldOf(account);
      await play(['status', ...PLACE, ...argv], undefined, world);
      return new Set(sent.map(({ service, operation }) => `${service} ${operation}`));
    };
    const plain = await operations(['--guardrails', 'none']);
    expect([...plain].filter((one) => /PasswordPolicy|ListMFADevices|DescribeRegions|s3control/.test(one))).toEqual([]);
    expect(await operations(['--guardrails', 'none', '--benchmark', 'cis'])).toContain('iam GetAccountPasswordPolicy');
  });

  test('what was not chosen is judged too, and the printed command meets it', async () => {
    const account = await applied(['--guardrails', 'none']);
    const before = await by(account, ['--guardrails', 'none', '--benchmark', 'cis', '--json']);
    expect(itemOf(before, '2.8')).toMatchObject({ state: 'open', guardrails: ['password-policy'] });
    expect(
      before.json.steps.flatMap(({ facts }: { facts: { id: string }[] }) => facts).map(({ id }: { id: string }) => id),
    ).not.toContain('guardrails/password-policy');
    const [{ command }] = before.json.next;
    expect(command).toMatch(/^aws-baseline apply .*--guardrails password-policy,/);
    const argv = command.split(' ').slice(1);
    const made = await play([...argv, '--yes', '--json', '--no-config'], undefined, worldOf(account).world);
    expect(made.code, made.err).toBe(0);
    const after = await by(account, ['--benchmark', 'cis', '--json']);
    for (const id of ['2.8', '2.15', '2.18', '3.1.4', '6.1.1', '6.5']) expect(itemOf(after, id).state, id).toBe('met');
    expect(itemOf(after, '2.8').by).toEqual(['guardrails/password-policy']);
  });

  test('in every enabled Region: the command covers them', async () => {
    const account = await applied();
    account.person.enablesRegion('ap-southeast-4');
    const shown = await by(account, ['--benchmark', 'cis', '--json']);
    expect(shown.json.benchmark.regions).toEqual([HOME, 'ap-southeast-4']);
    expect(itemOf(shown, '6.1.1')).toMatchObject({ state: 'open', why: expect.stringContaining('missing in 1 of 2') });
    expect(shown.json.next[0].command).toContain('--guardrail-regions all');
  });

  test.each([
    ['AccessDenied', 'iam:GetAccountPasswordPolicy is missing'],
    ['NotImplemented', 'does not support iam GetAccountPasswordPolicy'],
  ])('%s: unknown with the reason, and the exit code as without it', async (name, why) => {
    const { world } = worldOf(await applied(), /GetAccountPasswordPolicy|DescribeRegions/, name);
    const shown = await play(['status', ...PLACE, '--benchmark', 'cis', '--json'], undefined, world);
    expect(shown.code, shown.err).toBe(0);
    expect(itemOf(shown, '2.8')).toMatchObject({ state: 'unknown', why: expect.stringContaining(why) });
    expect(shown.json.benchmark.regions).toEqual([HOME]);
  });

  test('the exit code is 5 only with --exit-code, also for what was not chosen', async () => {
    const account = await applied(['--guardrails', 'none']);
    const argv = ['--guardrails', 'none', '--benchmark', 'cis'];
    expect((await by(account, argv)).code).toBe(0);
    expect((await by(account, [...argv, '--exit-code'])).code).toBe(5);
    expect((await by(account, ['--guardrails', 'none', '--exit-code'])).code).toBe(0);
  });

  test('with words instead of marks', async () => {
    const { out } = await by(await applied(), ['--benchmark', 'cis', '--accessible']);
    expect(out).toMatch(/^ {2}met: {2}2\.8 /m);
    expect(out).toMatch(/^ {2}not judged: {2}2\.1\.1 /m);
    expect(out).not.toMatch(/^ {2}(ok|[+!?$-]) /m);
  });

  test.each([
    [['status', '--benchmark', 'sic'], 'is not one of cis, ssb, moj, fsbp'],
    [['plan', '--benchmark', 'cis'], 'unknown option'],
    [['plan', '--output', 'junit'], 'is not one of text, json, ndjson'],
    [['apply', '--output', 'sarif'], 'is not one of text, json, ndjson'],
    [['status', '--output', 'xml'], 'is not one of text, json, ndjson, junit, sarif'],
  ])('%j is a usage error', async (argv, said) => {
    const { code, err, out } = await play([...argv, ...PLACE, '--rehearse']);
    expect([code, out, err.replace(/\s+/g, ' ')]).toEqual([2, '', expect.stringContaining(said)]);
  });
});

describe('verify', () => {
  const verify = (account: RehearsalAccount, argv: string[]) =>
    play(['verify', ...PLACE, ...argv], undefined, worldOf(account).world);

  test('has one line for each benchmark, and the items of one', async () => {
    const account = await applied();
    const { out } = await verify(account, []);
    const said = out.replace(/\n {2,}(?=\S)/g, ' ');
    for (const name of [
      'CIS AWS Foundations 7.0.0',
      'Startup Security Baseline',
      'Ministry of Justice',
      'Foundational Security',
    ])
      expect(said).toMatch(new RegExp(`${name}.*: \\d+ met, \\d+ open`));
    expect(out).not.toContain('2.8 ');
    expect((await verify(account, ['--benchmark', 'cis'])).out).toMatch(/^ {2}ok {2}2\.8 /m);
    const { json } = await verify(account, ['--json', '--benchmark', 'moj']);
    expect(json.benchmarks.map(({ id }: { id: string }) => id)).toEqual(['cis', 'ssb', 'moj', 'fsbp']);
    expect(json.benchmarks[2].summary).toEqual(json.benchmark.summary);
  });

  test('judges as status does', async () => {
    const account = await applied();
    const { json } = await by(account, ['--benchmark', 'cis', '--json']);
    expect((await verify(account, ['--json'])).json.benchmarks[0].summary).toEqual(json.benchmark.summary);
  });
});

interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
}

/** Reads XML as strictly as this format needs; throws if it is not well formed. */
function parsed(xml: string): Node {
  const top: Node = { name: '', attributes: {}, children: [] };
  const open = [top];
  const rest = xml
    .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
    .replace(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g, (_all, end, name, given, empty) => {
      if (end) {
        expect(open.pop()?.name).toBe(name);
        return '';
      }
      const attributes = Object.fromEntries(
        [...given.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      );
      const node = { name, attributes, children: [] };
      open.at(-1)?.children.push(node);
      if (!empty) open.push(node);
      return '';
    });
  expect(open).toEqual([top]);
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|apos);)/);
  expect(top.children).toHaveLength(1);
  return top.children[0]!;
}

describe('--output junit', () => {
  const casesOf = (xml: string) => parsed(xml).children.flatMap(({ children }) => children);

  test('has a case for each item: failures, and what is skipped', async () => {
    const account = await applied(['--guardrails', 'none']);
    const argv = ['--guardrails', 'none', '--benchmark', 'cis'];
    const { json } = await by(account, [...argv, '--json']);
    const { out, code } = await by(account, [...argv, '--output', 'junit']);
    expect(code).toBe(0);
    const cases = casesOf(out);
    expect(cases).toHaveLength(json.benchmark.items.length);
    const kindOf = (id: string) =>
      cases.find(({ attributes }) => attributes.name?.startsWith(`cis/${id} `))?.children[0]?.name;
    expect(['2.4', '2.5', '2.8', '3.1.2', '4.3', '2.1.1'].map(kindOf)).toEqual([
      undefined,
      'failure',
      'failure',
      'skipped',
      'skipped',
      'skipped',
    ]);
    const { attributes } = parsed(out);
    expect(Number(attributes.tests)).toBe(cases.length);
    expect(Number(attributes.failures)).toBe(cases.filter(({ children }) => children[0]?.name === 'failure').length);
  });

  test('has a case for each fact without a benchmark, and an error for what cannot be read', async () => {
    const { world } = worldOf(await applied(), /s3 GetBucketVersioning/);
    const { out, code } = await play(['status', ...PLACE, '--output', 'junit'], undefined, world);
    expect(code).toBe(4);
    const cases = casesOf(out);
    const wrong = cases.filter(({ children }) => children[0]?.name === 'error');
    expect(wrong.map(({ attributes }) => attributes.name)).toEqual([
      expect.stringContaining('acme-landing-zone has versioning'),
      expect.stringContaining('acme-analysis has versioning'),
    ]);
  });

  test('text from AWS cannot break it', async () => {
    const account = await applied();
    const { world } = worldOf(account, /s3 GetBucketVersioning/, 'Odd');
    const odd = {
      connect: async () => {
        const real = await world.connect();
        const send = (given: AnyCall) =>
          given.operation === 'GetBucketVersioning'
            ? Promise.reject(new Error('<a b="c">&\u0000\u001b[31m]]>\ufffe'))
            : real.send(given as never);
        return { ...through(real, send), kind: 'aws' as const };
      },
    };
    const { out } = await play(['status', ...PLACE, '--output', 'junit'], undefined, odd);
    expect(casesOf(out).length).toBeGreaterThan(20);
    expect(out).toContain('&lt;a b=&quot;c&quot;&gt;&amp;');
  });

  test('verify has the tests of the policies as well', async () => {
    const { out } = await play(
      ['verify', ...PLACE, '--output', 'junit', '--benchmark', 'moj'],
      undefined,
      worldOf(await applied()).world,
    );
    expect(parsed(out).children.map(({ attributes }) => attributes.name)).toEqual([
      'facts of the baseline',
      expect.stringContaining('Ministry of Justice'),
      'tests of the policies',
    ]);
    expect(parsed(out).children[2]?.children.length).toBeGreaterThan(150);
  });
});

describe('--output sarif', () => {
  test('has a rule for each item and a result for each that is open', async () => {
    const account = await applied(['--guardrails', 'none']);
    const argv = ['--guardrails', 'none', '--benchmark', 'cis'];
    const { json: report } = await by(account, [...argv, '--json']);
    const { json: log, err } = await by(account, [...argv, '--output', 'sarif']);
    expect([log.version, log.runs.length], err).toEqual(['2.1.0', 1]);
    const [{ tool, results, invocations }] = log.runs;
    expect(invocations).toEqual([{ executionSuccessful: true }]);
    const { rules } = tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(
      report.benchmark.items.map(({ id }: { id: string }) => `cis/${id}`),
    );
    for (const { ruleId, ruleIndex, level, message, locations, partialFingerprints } of results) {
      expect(rules[ruleIndex].id).toBe(ruleId);
      expect(['error', 'warning']).toContain(level);
      expect(message.text).toMatch(/\S/);
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('aws-baseline.yaml');
      expect(Object.values(partialFingerprints)).toEqual([expect.stringContaining(`111122223333/${ruleId}/`)]);
    }
    const levelOf = (id: string) => results.find(({ ruleId }: { ruleId: string }) => ruleId === `cis/${id}`)?.level;
    expect(['2.8', '2.5', '2.4', '4.3', '3.1.2'].map(levelOf)).toEqual([
      'error',
      'warning',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('a run that ended early is a log that says so, and so is one in JUnit', async () => {
    const argv = ['status', ...PLACE, '--rehearse', '--expect-account', '999988887777', '--output'];
    const { code, json } = await play([...argv, 'sarif']);
    expect(code).toBe(3);
    expect(json.runs[0]).toMatchObject({ results: [], invocations: [{ executionSuccessful: false }] });
    const { out } = await play([...argv, 'junit']);
    expect(parsed(out).attributes).toMatchObject({ tests: '1', errors: '1' });
  });

  test('what cannot be read is no result, but told', async () => {
    const { world } = worldOf(await applied(), /s3 GetBucketVersioning/);
    const { json } = await play(['status', ...PLACE, '--output', 'sarif'], undefined, world);
    const [{ results, invocations }] = json.runs;
    expect(invocations[0].toolExecutionNotifications).toHaveLength(2);
    expect(results.filter(({ message }: { message: { text: string } }) => /versioning/.test(message.text))).toEqual([]);
  });
});

test("somebody else's open security group is named", async () => {
  const account = await applied();
  const { GroupId } = await account.send(call('ec2', 'CreateSecurityGroup', { GroupName: 'web', Description: 'x' }));
  const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await account.send(call('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions }));
  const shown = await by(account, ['--benchmark', 'cis', '--json']);
  expect(itemOf(shown, '6.3')).toMatchObject({ state: 'person', why: expect.stringContaining(`web (${GroupId})`) });
  expect(itemOf(shown, '6.4').state).toBe('met');
});
