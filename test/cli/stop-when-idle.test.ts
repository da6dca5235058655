import { describe, expect, it } from 'vitest';
import { inMemory, worldOf } from '../robust/program.ts';
import { endsBeforeAnyCall } from './no-call.ts';
import { stage } from './stage.ts';

const EC2 = ['--steps', 'ec2', '--name', 'acme', '--region', 'ap-southeast-2', '--no-config'];
const flat = (text: string) => text.replace(/\s+/g, ' ');
const SAID = 'the instance is stopped after 3 hours in a row with an average CPU use under 5 %';

describe('wrong answers end with exit code 2 before any call', () => {
  it.each([
    ['with a group', ['--stop-when-idle', '3', '--scale', '2..4'], '--stop-when-idle is for one instance'],
    ['no hour', ['--stop-when-idle', '0'], 'a number of hours from 1 to 24'],
    ['more than a day', ['--stop-when-idle', '25'], 'a number of hours from 1 to 24'],
    ['half an hour', ['--stop-when-idle', '0.5'], 'a number of hours from 1 to 24'],
    ['a word', ['--stop-when-idle', 'soon'], 'a number'],
  ])('%s', (_name, flags, says) => endsBeforeAnyCall(['apply', ...EC2, ...flags, '--yes'], says));
});

it('the review and status on another computer show it, and undo there takes it away', async () => {
  const account = inMemory();
  const world = worldOf(account, (_given, send) => send());
  const review = await stage().play(
    ['ec2', ...EC2, '--stop-when-idle', '3'],
    [
      ['What is the instance for', 'general'],
      ['Instance type', ''],
      ['Private, without', false],
      ['What next?', 'stop'],
    ],
    world,
  );
  expect(flat(review.err)).toContain(SAID);
  const applied = await stage().play(['apply', ...EC2, '--stop-when-idle', '3', '--yes'], undefined, world);
  expect(applied.code, applied.err).toBe(0);
  const elsewhere = ['--region', 'ap-southeast-2', '--no-config'];
  const status = await stage().play(['status', ...elsewhere, '--steps', 'ec2'], undefined, world);
  expect(flat(status.out + status.err)).toContain(SAID);
  const undo = ['undo', ...elsewhere, '--confirm', '111122223333', '--steps', 'ec2'];
  const undone = await stage().play(undo, undefined, world);
  expect(undone.code, undone.err).toBe(0);
  expect(account.state().regions['ap-southeast-2']?.alarms).toEqual([]);
});
