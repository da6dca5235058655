import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bashScript } from '../../src/cli/arguments/completion/bash.ts';
import { fishScript } from '../../src/cli/arguments/completion/fish.ts';
import { outlineOf } from '../../src/cli/arguments/completion/outline.ts';
import { zshScript } from '../../src/cli/arguments/completion/zsh.ts';
import { programOf } from '../../src/cli/arguments/program.ts';
import type { World } from '../../src/cli/world.ts';
import { policyTopics } from '../../src/policies/index.ts';
import { STEP_IDS } from '../../src/steps/settings/step-ids.ts';
import { stage } from './stage.ts';

const program = programOf({ env: {}, version: '0.0.0-test', out: () => {} } as unknown as World, () => {});
const outlines = outlineOf(program);
const scripts = { bash: bashScript(outlines), zsh: zshScript(outlines), fish: fishScript(outlines) };
const SHELLS = Object.keys(scripts) as (keyof typeof scripts)[];
const has = (shell: keyof typeof scripts) => spawnSync(shell, ['--version']).status === 0;

/** What bash offers when Tab is pressed behind these words. */
function offered(words: string[], cwd = '/'): string[] {
  const driver = `
    eval "$SCRIPT"
    COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
    _aws_baseline
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: process.env.PATH ?? '', SCRIPT: scripts.bash };
  const out = execFileSync('bash', ['--norc', '-c', driver, 'bash', 'aws-baseline', ...words], {
    env,
    cwd,
    encoding: 'utf8',
  });
  return out.split('\n').filter(Boolean);
}

describe('bash completion, in a real bash', () => {
  const cases: [words: string[], offers: string[]][] = [
    [['in'], ['init']],
    [['e'], ['ec2', 'explain']],
    [['doctor', '--exp'], ['--expect-account']],
    [
      ['policy', ''],
      ['show', '--help', '-h'],
    ],
    [
      ['policy', 'show', 'a'],
      ['admin', 'analyst'],
    ],
    [['policy', 'show', 'admin', '--part'], ['--partition']],
    [['config', 'v'], ['validate']],
    [['completion', 'z'], ['zsh']],
    [['config', 'show', '--family', 'c'], ['compute']],
    [['explain', 'ex'], ['exit-codes']],
    [
      ['init', '--family', ''],
      ['general', 'compute', 'memory', 'accelerated', 'storage'],
    ],
    [['init', '--family', '=', 'ac'], ['accelerated']],
    [
      ['init', '--family', '='],
      ['general', 'compute', 'memory', 'accelerated', 'storage'],
    ],
    [['ec2', '--arch', 'a'], ['arm64']],
    [['buckets', '--bucket-names', 'r'], ['regional']],
    [['apply', '--steps', 'root,ad'], ['root,admin']],
    [['apply', '--skip', 'e'], ['ec2']],
    [
      ['status', '--output', ''],
      ['text', 'json', 'ndjson', 'junit', 'sarif'],
    ],
    [
      ['plan', '--output', ''],
      ['text', 'json', 'ndjson'],
    ],
    [
      ['verify', '--benchmark', ''],
      ['cis', 'ssb', 'moj', 'fsbp'],
    ],
    [['init', '--name', ''], []],
    [['init', '--name', 'acme', '--alarm-e'], ['--alarm-email']],
    [['nonsense', ''], []],
  ];
  it.each(cases)('%j', (words, offers) => {
    expect(offered(words)).toEqual(offers);
  });

  it('offers files where a file is meant', async () => {
    const { folder } = stage();
    writeFileSync(join(folder, 'my answers.yaml'), '');
    for (const words of [
      ['apply', '--config', 'my'],
      ['config', 'validate', 'my'],
      ['init', '--rehearse', '=', 'my'],
    ])
      expect(offered(words, folder)).toEqual(['my answers.yaml']);
    expect(offered(['config', 'validate', '--js'], folder)).toEqual(['--json']);
  });

  it('every command offers exactly the flags of its --help', () => {
    // Behind config validate comes a file, so that its flags are offered once a "-" is typed.
    for (const { path, flags, next } of outlines.filter(({ takesFile }) => !takesFile)) {
      const names = flags.flatMap(({ long, short }) => [long, ...(short ? [short] : [])]);
      expect(offered([...path, '']), path.join(' ')).toEqual([...next.map(({ word }) => word), ...names]);
    }
  });
});

describe('completion', () => {
  it('knows every command, and the words that may follow', () => {
    const paths = outlines.map(({ path }) => path.join(' '));
    expect(paths).toEqual(
      expect.arrayContaining(['init', ...STEP_IDS, 'doctor', 'policy show', 'config validate', 'completion']),
    );
    const next = (path: string) => outlines.find((one) => one.path.join(' ') === path)?.next.map(({ word }) => word);
    expect(next('policy show')).toEqual([...policyTopics]);
    expect(next('completion')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('offers for explain exactly what can be explained', async () => {
    const { json } = await stage().play(['explain', '--json']);
    const topics = (json.sections[0].lines as string[]).map((line) => line.split(':')[0]);
    expect(outlines.find(({ path }) => path[0] === 'explain')?.next.map(({ word }) => word)).toEqual(topics);
  });

  it.each(SHELLS)('%s says at its top how to install it, and names every command and flag', (shell) => {
    const script = scripts[shell];
    expect(script.split('\n').slice(0, 5).join('\n')).toMatch(/# To install:\n# {3}\S/);
    expect(script).toContain(`aws-baseline completion ${shell}`);
    for (const { path, flags } of outlines) {
      for (const word of path) expect(script).toContain(word);
      for (const { long } of flags) expect(script).toContain(shell === 'fish' ? `-l ${long.slice(2)}` : long);
    }
    for (const word of ['accelerated', 'x86_64', 'regional', 'ndjson', 'require-mfa', 'exit-codes'])
      expect(script).toContain(word);
  });

  it.each(SHELLS.filter(has))('%s reads it without complaint', (shell) => {
    const { folder } = stage();
    const file = join(folder, 'script');
    writeFileSync(file, scripts[shell]);
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  it.skipIf(!has('fish'))('completes in a real fish', () => {
    const asked = (line: string) =>
      execFileSync('fish', ['--no-config', '-c', `echo $SCRIPT | source; complete -C ${JSON.stringify(line)}`], {
        env: { ...process.env, SCRIPT: scripts.fish },
        encoding: 'utf8',
      })
        .trim()
        .split('\n')
        .map((one) => one.split('\t')[0]);
    expect(asked('aws-baseline config v')).toEqual(['validate']);
    expect(asked('aws-baseline init --family comp')).toEqual(['compute']);
  });

  it.each(SHELLS)('%s: the command prints just this', async (shell) => {
    const { code, out } = await stage().play(['completion', shell]);
    expect([code, out]).toEqual([0, `${scripts[shell]}\n`]);
  });

  it('as JSON, and not for a shell that it does not know', async () => {
    const { json } = await stage().play(['completion', 'fish', '--json']);
    expect(json).toMatchObject({ schema: 1, command: 'completion', shell: 'fish', exitCode: 0 });
    const { code, err } = await stage().play(['completion', 'bsh']);
    expect(code).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain('supported shells: bash, zsh, fish. Did you mean bash?');
  });
});
