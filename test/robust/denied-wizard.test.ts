import { describe, expect, it } from 'vitest';
import { permissionFor } from '../../src/aws/permissions.ts';
import type { ServiceName } from '../../src/aws/services.ts';
import type { Prompter } from '../../src/cli/terminal/prompter.ts';
import { stage } from '../cli/stage.ts';
import { codeFor, indispensable, rowsOf } from './optional.ts';
import { type Between, HOME, inMemory, worldOf } from './program.ts';

const INIT = ['init', '--name', 'acme', '--region', HOME, '--no-config', '--json'];
const MOST = 10;

// What a newcomer says, whatever is asked; the first that begins like the question. Else what is offered.
const SAYS: [question: string, answer: string | boolean][] = [
  ['What do you want to set up?', 'all'],
  ['E-mail address', 'you@example.com'],
  ['Give the admin user', true],
  ['Engineers', 'jo'],
  ['Analysts', 'kim'],
  ['Another bucket name', 'acme-free'],
  ['What next?', 'apply'],
  ['First password', 'screen'],
  ['Set up MFA', true],
  ['Code that the app shows', '123456'],
  ['The next code', '654321'],
];

/** Somebody who answers what is asked, in whatever order; who is asked the same again and again leaves in anger. */
function newcomer(): Prompter {
  const times = new Map<string, number>();
  const answer = (message: string): string | boolean | undefined => {
    const count = (times.get(message) ?? 0) + 1;
    times.set(message, count);
    if (count > MOST) throw new Error(`asked again and again: ${message}`);
    return SAYS.find(([question]) => message.startsWith(question))?.[1];
  };
  return {
    async text({ message, offer, check }) {
      const text = String(answer(message) ?? offer ?? '');
      const wrong = await check?.(text);
      if (wrong) throw new Error(`${message}: ${wrong}`);
      return text;
    },
    async choose({ message, choices, offer }) {
      const said = answer(message);
      return choices.find(({ value }) => value === said)?.value ?? offer ?? choices[0]!.value;
    },
    async confirm({ message, offer }) {
      return (answer(message) ?? offer) === true;
    },
  };
}

/** A new account, with somebody else's bucket of our name in the world. */
async function play(act?: Between) {
  const account = inMemory();
  account.person.takesBucketName('acme-analysis');
  account.person.confirmsEmail();
  // What it would wait for is left.
  const keys = (onKey: (key: string) => void) => {
    onKey('q');
    return () => {};
  };
  const shown = await stage().play(INIT, [], { ...worldOf(account, act), keys, prompter: async () => newcomer() });
  return { ...shown, account };
}

async function operations(): Promise<string[]> {
  const seen = new Set<string>();
  const { code, err } = await play(({ service, operation }, send) => {
    seen.add(`${service} ${operation}`);
    return send();
  });
  expect(code, err).toBe(0);
  return indispensable(seen, true);
}

describe('a wizard that lacks one permission names it and ends', () => {
  it('every operation: exit 4, the permission named, and no question without end', async () => {
    const names = await operations();
    expect(names).toEqual(
      expect.arrayContaining(['iam EnableMFADevice', 'iam ListAccountAliases', 'pricing GetProducts', 's3 HeadBucket']),
    );
    const wrong: string[] = [];
    for (const name of names) {
      const { code, err, json } = await play(({ service, operation }, send) =>
        `${service} ${operation}` === name
          ? Promise.reject(
              Object.assign(new Error('User is not authorized to perform this operation'), {
                name: service === 'ec2' ? 'UnauthorizedOperation' : 'AccessDenied',
                $metadata: { httpStatusCode: 403 },
              }),
            )
          : send(),
      );
      const [service = '', operation = ''] = name.split(' ');
      const permission = permissionFor({ service: service as ServiceName, operation });
      if (code !== codeFor(rowsOf(json))) wrong.push(`${name} denied: ${code}`);
      if (!err.includes(permission)) wrong.push(`${name} denied: ${permission} is not on the screen`);
      if (!JSON.stringify(json).includes(permission)) wrong.push(`${name} denied: ${permission} is not in the JSON`);
    }
    expect(wrong).toEqual([]);
  });
});
