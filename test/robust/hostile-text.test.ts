import { describe, expect, it } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { stage } from '../cli/stage.ts';
import { byHand } from '../steps/rehearsed.ts';
import { ALL, type Between, HOME, inMemory, worldOf } from './program.ts';

const ESCAPES = '\u001b[2J\u001b]0;owned\u0007\u009b31m\u0008\u202egnp\u2066\r\nFAKE LINE';
const LONG = 'x'.repeat(3_000_000);
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Whatever AWS answers or refuses with carries this text. */
function saying(text: string): [string, Between][] {
  const error = (name: string) => Promise.reject(Object.assign(new Error(text), { name }));
  return [
    ['a refusal of a read', ({ operation }, send) => (operation === 'DescribeAlarms' ? error('Weird') : send())],
    ['a refusal of a write', ({ operation }, send) => (operation === 'CreateUser' ? error('Weird') : send())],
    ['the code of a refusal', ({ operation }, send) => (operation === 'CreateUser' ? error(text) : send())],
    ['the very first answer', ({ operation }, send) => (operation === 'GetCallerIdentity' ? error('Weird') : send())],
    ['lost credentials', ({ operation }, send) => (operation === 'ListMetrics' ? error('ExpiredToken') : send())],
  ];
}

describe('text from AWS is shown harmless', () => {
  for (const [what, text] of [
    ['terminal escapes', ESCAPES],
    ['megabytes', LONG],
  ] as const)
    describe(what, () => {
      it.each(saying(text))('in %s', async (_where, act) => {
        for (const output of [[], ['--json'], ['--output', 'ndjson'], ['--debug'], ['--verbose']]) {
          const shown = await stage().play(['apply', ...ALL, '--yes', ...output], undefined, worldOf(inMemory(), act));
          expect(shown.code).not.toBe(0);
          for (const stream of [shown.out, shown.err]) {
            expect(stream).not.toMatch(RAW);
            expect(stream).not.toMatch(/^FAKE LINE/m);
            expect(stream.length).toBeLessThan(300_000);
          }
        }
      });

      it('in names, tags and policy texts', async () => {
        const account = inMemory();
        await byHand(account, [
          call('iam', 'CreatePolicy', {
            PolicyName: 'admin_access',
            PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}',
          }),
          call('iam', 'CreateGroup', { GroupName: 'Engineer' }),
        ]);
        const state = account.state();
        for (const policy of state.iam.policies)
          for (const version of policy.versions)
            version.document = JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Sid: text, Effect: 'Allow', Action: text, Resource: '*' }],
            });
        for (const group of state.iam.groups) group.name = `Engineer${text}`;
        const hostile = rehearsalAccount({ homeRegion: HOME, state });
        for (const argv of [
          ['plan', ...ALL, '--diff'],
          ['plan', ...ALL, '--json'],
          ['status', '--name', 'acme', '--region', HOME, '--no-config'],
        ]) {
          const shown = await stage().play(argv, undefined, worldOf(hostile));
          for (const stream of [shown.out, shown.err]) {
            expect(stream).not.toMatch(RAW);
            expect(stream).not.toMatch(/^FAKE LINE/m);
            expect(stream.length).toBeLessThan(300_000);
          }
        }
      });
    });
});
