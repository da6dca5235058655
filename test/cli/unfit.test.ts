import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Script, stage } from './stage.ts';

const LONG = 'a2345678901234567890';
/** As it would stand on an endless line. */
const flat = (text: string) => text.replace(/\s+/g, ' ');
const BASE = ['--region', 'ap-southeast-2', '--name', 'acme', '--no-alarm'];
const APPLY = ['apply', '--yes', '--no-input', '--no-config'];

/** No script and no rehearsal: the stage's world throws when anything reaches for AWS. */
describe('input that can only fail is exit 2 before AWS is asked', () => {
  it.each<[string, string[], RegExp]>([
    ['keys that differ in case', [...BASE, '--tag', 'Owner=ann', '--tag', 'owner=bob'], /--tag: .*"Owner" and "owner"/],
    ['a key twice', [...BASE, '--tag', 'a=1', '--tag', 'a=2'], /--tag: "a" is given twice/],
    ['aws: as a key', [...BASE, '--tag', 'AWS:team=x'], /--tag: .*"aws:"/],
    ['aws: as a value', [...BASE, '--tag', 'team=Aws:x'], /--tag: .*"aws:"/],
    ['a key of ours', [...BASE, '--tag', 'Managed-By=x'], /--tag: .*aws-baseline uses this one/],
    ['a key that begins like ours', [...BASE, '--tag', 'AWS-Baseline:name=x'], /--tag: .*aws-baseline uses this one/],
    ["the instance's Name", [...BASE, '--tag', 'name=x'], /--tag: .*--instance-name/],
    ['a key that is too long', [...BASE, '--tag', `${'k'.repeat(129)}=x`], /--tag: .*128/],
    ['a value that is too long for UTF-16', [...BASE, '--tag', `k=${'𝒳'.repeat(129)}`], /--tag: .*256/],
    ['a sign that S3 refuses', [...BASE, '--tag', 'k=a;b'], /--tag: /],
    ['a space that services trim', [...BASE, '--tag', 'k=x '], /--tag: /],
    [
      '48 tags',
      [...BASE, ...Array.from({ length: 48 }, (_, i) => ['--tag', `k${i}=v`]).flat()],
      /--tag: 48 tags are too many/,
    ],
    [
      'a regional name that is too long',
      ['--region', 'ap-southeast-2', '--no-alarm', '--name', LONG, '--bucket-names', 'regional'],
      /--bucket-names and --name: .*64 characters/,
    ],
    ['people that differ in case', [...BASE, '--engineer-user', 'Jo', '--engineer-user', 'jo'], /--engineer-user: /],
    ['a bucket named like ours', [...BASE, '--bucket', 'acme-analysis'], /--bucket and --name: .*twice/],
    [
      'a Region as the name',
      ['--no-alarm', '--region', 'eu-west-1', '--name', 'ap-southeast-2'],
      /--name: .*is a Region/,
    ],
  ])('%s', async (_what, flags, said) => {
    const { code, err } = await stage().play([...APPLY, ...flags]);
    expect(flat(err)).toMatch(said);
    expect(err).not.toContain('000000000000');
    expect(code).toBe(2);
  });

  it.each(['plan', 'status', 'undo'])('%s refuses it, too', async (command) => {
    const { code } = await stage().play([
      command,
      '--no-input',
      '--region',
      'eu-west-1',
      '--tag',
      'A=1',
      '--tag',
      'a=2',
    ]);
    expect(code).toBe(2);
  });

  it.each([
    ['apply', '--yes', '--no-input'],
    ['config', 'validate'],
  ])('in a file it is told with its line: %s', async (...argv) => {
    const { folder, play } = stage();
    writeFileSync(
      join(folder, 'aws-baseline.yaml'),
      'name: acme\nregion: eu-west-1\nalarm:\n  enabled: false\ntags:\n  Owner: ann\n  owner: bob\n',
    );
    const { code, err } = await play(argv);
    expect(code).toBe(2);
    expect(flat(err)).toMatch(/aws-baseline\.yaml line 5 \(--tag\): .*"Owner" and "owner"/);
  });
});

describe('in the wizard it is asked again, in place', () => {
  const rest: Script = [['What next?', 'stop']];
  const buckets = ['buckets', '--rehearse', '--region', 'ap-southeast-2'];

  it('bucket names that do not fit the name', async () => {
    const { err, code } = await stage().play(
      [...buckets, '--name', LONG],
      [['Bucket names', 'regional'], ['Bucket names', 'plain'], ...rest],
    );
    expect(flat(err)).toContain('64 characters');
    expect(code).toBe(0);
  });

  it('a name that does not fit the bucket names', async () => {
    const { asked } = await stage().play(
      [...buckets, '--bucket-names', 'regional'],
      [['Your short name', LONG], ['Your short name', 'acme'], ...rest],
    );
    expect(asked.join('\n')).toContain('64 characters');
  });

  it('people whom IAM folds', async () => {
    const { asked } = await stage().play(
      ['groups', '--rehearse', '--region', 'ap-southeast-2', '--name', 'acme'],
      [['Engineers', 'Jo jo'], ['Engineers', 'Jo'], ['Analysts', ''], ...rest],
    );
    expect(asked.join('\n')).toContain('differ only in case');
  });

  it('a Region at the name question is noticed; a place may be a name', async () => {
    const { asked, code } = await stage().play(
      ['admin', '--rehearse', '--region', 'eu-west-1'],
      [
        ['Your short name', 'ap-southeast-2'],
        ['Your short name', 'Sydney'],
        ['Your short name', 'sydney'],
        ['Your short name', 'sydney'],
        ['Give the admin user', true],
        ...rest,
      ],
    );
    expect(asked.filter((one) => /^wrong: .*Region/.test(one))).toHaveLength(3);
    expect(code).toBe(0);
  });

  it('what a file says and nobody can use is told and asked for, and the new answer is saved', async () => {
    const { folder, play } = stage();
    const file = join(folder, 'aws-baseline.yaml');
    writeFileSync(
      file,
      `# Answers for aws-baseline (no secrets). Use: aws-baseline apply --yes\nname: ${LONG}\nregion: ap-southeast-2\nbuckets:\n  names: regional\ntags:\n  Owner: ann\n  owner: bob\nengineer:\n  user: ["a b"]\n`,
    );
    const { err, code } = await play(
      ['init', '--rehearse', '--steps', 'buckets'],
      [
        ['Engineers', 'jo'],
        ['additional tag', 'Owner=ann b, team=x'],
        ['Bucket names', 'plain'],
        ['What next?', 'save'],
      ],
    );
    expect(code).toBe(0);
    expect(flat(err)).toMatch(/aws-baseline\.yaml line 10: invalid value "a b"/);
    expect(flat(err)).toMatch(/aws-baseline\.yaml line 6 \(--tag\): /);
    expect(readFileSync(file, 'utf8')).toMatch(/tags:\s+Owner: ann b\s+team: x[\s\S]*names: plain/);
    const again = await play(['init', '--rehearse', '--steps', 'buckets'], [['What next?', 'stop']]);
    expect(again.code).toBe(0);
  });

  it('what an older run kept is told and asked for again', async () => {
    const { folder, play } = stage();
    const argv = ['groups', '--rehearse=account.json', '--region', 'eu-west-1', '--name', 'acme'];
    await play(argv, [
      ['Engineers', 'jo'],
      ['Analysts', ''],
      ['What next?', 'stop'],
    ]);
    const kept = join(folder, 'account.json.answers');
    const text = JSON.parse(readFileSync(kept, 'utf8'));
    text.answers = { 'engineer.user': ['Jo', 'jo'], 'analyst.user': ['kim'] };
    writeFileSync(kept, JSON.stringify(text));
    const { err, code } = await play(argv, [
      ['Engineers', 'jo'],
      ['What next?', 'stop'],
    ]);
    expect(flat(err)).toMatch(/previous answers: .*differ only in case.*prompted for it again/s);
    expect(code).toBe(0);
  });
});
