import { describe, expect, it } from 'vitest';
import type { World } from '../../src/cli/world.ts';
import { type Between, inMemory, worldOf } from '../robust/program.ts';
import { type Script, stage } from './stage.ts';

const PLACE = ['--name', 'acme', '--region', 'ap-southeast-2', '--no-config'];
const STOP: Script = [
  ['Private', false],
  ['What next?', 'stop'],
];
const flat = (text: string) => text.replace(/\s+/g, ' ');
const TERMINAL = { input: true, output: true, errors: true, links: false, rows: 24 };
const wide = (columns: number): Partial<World> => ({ terminal: { ...TERMINAL, columns }, env: { TERM: 'xterm' } });

/** The wizard of step ec2: what is said from the first question on. */
async function asked(family: string, answers: Script, world: Partial<World> = {}, ...more: string[]) {
  const argv = ['ec2', ...(world.connect ? [] : ['--rehearse']), ...PLACE, ...more];
  const shown = await stage().play(argv, [['What is the instance for', family], ...answers], { ...wide(80), ...world });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the live line, which is erased
  const lines = shown.err.replace(/\r\u001b\[K[^\n\r]*(?=\r)|\r\u001b\[K|\u001b\[\d+m/g, '').split('\n');
  const from = lines.findIndex((line) => line.startsWith('? What is the instance for')) + 2;
  const table = lines.slice(
    from,
    lines.findIndex((line) => line.startsWith('? Instance type')),
  );
  return { ...shown, table, lines };
}

const takeFirst: Script = [['Instance type', ''], ...STOP];

describe('the table of instance types', () => {
  it('has what the choice depends on, within 80 columns', async () => {
    const { table } = await asked('general', takeFirst);
    expect(table).toEqual([
      '     type              vCPU  GiB  Gbit/s   disk GB   USD/h  USD/mo',
      '  1  t3.micro             2    1  to 5     -        0.0200   14.60  free tier',
      '  2  t3.small             2    2  to 5     -        0.0200   14.60  free tier',
      '  3  m7i-flex.large       2    8  to 5     -        0.0200   14.60  free tier',
      '  4  t3.medium            2    4  to 5     -        0.0200   14.60',
      '  5  m7i-flex.xlarge      4   16  to 12.5  -        0.0400   29.20',
      '  6  m7i-flex.2xlarge     8   32  to 12.5  -        0.0800   58.40',
      '  7  m7i-flex.4xlarge    16   64  to 12.5  -        0.1600  116.80',
      "  The rehearsal's sample prices, without disk and public address.",
      '  Burstable (t3): full speed for peaks only, from credits earned when idle.',
    ]);
  });

  it('is not shown while the instance exists: it keeps its type', async () => {
    const world = { ...wide(80), ...worldOf(inMemory()) };
    const applied = await stage().play(['apply', '--steps', 'ec2', ...PLACE, '--yes'], undefined, world);
    expect(applied.code, applied.err).toBe(0);
    const shown = await stage().play(
      ['ec2', ...PLACE, '--skip', 'root'],
      [['What is the instance for', 'general'], ...STOP.slice(0, 1)],
      world,
    );
    expect(shown.code, shown.err).toBe(0);
    expect(shown.asked.filter((message) => message.startsWith('Instance type'))).toEqual([]);
  });

  it('names accelerators, and marks what the quota does not allow before it is chosen', async () => {
    const { table, lines } = await asked('accelerated', [
      ['Instance type', 'g4dn.xlarge'],
      ['Instance type', '5'],
      ['Instance type', '5'],
      ...STOP,
    ]);
    expect(table[4]).toBe('! 4  g4dn.xlarge      4   16  1 T4           to 12.5  400 SSD  0.0400   29.20');
    expect(table.filter((line) => line.length > 80)).toEqual([]);
    expect(flat(table.join(' '))).toContain(
      '! g6.xlarge, g5.xlarge, g4dn.xlarge: above your quota: 0 vCPUs left of 0 (Running On-Demand G and VT instances)',
    );
    // Each is doubted the first time, and the second time it is the user's choice.
    expect(flat(lines.join(' '))).toContain('+ instance acme-analysis exists');
  });

  it.each([
    ['60 columns', wide(60)],
    ['a dumb terminal', { env: { TERM: 'dumb' } }],
  ])('is a line of words for each type: %s', async (what, world) => {
    const { table } = await asked('accelerated', [['Instance type', ''], ['Instance type', ''], ...STOP], world);
    const width = what.startsWith('60') ? 60 : 80;
    expect(table.filter((line) => line.length > width)).toEqual([]);
    expect(flat(table.join(' '))).toContain(
      '4) g4dn.xlarge: 4 vCPUs, 16 GiB, 1 T4, network up to 12.5 Gigabit, local disk of 400 GB SSD, USD 0.0400 an hour, USD 29.20 a month, above your quota: 0 vCPUs',
    );
  });

  it('is in words with --accessible, and has no colors with NO_COLOR', async () => {
    const spoken = await asked('general', takeFirst, {}, '--accessible');
    expect(flat(spoken.table.join(' '))).toContain(
      '1) t3.micro: 2 vCPUs, 1 GiB, network up to 5 Gigabit, no local disk,',
    );
    const plain = await asked('general', takeFirst, { ...wide(80), env: { TERM: 'xterm', NO_COLOR: '1' } });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colors
    expect(plain.err).not.toMatch(/\u001b\[\d+m/);
    expect(plain.table[1]).toContain('t3.micro');
  });
});

describe('the choice', () => {
  it.each<[string, string, string]>([
    ['a number', '4', 't3.medium'],
    ['a name', 'm7i-flex.large', 'm7i-flex.large'],
    ['a type that is not listed', 'm5.large', 'm5.large'],
  ])('%s is launched, and stands in the command that repeats it', async (_what, typed, type) => {
    const { err } = await stage().play(
      ['ec2', '--rehearse=account.json', ...PLACE],
      [
        ['What is the instance for', 'general'],
        ['Instance type', typed],
        ['Private', false],
        ['What next?', 'apply'],
      ],
    );
    expect(flat(err)).toContain(`(${type})`);
    expect(flat(err)).toContain(`--instance-type ${type}`);
  });

  it('of the first type stores nothing, and a changed purpose takes an earlier choice back', async () => {
    const { err } = await stage().play(
      ['init', '--steps', 'ec2', '--rehearse', ...PLACE],
      [
        ['What is the instance for', 'general'],
        ['Instance type', '4'],
        ['Private', false],
        ['What next?', 'change'],
        ['Which answer?', 'ec2.family'],
        ['What is the instance for', 'compute'],
        ['Instance type', ''],
        ['What next?', 'apply'],
      ],
    );
    expect(flat(err)).toContain('(c7i-flex.large)');
    expect(flat(err)).not.toContain('--instance-type');
  });

  it('takes no number that is not listed', async () => {
    const { err } = await asked('storage', [['Instance type', '9'], ['Instance type', 'no type'], ...takeFirst]);
    expect(err.match(/Expected a number from 1 to 3, or an instance type/g)).toHaveLength(2);
  });

  it('is not asked for where a flag names the type', async () => {
    const { asked } = await stage().play(['ec2', '--rehearse', ...PLACE, '--instance-type', 't3.small'], STOP);
    expect(asked).toEqual(['Private, without a public IP address', 'What next?']);
  });

  it('on the Free plan, says what it does not allow', async () => {
    const doubted: Script = [['Instance type', '4'], ['Instance type', '1'], ...STOP];
    const { table, lines } = await asked('general', doubted, {}, '--rehearse-as', 'free-plan');
    expect(table.filter((line) => /^ {2}\d/.test(line))).toHaveLength(3);
    expect(flat(table.join(' '))).toContain('! t3.medium, m7i-flex.xlarge,');
    expect(flat(lines.join(' '))).toMatch(
      /Expected another type: t3.medium is not on the Free plan, .* upgrade with aws freetier upgrade-account-plan .* enter it again/,
    );
  });
});

describe('what AWS does not tell', () => {
  const denied = (match: RegExp, name = 'AccessDeniedException'): Between => {
    return ({ service, operation }, send) =>
      match.test(`${service} ${operation}`)
        ? Promise.reject(Object.assign(new Error(`${name} said AWS`), { name, $metadata: { httpStatusCode: 400 } }))
        : send();
  };
  const never: Between = ({ service }, send) => (service === 'pricing' ? new Promise(() => {}) : send());
  const every: World['every'] = (ms, tick) => {
    const soon = ms === 2_000 ? setTimeout(tick, 5) : undefined;
    return () => clearTimeout(soon);
  };

  it('has no mark: quotas that may not be read', async () => {
    const world = worldOf(inMemory(), denied(/servicequotas/));
    const { table, code, err } = await asked('accelerated', [['Instance type', '4'], ...STOP], world);
    expect(code).toBe(0);
    expect(table[4]).toMatch(/^ {2}4 {2}g4dn.xlarge/);
    expect(table.join(' ')).not.toContain('quota');
    expect(err).not.toContain('servicequotas');
  });

  it.each<[string, Between]>([
    ['denied', denied(/pricing/)],
    ['too late', never],
  ])('is an unknown price, never a figure: %s', async (_what, act) => {
    const world = { ...worldOf(inMemory(), act), every };
    const { table } = await asked('general', takeFirst, world);
    expect(table[1]).toMatch(/t3.micro .* unknown {2}unknown {2}free tier$/);
    expect(table.join(' ')).toContain('Prices: https://aws.amazon.com/ec2/pricing/on-demand/');
    expect(table.join(' ')).not.toMatch(/\d\.\d\d/);
  });

  it('is no table: types that may not be read; the step then says so', async () => {
    const world = worldOf(inMemory(), denied(/DescribeInstanceTypes/, 'UnauthorizedOperation'));
    const { err } = await asked('general', STOP, world);
    expect(flat(err)).toContain('ec2:DescribeInstanceTypes is missing');
  });
});

it('a script reads nothing of it', async () => {
  const seen: string[] = [];
  const world = worldOf(inMemory(), (given, send) => {
    seen.push(`${given.service} ${given.operation}`);
    return send();
  });
  const flags = ['--steps', 'ec2', '--family', 'memory', ...PLACE];
  expect((await stage().play(['plan', ...flags], undefined, world)).code).toBe(0);
  expect((await stage().play(['apply', '--yes', ...flags], undefined, world)).code).toBe(0);
  expect(seen.filter((name) => name.startsWith('servicequotas'))).toEqual([]);
  // The prices of the launch that plan shows.
  expect(seen.filter((name) => name.startsWith('pricing'))).toHaveLength(3);
});
