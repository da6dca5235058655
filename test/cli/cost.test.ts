import { describe, expect, it } from 'vitest';
import type { World } from '../../src/cli/world.ts';
import { type Between, inMemory, worldOf } from '../robust/program.ts';
import { type Script, stage } from './stage.ts';

const PLACE = ['--name', 'acme', '--region', 'ap-southeast-2', '--no-config'];
const EC2 = ['--steps', 'ec2', ...PLACE];
const STOP: Script = [['What next?', 'stop']];
const flat = (text: string) => text.replace(/\s+/g, ' ');

const INVENTED =
  "Cost: about USD 22.70 a month if it runs continuously: t3.micro 14.60, disk of 8 GiB 0.80, public address 7.30 (the rehearsal's sample prices). The free tier or credits may cover it.";
const LISTED = INVENTED.replace("the rehearsal's sample prices", 'AWS list prices of 2026-11-24 in ap-southeast-2');
const UNKNOWN =
  'Cost: AWS charges for the instance (t3.micro), its EBS volume and its public IPv4 address unless the free tier covers them; the rest is free. Prices: https://aws.amazon.com/ec2/pricing/';

/** A world of an account that is taken for AWS; what was asked about prices is counted. */
function counted(act: Between = (_given, send) => send()) {
  const count = { asked: 0 };
  const world = worldOf(inMemory(), (given, send) => {
    if (given.service !== 'pricing') return send();
    count.asked += 1;
    return act(given, send);
  });
  return { count, world };
}

const refusing =
  (name: string): Between =>
  async () => {
    throw Object.assign(new Error(`${name} said AWS`), { name });
  };
const never: Between = () => new Promise(() => {});

/** Time that is up at once for what waits no longer than two seconds. */
const every: World['every'] = (ms, tick) => {
  const soon = ms === 2_000 ? setTimeout(tick, 5) : undefined;
  return () => clearTimeout(soon);
};

describe('a review with a person', () => {
  it('says what the instance costs, and that a rehearsal invents it', async () => {
    const { err } = await stage().play(
      ['ec2', '--rehearse', ...PLACE],
      [['What is the instance for', 'general'], ['Instance type', ''], ['Private', false], ...STOP],
    );
    expect(flat(err)).toContain(INVENTED);
    expect(err.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('says AWS’s prices, their day and their Region, and asks once however often it is shown', async () => {
    const { count, world } = counted();
    const script: Script = [
      ['What is the instance for', 'general'],
      ['Instance type', ''],
      ['Private', false],
      ['What next?', 'change'],
      ['Which answer?', 'ec2.family'],
      ['What is the instance for', 'general'],
      ['Instance type', ''],
      ...STOP,
    ];
    const { err } = await stage().play(['init', ...EC2], script, world);
    expect(flat(err).split(LISTED)).toHaveLength(3);
    // The seven types to choose from, and the launch with its disk and address.
    expect(count.asked).toBe(7 + 3);
  });

  it('says nothing of an address that there is not', async () => {
    const argv = ['ec2', '--family', 'general', '--no-public-ip', ...PLACE];
    const { err } = await stage().play([...argv, '--rehearse'], STOP);
    expect(flat(err)).toContain(
      'about USD 15.40 a month if it runs continuously: t3.micro 14.60, disk of 8 GiB 0.80 (',
    );
    const unknown = await stage().play(argv, STOP, counted(refusing('AccessDeniedException')).world);
    expect(flat(unknown.err)).toContain('AWS charges for the instance (t3.micro) and its EBS volume unless');
  });

  it('says "at least" where a part has no price', async () => {
    const { world } = counted((given, send) =>
      given.input.ServiceCode === 'AmazonVPC' ? Promise.resolve({ PriceList: [] }) : send(),
    );
    const { err } = await stage().play(['ec2', '--family', 'general', ...PLACE], [['Private', false], ...STOP], world);
    expect(flat(err)).toContain('at least USD 15.40 a month');
    expect(flat(err)).toContain('disk of 8 GiB 0.80, public address (price unknown) (AWS list prices');
  });

  it.each<[string, Between]>([
    ['it is denied', refusing('AccessDeniedException')],
    ['the credentials run out meanwhile', refusing('ExpiredTokenException')],
    ['cannot reach AWS', refusing('ENOTFOUND')],
    ['the list is empty', async () => ({ PriceList: [] })],
    ['the list is no list', async () => ({ PriceList: ['<html>', '{}'] })],
    ['there is no answer within two seconds', never],
  ])('says where prices are when %s', async (_what, act) => {
    const { world, count } = counted(act);
    const { code, err } = await stage().play(['ec2', '--family', 'general', ...PLACE], [['Private', false], ...STOP], {
      ...world,
      every,
    });
    expect(code).toBe(0);
    expect(count.asked).toBe(3);
    expect(flat(err)).toContain(UNKNOWN);
    expect(err).not.toMatch(/said AWS|no answer within/);
  });

  it('asks nothing where no instance would be launched', async () => {
    const { world, count } = counted();
    const { err } = await stage().play(['buckets', '--bucket-names', 'plain', ...PLACE], STOP, world);
    expect(count.asked).toBe(0);
    expect(flat(err)).toContain('Cost: USD 0.00 a month for empty buckets');
  });
});

describe('plan', () => {
  it('says it below the plan, and never in the script', async () => {
    const { out, err } = await stage().play(['plan', ...EC2], undefined, counted().world);
    expect(flat(err)).toContain(LISTED);
    expect(out).not.toContain('USD');
  });

  it.each(['json', 'ndjson'])('holds it as %s', async (form) => {
    const { out } = await stage().play(['plan', ...EC2, '--output', form], undefined, counted().world);
    const report = JSON.parse(form === 'json' ? out : (out.trim().split('\n').at(-1) ?? ''));
    expect(report).toMatchObject({ schema: 1, result: 'done' });
    expect(report.cost).toEqual({
      currency: 'USD',
      monthly: 22.7,
      parts: [
        { what: 't3.micro', monthly: 14.6, unitPrice: 0.02, unit: 'hour' },
        { what: 'disk of 8 GiB', monthly: 0.8, unitPrice: 0.1, unit: 'GB-month' },
        { what: 'public address', monthly: 7.3, unitPrice: 0.01, unit: 'hour' },
      ],
      unpriced: [],
      asOf: '2026-11-24',
      region: 'ap-southeast-2',
      source: 'AWS Price List',
    });
  });

  it('holds null where it is not known or nothing is launched', async () => {
    const broken = counted(refusing('InternalErrorException')).world;
    const { json, code } = await stage().play(['plan', ...EC2, '--json'], undefined, broken);
    expect([code, json.cost]).toEqual([0, null]);
    const denied = counted(refusing('AccessDeniedException')).world;
    const refused = await stage().play(['plan', ...EC2, '--json'], undefined, denied);
    expect([refused.code, refused.json.cost]).toEqual([4, null]);
    expect(refused.err + refused.out).toContain('pricing:GetProducts');
    const { world, count } = counted();
    const other = await stage().play(['plan', '--steps', 'buckets', ...PLACE, '--json'], undefined, world);
    expect([count.asked, other.json.cost]).toEqual([0, null]);
  });
});

it('nobody else asks: not apply --yes, not status, not verify, not undo', async () => {
  const { world, count } = counted();
  const { play } = stage();
  for (const argv of [['apply', '--yes'], ['status'], ['verify'], ['undo', '--confirm', '111122223333']]) {
    const steps = argv[0] === 'verify' ? PLACE : EC2;
    const { code, err, json } = await play([...argv, ...steps, '--json'], undefined, world);
    expect(code, err).toBe(0);
    expect(json).not.toHaveProperty('cost');
  }
  expect(count.asked).toBe(0);
});
