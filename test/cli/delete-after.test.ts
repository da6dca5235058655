import { describe, expect, it } from 'vitest';
import { call } from '../../src/aws/call.ts';
import type { RehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { SCALE_NAME } from '../../src/facts/scale/ours.ts';
import { DELETION_PLACE } from '../../src/facts/schedule/read.ts';
import { ACCOUNT, HOME, inMemory, worldOf } from '../robust/program.ts';
import { endsBeforeAnyCall } from './no-call.ts';
import { stage } from './stage.ts';

const EC2 = ['--steps', 'ec2', '--name', 'acme', '--region', 'ap-southeast-2', '--no-config'];
const flat = (text: string) => text.replace(/\s+/g, ' ');
const SAID = 'the instance, its volume and all data on it are deleted 8 hours after this is set';
const TIME = /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d UTC/;

describe('wrong answers end with exit code 2 before any call', () => {
  it.each([
    ['with a group', ['--delete-after', '8h', '--scale', '2..4'], '--delete-after is for one instance'],
    ['no time', ['--delete-after', '0'], 'from 10m to 8760h'],
    ['sooner than a launch', ['--delete-after', '9m'], 'from 10m to 8760h'],
    ['more than a year', ['--delete-after', '8761h'], 'from 10m to 8760h'],
    ['no unit', ['--delete-after', '8'], 'a duration such as 90m, 8h or 72h'],
    ['a word', ['--delete-after', 'soon'], 'a duration such as 90m, 8h or 72h'],
  ])('%s', (_name, flags, says) => endsBeforeAnyCall(['apply', ...EC2, ...flags, '--yes'], says));
});

it('plan, review, status elsewhere and ec2 list say when, beside --stop-when-idle; undo elsewhere takes it away', async () => {
  const account = inMemory();
  const world = worldOf(account, (_given, send) => send());
  const before = account.state();
  const flags = [...EC2, '--delete-after', '8h', '--stop-when-idle', '3'];
  const plan = await stage().play(['plan', ...flags], undefined, world);
  expect(flat(plan.out + plan.err)).toMatch(new RegExp(`${SAID}.* set by apply, to about ${TIME.source}`));
  expect(plan.out).toContain('aws scheduler create-schedule');
  const review = await stage().play(
    ['ec2', ...flags],
    [
      ['What is the instance for', 'general'],
      ['Instance type', ''],
      ['Private, without', false],
      ['What next?', 'stop'],
    ],
    world,
  );
  expect(flat(review.err)).toMatch(new RegExp(`${SAID}.* set by apply, to about ${TIME.source}`));
  const applied = await stage().play(['apply', ...flags, '--yes'], undefined, world);
  expect(applied.code, applied.err).toBe(0);

  const elsewhere = ['--region', 'ap-southeast-2', '--no-config'];
  const status = await stage().play(['status', ...elsewhere, '--steps', 'ec2'], undefined, world);
  expect(flat(status.out + status.err)).toMatch(new RegExp(`${SAID}.* at ${TIME.source}, in (8 h|7 h 5\\d min)`));
  const list = await stage().play(['ec2', 'list', ...elsewhere], undefined, world);
  expect(flat(list.out)).toMatch(
    new RegExp(`running .* acme-analysis it and all data on it are deleted at ${TIME.source}`),
  );
  const undo = ['undo', ...elsewhere, '--confirm', '111122223333', '--steps', 'ec2'];
  const undone = await stage().play(undo, undefined, world);
  expect(undone.code, undone.err).toBe(0);
  const { regions, iam } = account.state();
  expect(regions['ap-southeast-2']?.settings).toEqual(before.regions['ap-southeast-2']?.settings);
  expect(iam.roles).toEqual(before.iam.roles);
});

it('an instance with a schedule beside an Auto Scaling group of a later run is no conflict of status and undo', async () => {
  const account = inMemory();
  const world = worldOf(account, (_given, send) => send());
  for (const flags of [
    ['--delete-after', '8h', '--stop-when-idle', '3'],
    ['--scale', '2..4'],
  ])
    expect((await stage().play(['apply', ...EC2, ...flags, '--yes'], undefined, world)).code).toBe(0);
  const elsewhere = ['--region', 'ap-southeast-2', '--no-config', '--steps', 'ec2'];
  const status = await stage().play(['status', ...elsewhere], undefined, world);
  expect(status.code, status.err).toBe(0);
  expect(flat(status.out + status.err)).toMatch(
    new RegExp(`EventBridge Scheduler deletes it and all data on it at ${TIME.source}`),
  );
  const undone = await stage().play(['undo', ...elsewhere, '--confirm', '111122223333'], undefined, world);
  expect(undone.code, undone.err).toBe(0);
  const { regions, iam } = account.state();
  expect(regions['ap-southeast-2']?.settings?.['schedule-groups']).toBeUndefined();
  expect(regions['ap-southeast-2']?.alarms).toEqual([]);
  expect(iam.roles.map(({ name }) => name)).not.toContain('aws-baseline-schedule');
});

it.each<[string, string[], (account: RehearsalAccount) => Promise<unknown>]>([
  [
    'a role and a group whose schedule is over',
    ['--delete-after', '8h'],
    (account) => account.send(call('scheduler', 'DeleteSchedule', DELETION_PLACE)),
  ],
  [
    'the launch template of a group that is gone',
    ['--scale', '2..4'],
    (account) =>
      account.send(
        call('autoscaling', 'DeleteAutoScalingGroup', { AutoScalingGroupName: SCALE_NAME, ForceDelete: true }),
      ),
  ],
])('undo with a journal finds what another computer made: %s', async (_name, flags, end) => {
  const account = inMemory();
  const before = account.state();
  const world = worldOf(account);
  const here = stage();
  expect((await here.play(['apply', ...EC2, '--yes'], undefined, world)).code).toBe(0);
  expect((await stage().play(['apply', ...EC2, ...flags, '--yes'], undefined, world)).code).toBe(0);
  await end(account);
  const undo = ['undo', '--region', HOME, '--no-config', '--confirm', ACCOUNT];
  const asked: string[] = [];
  const noting = worldOf(account, (given, send) => {
    asked.push(`${given.service} ${given.operation}`);
    return send();
  });
  const buckets = await here.play([...undo, '--steps', 'buckets'], undefined, noting);
  expect(buckets.code, buckets.err).toBe(0);
  expect(asked.filter((one) => /^autoscaling|^scheduler ListTags/.test(one))).toEqual([]);
  const undone = await here.play([...undo, '--steps', 'ec2'], undefined, world);
  expect(undone.code, undone.err).toBe(0);
  const { regions, iam } = account.state();
  expect(iam.roles).toEqual(before.iam.roles);
  expect(regions[HOME]?.settings?.['schedule-groups'] ?? []).toEqual([]);
  expect(regions[HOME]?.scale?.launchTemplates ?? []).toEqual([]);
});
