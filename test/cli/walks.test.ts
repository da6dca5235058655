import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isChore } from '../../src/engine/fact.ts';
import { ANSWERS, factsFor } from '../steps/rehearsed.ts';
import { LEAVE, type Script, stage } from './stage.ts';

const WIZARD: Script = [
  ['Home Region', ''],
  ['What do you want to set up?', 'all'],
  ['Your short name', 'acme'],
  ['E-mail address', 'you@example.com'],
  ['Mail me when', ''],
  ['Guardrails', ''],
  ['Give the admin user', true],
  ['Bucket names', 'plain'],
  ['Engineers', 'jo'],
  ['Analysts', 'kim lee'],
  ['What is the instance for', 'general'],
  ['Instance type', ''],
  ['Private', false],
  ['What next?', 'apply'],
  ['Set up MFA for admin_acme now?', true],
  ['Code that the app shows', '123456'],
  ['The next code', '654321'],
];
const FLAGS = ['--name', 'acme', '--alarm-email', 'you@example.com', '--region', 'ap-southeast-2'];

describe('the command to check at any time', () => {
  it('repeats what a look would leave out: flags that are off by default, and the budget', async () => {
    const { play } = stage();
    const extra = ['--require-mfa', '--budget', '25', '--tag', 'team=x', '--adopt'];
    const { err } = await play(['apply', '--rehearse=account.json', '--yes', ...FLAGS, ...extra]);
    const said = err
      .split('Check at any time')[1]
      ?.split('Undo')[0]
      ?.replace(/\s*\\?\n\s*/g, ' ');
    expect(said?.trim()).toBe(
      'aws-baseline status --rehearse=account.json --name acme --region ap-southeast-2 --budget 25 --require-mfa',
    );
    const looked = await play([...(said?.trim().split(' ').slice(1) ?? []), '--json']);
    expect(JSON.stringify(looked.json)).toContain('budget aws-baseline-monthly tracks');
  });
});

describe('init as a wizard', () => {
  it('walks all five steps from prompts alone, and again finds nothing to do', async () => {
    const { folder, play } = stage();
    const first = await play(['init', '--rehearse=account.json'], WIZARD);
    expect(first.code).toBe(0);
    expect(first.err).toContain('Step 5 of 5  EC2 instance');
    expect(first.out).toContain('created');
    expect(first.out).not.toContain('failed');
    expect(readFileSync(join(folder, 'aws-baseline.yaml'), 'utf8')).toContain('name: acme');

    const second = await play(['init', '--rehearse=account.json', '--steps', 'root,admin,buckets,groups,ec2'], []);
    expect(second.code).toBe(0);
    expect(second.err).toContain('0 to create (+), 0 to change (~)');
  });

  it('a key pair that is not there can be left away', async () => {
    const { err } = await stage().play(
      ['ec2', '--rehearse', ...FLAGS, '--key-name', 'mine'],
      [
        ['What is the instance for', 'general'],
        ['Instance type', ''],
        ['Private', false],
        ['an existing SSH key pair', 'yours'],
        ['an existing SSH key pair', '-'],
        ['What next?', 'stop'],
      ],
    );
    expect(err).toContain('key pair mine does not exist in ap-southeast-2');
    expect(err).toContain('key pair yours does not exist');
    expect(err).toContain('Enter a dash (-) for none.');
  });

  it('says what would be right and asks again', async () => {
    const { asked } = await stage().play(
      ['root', '--rehearse', '--region', 'ap-southeast-2'],
      [
        ['Your short name', 'A B'],
        ['Your short name', 'acme'],
        ['E-mail address', 'nonsense'],
        ['E-mail address', 'you@example.com'],
        ['Mail me when', 'much'],
        ['Mail me when', '25'],
        ['Guardrails', ''],
        ['What next?', 'stop'],
      ],
    );
    expect(asked.filter((line) => line.startsWith('wrong:'))).toEqual([
      expect.stringContaining('3 to 20 characters'),
      expect.stringContaining('you@example.com'),
      expect.stringContaining('a monthly amount in USD'),
    ]);
  });

  it('explains more behind "?", and asks again', async () => {
    const { err } = await stage().play(
      ['root', '--rehearse', '--region', 'ap-southeast-2', '--name', 'acme'],
      [
        ['E-mail address', '?'],
        ['E-mail address', 'you@example.com'],
        ['Mail me when', ''],
        ['Guardrails', ''],
        ['What next?', 'stop'],
      ],
    );
    expect(err).toMatch(/Flag: --alarm-email <mail> {3}aws-baseline.yaml: alarm.email/);
  });

  it('a bucket name that somebody else has is asked again in place', async () => {
    const { asked, out } = await stage().play(
      ['buckets', '--rehearse', '--region', 'ap-southeast-2', '--name', 'acme', '--analysis-bucket', 'taken-by-others'],
      [
        ['Bucket names', 'plain'],
        ['Another bucket name', 'taken-too'],
        ['Another bucket name', 'acme-free'],
        ['What next?', 'apply'],
      ],
    );
    expect(asked.length).toBe(4);
    expect(out).toContain('created');
    expect(out).not.toContain('failed');
  });

  it('as root, steps 1 and 2 lead to the new admin user, whose MFA can be set up at once', async () => {
    const { err, asked } = await stage().play(
      [
        'init',
        '--rehearse',
        '--name',
        'acme',
        '--region',
        'ap-southeast-2',
        '--alarm-email',
        'a@b.co',
        '--alarm-limit',
        '5',
      ],
      [
        ['What do you want to set up?', 'two'],
        ['Guardrails', ''],
        ['Give the admin user', true],
        ['What next?', 'apply'],
        ['Set up MFA for admin_acme now?', true],
        ['Code that the app shows', '12'],
        ['Code that the app shows', '123 456'],
        ['The next code', '123456'],
        ['The next code', '654321'],
      ],
    );
    expect(asked).toContain('wrong: the six digits that the app shows');
    expect(err).toContain('admin_acme has MFA');
    expect(err).toContain('https://111122223333.signin.aws.amazon.com/console');
    expect(err).toContain('npx aws-baseline init --name acme');
  });

  it('without the instance means without it, also for a script that reads the saved answers', async () => {
    const { folder, play } = stage();
    const script = WIZARD.filter(([question]) => !/instance|Instance|Private|MFA|code|Code/.test(String(question))).map(
      (row) =>
        row[0] === 'What do you want to set up?' ? (['What do you want to set up?', 'free'] as Script[number]) : row,
    );
    await play(['init', '--rehearse=account.json'], [...script, ['Set up MFA', false]]);
    expect(readFileSync(join(folder, 'aws-baseline.yaml'), 'utf8')).toMatch(/steps:\n {2}- root\n/);
    const { json } = await play(['apply', '--rehearse=account.json', '--yes', '--json']);
    expect(json.steps.map(({ id }: { id: string }) => id)).toEqual(['root', 'admin', 'buckets', 'groups']);
    expect(json.summary.created).toBe(0);
  });

  it('the review can add steps, whose questions are then asked', async () => {
    const { both } = await stage().play(
      ['init', '--rehearse', '--name', 'acme', '--region', 'Sydney'],
      [
        ['What do you want to set up?', 'two'],
        ['E-mail address', 'you@example.com'],
        ['Mail me when', '$25'],
        ['Guardrails', ''],
        ['Give the admin user', false],
        ['What next?', '?'],
        ['What next?', 'change'],
        ['Which answer?', 'steps'],
        ['What do you want to set up?', 'free'],
        ['Bucket names', 'plain'],
        ['Engineers', ''],
        ['Analysts', ''],
        ['What next?', 'apply'],
      ],
    );
    expect(both).toContain('aws-baseline-billing-25-usd');
    expect(both).toContain('ap-southeast-2 Sydney');
    expect(both).toMatch(/admin_acme has no password yet: as root, set one/);
    expect(both).toContain('3 buckets');
  });

  it('the printed twin does nothing more', async () => {
    const { play } = stage();
    const { err } = await play(['init', '--rehearse=account.json'], WIZARD);
    const [, twin = ''] = err.split('Run again without prompts:\n');
    const command = twin.split('\n\n')[0]!.replace(/\\\n/g, ' ').trim();
    expect(command).toMatch(/^aws-baseline apply --rehearse=account.json/);
    const again = await play([...command.split(/\s+/).slice(1), '--json', '--no-config']);
    expect(again.code).toBe(0);
    expect(again.json.summary).toMatchObject({ created: 0, changed: 0, todo: 0, failed: 0 });
  });

  it('asks nothing that a flag has answered', async () => {
    const { asked } = await stage().play(
      ['buckets', '--rehearse', ...FLAGS, '--bucket-names', 'regional'],
      [['What next?', 'stop']],
    );
    expect(asked).toEqual(['What next?']);
  });

  it('changes an answer, shows the calls, saves and stops without a write', async () => {
    const { folder, play } = stage();
    const { code, err } = await play(
      ['root', '--rehearse=account.json', ...FLAGS],
      [
        ['Mail me when', ''],
        ['Guardrails', ''],
        ['What next?', 'change'],
        ['Which answer?', 'alarm.limit'],
        ['Mail me when', '77'],
        ['What next?', 'show'],
        ['What next?', 'save'],
      ],
    );
    expect(code).toBe(0);
    expect(err).toContain('aws-baseline-billing-77-usd');
    expect(readFileSync(join(folder, 'aws-baseline.yaml'), 'utf8')).toMatch(/limit:\n\s+- 77/);
    expect(existsSync(join(folder, 'account.json'))).toBe(false);
  });

  it('Ctrl-C in a question ends with 130 and nothing changed', async () => {
    const { folder, play } = stage();
    const { code, err } = await play(
      ['init', '--rehearse=account.json'],
      [
        ['Home Region', ''],
        ['What do you want to set up?', 'two'],
        ['Your short name', LEAVE],
      ],
    );
    expect(code).toBe(130);
    expect(err).toContain('Nothing was changed');
    expect(existsSync(join(folder, 'account.json'))).toBe(false);
  });
});

describe('scripts', () => {
  it('a rehearsal with --yes fills in samples and says so', async () => {
    const { code, err, json } = await stage().play(['apply', '--rehearse', '--yes', '--json']);
    expect(code).toBe(0);
    expect(err).toContain('Sample answers: --name acme');
    // All chores but one: root has no access keys. The default guardrails have none.
    const guardrails = { ...ANSWERS.guardrails, chosen: [] };
    const answers = { ...ANSWERS, guardrails, alarm: { emails: ['you@example.com'], limits: [10] } };
    const chores = factsFor(answers).filter(isChore);
    expect(json.summary).toMatchObject({ failed: 0, unknown: 0, todo: 0, byHand: chores.length - 1 });
  });

  it('a second apply creates nothing, one drift is one change, undo empties', async () => {
    const { folder, play } = stage();
    const rehearse = ['--rehearse=account.json', ...FLAGS, '--json'];
    expect((await play(['apply', '--yes', ...rehearse])).code).toBe(0);
    const again = await play(['apply', '--yes', ...rehearse]);
    expect(again.json.summary).toMatchObject({ created: 0, changed: 0, removed: 0, failed: 0 });

    const file = join(folder, 'account.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"versioning":"Enabled"', '"versioning":"Suspended"'));
    const status = await play(['status', ...rehearse, '--exit-code']);
    expect(status.code).toBe(5);
    expect(status.json.summary.todo).toBe(1);
    const mended = await play(['apply', '--yes', ...rehearse]);
    expect(mended.json.summary.changed).toBe(1);

    const undone = await play([
      'undo',
      '--confirm',
      '111122223333',
      ...rehearse.filter((word) => word !== 'you@example.com' && word !== '--alarm-email'),
    ]);
    expect(undone.code).toBe(0);
    const left = await play(['status', ...rehearse]);
    expect(left.json.summary).toMatchObject({ ok: 1, unknown: 0 });
  });

  it('undo asks a person to type the account ID', async () => {
    const { play } = stage();
    await play(['apply', '--yes', '--rehearse=account.json', ...FLAGS]);
    const undone = await play(
      ['undo', '--rehearse=account.json', '--region', 'ap-southeast-2'],
      [
        ['Type the account ID', 'yes'],
        ['Type the account ID', '111122223333'],
        ['Undo these too?', true],
      ],
    );
    expect(undone.code, undone.err).toBe(0);
    expect(undone.out).toContain('removed');
    expect(
      (await play(['undo', '--rehearse=account.json', '--confirm', '111122223333', '--region', 'ap-southeast-2'])).out,
    ).toContain('Nothing to undo');
  });

  it('--wait waits for people and ends with 6 when they do not come', async () => {
    const { code, json } = await stage().play(['apply', '--yes', '--rehearse', '--json', '--wait', '10m', ...FLAGS]);
    expect(code).toBe(6);
    expect(json.result).toBe('waiting');
  });

  it('ndjson is one event a line and ends with run.end', async () => {
    const { out } = await stage().play(['apply', '--yes', '--rehearse', '--output', 'ndjson', ...FLAGS]);
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0].event).toBe('run.start');
    expect(events.at(-1)).toMatchObject({ event: 'run.end', exitCode: 0, schema: 1 });
    expect(new Set(events.map(({ event }) => event))).toEqual(
      new Set(['run.start', 'step.start', 'fact', 'action.start', 'action.done', 'run.end']),
    );
  });
});

it('a key pair that is not there is told before anything is written', async () => {
  const { code, json } = await stage().play([
    'apply',
    '--rehearse',
    ...FLAGS,
    '--key-name',
    'mine',
    '--yes',
    '--json',
    '--no-config',
  ]);
  expect(code).toBe(2);
  expect(json.error).toContain('--key-name: key pair mine does not exist in ap-southeast-2');
});

describe('refusals, before anything is opened', () => {
  const cases: [argv: string[], code: number, says: RegExp][] = [
    [['apply', '--yes', '--region', 'eu-west-1'], 2, /--name, --alarm-email/],
    [['apply', '--yes', '--name', 'acme', '--alarm-email', 'a@b.co'], 3, /--region/],
    [['apply', '--name', 'acme', '--alarm-email', 'a@b.co', '--region', 'eu-west-1', '--rehearse'], 2, /add --yes/],
    // The next command runs the same image.
    [
      ['try', 'container', '--region', 'eu-west-1', '--image', 'busybox:1', '--rehearse'],
      2,
      /try container .*--image busybox:1 --yes/s,
    ],
    [['init', '--region', 'eu-west-1'], 2, /--name/],
    [['status'], 3, /--region/],
    [['undo', '--region', 'eu-west-1'], 2, /--confirm/],
    [['apply', '--name', 'Not OK'], 2, /3 to 20 characters/],
    [['apply', '--alarm-limit', '-3'], 2, /a monthly amount in USD/],
    [['apply', '--family', 'genral'], 2, /did you mean general/],
    [['apply', '--steps', 'root,bucket'], 2, /did you mean buckets/],
    [['apply', '--region', 'sydneyy'], 2, /ap-southeast-2/],
    [['apply', '--expect-account', '12'], 2, /12 digits/],
    [['apply', '--wait', 'soon'], 2, /90s, 10m or 4h/],
    [['apply', '--tag', 'novalue'], 2, /KEY=VALUE/],
    [['apply', '--output', 'xml'], 2, /text, json, ndjson/],
    [['apply', '--nonsense'], 2, /unknown option/],
    [['nonsense'], 2, /unknown command/],
    [[], 2, /no command given/],
    [
      ['policy', 'show', 'enginer', '--name', 'acme', '--account-id', '111122223333', '--region', 'eu-west-1'],
      2,
      /Did you mean engineer/,
    ],
    [['policy', 'show', 'admin', '--name', 'acme'], 2, /--region, --account-id/],
    [['status', '--config', 'none.yaml'], 2, /none\.yaml does not exist/],
  ];
  it.each(cases)('%j is %i', async (argv, code, says) => {
    const shown = await stage().play([...argv]);
    expect(shown.err.replace(/\s+/g, ' ')).toMatch(says);
    expect(shown.err).not.toMatch(/ at .*\.ts/);
    expect(shown.code).toBe(code);
  });

  it('names what is missing in JSON', async () => {
    const { code, json } = await stage().play(['init', '--json', '--region', 'eu-west-1', '--name', 'acme']);
    expect(code).toBe(2);
    expect(json).toMatchObject({
      result: 'input_required',
      exitCode: 2,
      missing: [{ key: 'alarm.email', flag: '--alarm-email' }],
    });
  });

  it('another account than expected is 3', async () => {
    const { code } = await stage().play(['apply', '--yes', '--rehearse', ...FLAGS, '--expect-account', '999988887777']);
    expect(code).toBe(3);
  });
});
