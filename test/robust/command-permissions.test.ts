import { describe, expect, it } from 'vitest';
import { permissionsFor } from '../../src/aws/permissions.ts';
import { type Script, stage } from '../cli/stage.ts';
import { ACCOUNT, APPLY, HOME, inMemory, UNDO, worldOf } from './program.ts';

const PLACE = ['--name', 'acme', '--region', HOME, '--no-config'];
const WIZARD: Script = [
  ['What do you want to set up?', 'all'],
  ['E-mail address', 'you@example.com'],
  ['Mail me when', ''],
  ['Guardrails', ''],
  ['Give the admin user', true],
  ['Bucket names', 'plain'],
  ['Engineers', 'jo'],
  ['Analysts', 'kim'],
  ['What is the instance for', 'general'],
  ['Instance type', ''],
  ['Private', false],
  ['Another bucket name', 'acme-free'],
  ['What next?', 'apply'],
  ['First password', 'screen'],
  ['Set up MFA for admin_acme now?', true],
  ['Code that the app shows', '123456'],
  ['The next code', '654321'],
];
const ONLINE: [string, string[], Script | undefined, RegExp][] = [
  ['status', ['status', ...PLACE], undefined, /^StatusAndPlan$/],
  ['plan', ['plan', ...PLACE, '--no-alarm'], undefined, /^(StatusAndPlan|Prices)$/],
  ['verify', ['verify', ...PLACE], undefined, /^(StatusAndPlan|Verify)$/],
  ['apply', APPLY, undefined, /^(StatusAndPlan|Apply.*)$/],
  ['undo', UNDO, undefined, /^(StatusAndPlan|Undo)$/],
  ['init', ['init', ...PLACE], WIZARD, /^(StatusAndPlan|Apply.*|Wizard|Prices)$/],
  ['doctor', ['doctor', '--region', HOME, '--no-config'], undefined, /^(StatusAndPlan|Doctor)$/],
];
const OFFLINE = [
  ['explain'],
  ['explain', 'permissions'],
  ['explain', 'policies'],
  ['policy', 'show', 'admin', '--name', 'acme', '--account-id', ACCOUNT, '--region', HOME],
  ['config', 'show', ...PLACE],
  ['config', 'schema'],
  ['completion', 'bash'],
  ['--help'],
  ['--version'],
];

async function actionsOf(statements: RegExp, ...more: string[]): Promise<Set<string>> {
  const { out } = await stage().play(['explain', 'permissions', ...more]);
  const policies = [JSON.parse(out)].flat() as { Statement: { Sid: string; Action: string[] }[] }[];
  const Statement = policies.flatMap((one) => one.Statement);
  return new Set(Statement.filter(({ Sid }) => statements.test(Sid)).flatMap(({ Action }) => Action));
}

/** Every action that a command's calls need, as they are really sent. */
async function sentBy(argv: string[], script: Script | undefined, name: string): Promise<Set<string>> {
  const account = inMemory();
  account.person.takesBucketName('acme-analysis');
  const { play } = stage();
  if (name === 'undo') await play(APPLY, undefined, worldOf(account));
  account.person.confirmsEmail();
  const sent = new Set<string>();
  const world = worldOf(account, (given, send) => {
    // A DryRun needs no permission, because a denial answers it.
    if (given.input.DryRun !== true) for (const action of permissionsFor(given)) sent.add(action);
    return send();
  });
  // What the wizard would wait for is skipped.
  const keys = (onKey: (key: string) => void) => {
    onKey('q');
    return () => {};
  };
  const { code, err } = await play(argv, script, { ...world, keys });
  expect([0, 1], err).toContain(code);
  return sent;
}

describe('explain permissions covers what each command sends', () => {
  it.each(ONLINE)('%s', async (name, argv, script, statements) => {
    const sent = await sentBy(argv, script, name);
    const allowed = await actionsOf(statements);
    expect(sent.size).toBeGreaterThan(5);
    expect([...sent].filter((action) => !allowed.has(action))).toEqual([]);
  });

  it.each(['root', 'admin', 'buckets', 'groups', 'ec2'])('doctor, for somebody who has only step %s', async (step) => {
    const sent = await sentBy(['doctor', '--region', HOME, '--no-config'], undefined, 'doctor');
    const allowed = await actionsOf(/^(StatusAndPlan|Doctor)$/, '--steps', step);
    expect([...sent].filter((action) => !allowed.has(action))).toEqual([]);
  });

  it("the wizard's own actions are those that it sends besides", async () => {
    const sent = await sentBy(['init', ...PLACE], WIZARD, 'init');
    const wizard = await actionsOf(/^Wizard$/);
    const missed = [...wizard].filter((action) => !sent.has(action));
    // Only where somebody breaks off, or has a user of his own.
    expect(missed).toEqual(['iam:DeleteVirtualMFADevice']);
  });

  it.each(OFFLINE)('%s %s asks AWS nothing', async (...argv) => {
    const { code, err } = await stage().play(argv);
    expect(code, err).toBe(0);
  });

  it('doctor sends exactly what the table says', async () => {
    const { DOCTOR_OPERATIONS } = await import('../../src/steps/needed-operations.ts');
    const sent = new Set<string>();
    const world = worldOf(inMemory(), ({ service, operation }, send) => {
      sent.add(`${service} ${operation}`);
      return send();
    });
    await stage().play(['doctor', '--region', HOME, '--no-config'], undefined, world);
    expect([...sent].sort()).toEqual(DOCTOR_OPERATIONS);
  });
});
