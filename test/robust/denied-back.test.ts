import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { permissionFor } from '../../src/aws/permissions.ts';
import type { ServiceName } from '../../src/aws/services.ts';
import { stage } from '../cli/stage.ts';
import { lasting } from '../steps/rehearsed.ts';
import { grows } from './dirty-account.ts';
import { codeFor, indispensable, rowsOf } from './optional.ts';
import { ALL, APPLY, type Between, HOME, inMemory, keptFor, UNDO, worldOf } from './program.ts';

const UNDO_ALL = [...UNDO, '--delete-data'];
const endOf = (account: ReturnType<typeof inMemory>) => lasting(account.state(), [HOME, 'us-east-1']);

const denying =
  (name: string): Between =>
  ({ service, operation }, send) =>
    `${service} ${operation}` === name
      ? Promise.reject(
          Object.assign(new Error('User is not authorized to perform this operation'), {
            name: service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied',
            $metadata: { httpStatusCode: 403 },
          }),
        )
      : send();

const permissionOf = (name: string) => {
  const [service = '', operation = ''] = name.split(' ');
  return permissionFor({ service: service as ServiceName, operation });
};

/** An account that was set up, and used since; it can be taken back again and again. */
async function used() {
  const account = inMemory();
  const before = endOf(account);
  const { play, folder } = stage();
  expect((await play([...APPLY, '--engineer-user', 'jo'], undefined, worldOf(account))).code).toBe(0);
  await grows(account);
  return { before, again: keptFor(account, folder) };
}

const brandNew = {
  again() {
    const account = inMemory();
    account.person.makesKeyPair('mine');
    return { play: stage().play, account };
  },
};

// Undo deletes a budget whoever it notifies, and does not touch the others: they have no marks, and what another computer may
// have set is named. Where Macie is off, AWS denies GetMacieSession to everybody (Macie page "GetMacieSession").
const ONLY_TO_NAME = [
  ...['budgets DescribeNotificationsForBudget', 'budgets DescribeSubscribersForNotification'],
  ...['ec2 DescribeNetworkAcls', 'macie2 GetMacieSession'],
];

async function operationsOf(
  argv: string[],
  given: { again(): Pick<ReturnType<Awaited<ReturnType<typeof used>>['again']>, 'play' | 'account'> },
  isNew = false,
): Promise<string[]> {
  const { play, account } = given.again();
  const seen = new Set<string>();
  const listen: Between = ({ service, operation }, send) => {
    seen.add(`${service} ${operation}`);
    return send();
  };
  const { code, err } = await play(argv, undefined, worldOf(account, listen));
  expect(code, err).toBe(0);
  // An undo also lists the unassigned devices of the users that it deletes, and cannot do without.
  const devices = argv[0] === 'undo' ? ['iam ListVirtualMFADevices'] : [];
  const left = argv[0] === 'undo' ? ONLY_TO_NAME : [];
  return [...indispensable(seen, isNew).filter((name) => !left.includes(name)), ...devices];
}

describe('a look or an undo that lacks one permission names it, and finishes once it is given', () => {
  it('every operation of an undo: exit 4, the permission named; with it the same command finishes', async () => {
    const given = await used();
    const operations = await operationsOf(UNDO_ALL, given);
    expect(operations.length).toBeGreaterThan(40);
    const wrong: string[] = [];
    for (const name of operations) {
      const { play, account } = given.again();
      const { code, err, json } = await play(UNDO_ALL, undefined, worldOf(account, denying(name)));
      const isNamed = code === 4 && `${err}${JSON.stringify(json)}`.includes(permissionOf(name));
      if (!isNamed) wrong.push(`${name} denied: ${code}`);
      const again = await play(UNDO_ALL, undefined, worldOf(account));
      if (again.code !== 0) wrong.push(`after ${name}: ${again.code}`);
      const isBack = isDeepStrictEqual(endOf(account), given.before);
      if (!isBack) wrong.push(`after ${name}: something is left`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['status', ['status', '--name', 'acme', '--region', HOME, '--no-config', '--json']],
    ['plan', ['plan', ...ALL, '--json']],
    ['plan of a new account', ['plan', ...ALL, '--key-name', 'mine', '--json']],
    ['doctor', ['doctor', '--region', HOME, '--no-config', '--json']],
  ])('every operation of %s: exit 4 and the permission named', async (command, argv) => {
    const given = /new/.test(command) ? brandNew : await used();
    const wrong: string[] = [];
    for (const name of await operationsOf(argv, given, given === brandNew)) {
      const { play, account } = given.again();
      const { code, err, json } = await play(argv, undefined, worldOf(account, denying(name)));
      const expected = command === 'doctor' ? 4 : codeFor(rowsOf(json));
      const isNamed = code === expected && `${err}${JSON.stringify(json)}`.includes(permissionOf(name));
      if (!isNamed) wrong.push(`${name} denied: ${code}`);
    }
    expect(wrong).toEqual([]);
  });
});
