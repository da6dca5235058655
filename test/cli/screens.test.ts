import { expect, it } from 'vitest';
import { type AnyCall, call } from '../../src/aws/call.ts';
import { rehearsalAccount } from '../../src/aws/rehearsal/account.ts';
import { through } from '../../src/aws/views.ts';
import type { World } from '../../src/cli/world.ts';
import { type Script, type Shown, stage } from './stage.ts';

// The whole way of a newcomer, kept as screens, so that a change of words or of their order is seen in review. To take
// over a change that is meant: npx vitest run test/cli/screens -u
const HOME = 'ap-southeast-2';
const NOW = Date.parse('2026-11-24T10:21:00Z');

const account = rehearsalAccount({ homeRegion: HOME, now: () => new Date(NOW) });
let identity = account.identity;
let isChecked = false;

const pending = Object.assign(new Error('Your request for accessing resources in this region is being validated'), {
  name: 'PendingVerification',
});

/** A CloudShell as whoever is signed in; `types` presses a key when the program waits for people. */
function cloudShell(types: (key: (key: string) => void) => void): Partial<World> {
  const act = (given: AnyCall) =>
    given.operation === 'RunInstances' && !isChecked ? Promise.reject(pending) : account.send(given as never);
  return {
    env: { AWS_EXECUTION_ENV: 'CloudShell', AWS_REGION: HOME, TERM: 'dumb' },
    version: '1.0.0',
    connect: async () => ({ ...through({ ...account, identity }, act), kind: 'aws' as const }),
    clock: { now: () => NOW, sleep: () => new Promise<void>((wake) => setTimeout(wake, 5)), random: () => 0.5 },
    keys(onKey) {
      const typing = setInterval(() => types(onKey), 20);
      return () => clearInterval(typing);
    },
  };
}

const MFA: Script[number] = ['Set up MFA', false];
const later = (key: (key: string) => void) => key('q');

async function holds(shown: Shown, name: string): Promise<void> {
  const text = shown.both
    .replace(/\S*\/aws-baseline-stage-\w+/g, '~')
    .replace(/^( {2}(?:admin|engineer|analyst)_\w+ {2})\S{20}$/gm, '$1(a first password)');
  const tooWide = text.split('\n').filter((line) => line.length > 80 && !/https:/.test(line));
  expect(tooWide).toEqual([]);
  // What is done side by side ends in any order.
  const inOrder = text.replace(/(?<=^Applying\n)(?: {2}(?:ok|XX) .*\n)+/m, (block) =>
    [...block.trimEnd().split('\n').sort(), ''].join('\n'),
  );
  await expect(`${inOrder.replace(/ +$/gm, '')}exit code ${shown.code}\n`).toMatchFileSnapshot(`screens/${name}.txt`);
}

it('a newcomer goes from root to a running instance, screen by screen', async () => {
  const root = stage();
  const FIRST: Script = [
    ['Home Region', ''],
    ['What do you want to set up?', 'two'],
    ['Your short name', 'erika'],
    ['E-mail address', '?'],
    ['E-mail address', 'erika@example.org'],
    ['Mail me when', ''],
    ['Guardrails', ''],
    ['Give the admin user', true],
    ['What next?', 'each'],
    ['What next?', 'apply'],
    ['First password', 'screen'],
    MFA,
  ];
  // The person switches root's MFA on, then clicks the link in the mail; the metric comes a day later.
  let done = 0;
  const person = (key: (key: string) => void) => {
    done += 1;
    if (done === 1) account.person.turnsOnRootMfa();
    else if (done === 3) account.person.confirmsEmail();
    else if (done > 5) key('s');
  };
  await holds(await root.play(['init'], FIRST, cloudShell(person)), '1-root');

  account.person.turnsOnBillingAlerts();
  await holds(
    await root.play(['init', '--name', 'erika', '--steps', 'root,admin'], [MFA], cloudShell(later)),
    '2-resume',
  );

  // Another home folder, another identity: only the account knows.
  identity = {
    ...identity,
    kind: 'user',
    name: 'admin_erika',
    arn: identity.arn.replace(/:root$/, ':user/admin_erika'),
  };
  await account.send(
    call('s3', 'CreateBucket', { Bucket: 'others', CreateBucketConfiguration: { LocationConstraint: HOME } }),
  );
  const admin = stage();
  const SECOND: Script = [
    ['What do you want to set up?', 'all'],
    ['Bucket names', 'plain'],
    ['Engineers', 'jo'],
    ['Analysts', ''],
    ['What is the instance', 'general'],
    ['Instance type', ''],
    ['Private', false],
    ['What next?', 'apply'],
    ['First password', 'file'],
    MFA,
  ];
  await holds(await admin.play(['init'], SECOND, cloudShell(later)), '3-admin-waits-for-aws');

  isChecked = true;
  const script = ['apply', '--yes', '--name', 'erika', '--expect-account', account.identity.accountId];
  await holds(await admin.play(script, undefined, cloudShell(later)), '4-script-goes-on');
  await holds(await admin.play(['status'], undefined, cloudShell(later)), '5-status');
  await holds(await admin.play(['init'], undefined, cloudShell(later)), '6-nobody-to-ask');
});
