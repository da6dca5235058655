import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkPasswordFile } from '../../src/cli/files/password-file.ts';
import { passwords } from '../../src/cli/files/passwords.ts';
import { stage } from '../cli/stage.ts';
import { type Moto, motoMissing, startMoto } from '../contract/moto.ts';
import { baseline, environment, newHome, type Run, run } from '../contract/program.ts';
import { ACCOUNT, ALL, APPLY, folderOf, HOME, inMemory, listening, UNDO, worldOf } from './program.ts';

const MARKED = 'Marked-Secret-4711-Horse';

/** The files below a folder, with their text. */
function filesOf(folder: string): { path: string; text: string; mode: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8'), mode: statSync(path).mode & 0o777 }));
}

const EVERY_COMMAND: string[][] = [
  ['apply', ...ALL, '--yes', '--json', '--debug', '--verbose'],
  ['apply', ...ALL, '--yes', '--output', 'ndjson', '--debug'],
  ['status', '--name', 'acme', '--no-config', '--debug'],
  ['plan', ...ALL, '--debug', '--json'],
  ['verify', '--name', 'acme', '--no-config', '--json'],
  ['undo', '--name', 'acme', '--confirm', ACCOUNT, '--no-config', '--json', '--debug'],
];

describe.skipIf(motoMissing)('no secret leaves its place, in the built program on moto', () => {
  let moto: Moto;
  let home: string;
  let remove: () => void;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => moto?.stop());
  beforeEach(async () => {
    await moto.reset();
    ({ home, remove } = newHome());
  });
  afterEach(() => remove());

  // What any process of the machine can see while the program runs: the arguments and variables of it and its children.
  function watched() {
    const seen: string[] = [];
    const look = () => {
      for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
        for (const file of ['cmdline', 'environ'])
          try {
            const text = readFileSync(`/proc/${pid}/${file}`, 'utf8');
            if (text.includes(MARKED)) seen.push(`${pid} ${file}`);
          } catch {
            // It has ended, or it is somebody else's.
          }
    };
    const timer = setInterval(look, 50);
    return {
      stop() {
        clearInterval(timer);
        return seen;
      },
    };
  }

  it.skipIf(!existsSync('/proc/self/environ'))('the watch of arguments and variables sees what is there', async () => {
    const watch = watched();
    await run('sh', ['-c', 'sleep 0.4', MARKED], { env: { PATH: process.env.PATH ?? '' }, cwd: home });
    expect(watch.stop().length).toBeGreaterThan(0);
  });

  it.each(['stdin', 'file'])(
    'a marked password by %s is nowhere afterwards',
    async (way) => {
      const env = environment(home, moto.endpoint);
      writeFileSync(join(home, 'admin.pw'), `${MARKED}\n`, { mode: 0o600 });
      const given = ['--admin-password-file', way === 'file' ? 'admin.pw' : '-'];
      const watch = watched();
      const texts: string[] = [];
      for (const argv of EVERY_COMMAND) {
        const takes = /^(apply|plan)$/.test(argv[0] ?? '');
        // What reads in every Region takes long, and takes no password in either way.
        if (argv[0] === 'verify' && way === 'file') continue;
        const shown: Run = await baseline([...argv, ...(takes ? given : [])], {
          env,
          cwd: home,
          ...(way === 'stdin' && takes ? { input: `${MARKED}\n` } : {}),
        });
        expect(shown.code, `${argv[0]}: ${shown.err}`).toBeLessThanOrEqual(1);
        expect(shown.out.length + shown.err.length).toBeGreaterThan(50);
        texts.push(shown.out, shown.err);
      }
      expect(watch.stop()).toEqual([]);
      for (const text of texts) expect(text).not.toContain(MARKED);
      const files = filesOf(home).filter(({ path }) => !path.endsWith('admin.pw'));
      expect(files.length).toBeGreaterThan(1);
      for (const { path, text } of files) expect(text, path).not.toContain(MARKED);
    },
    120_000,
  );

  it('a child of the program, as a credential process is, gets neither argument nor variable of it', async () => {
    const dump = join(home, 'child.txt');
    writeFileSync(
      join(home, 'credentials.sh'),
      `{ env; tr '\\0' '\\n' < /proc/$PPID/environ; tr '\\0' '\\n' < /proc/$PPID/cmdline; echo "$@"; } >> ${dump}\n` +
        `echo '{"Version":1,"AccessKeyId":"test","SecretAccessKey":"test"}'\n`,
    );
    writeFileSync(join(home, 'config'), `[default]\ncredential_process = sh ${join(home, 'credentials.sh')}\n`);
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...env } = environment(home, moto.endpoint);
    const shown = await baseline([...APPLY, '--admin-password-file', '-'], {
      env: { ...env, AWS_CONFIG_FILE: join(home, 'config') },
      cwd: home,
      input: `${MARKED}\n`,
    });
    expect(shown.code, shown.err).toBe(0);
    const seen = readFileSync(dump, 'utf8');
    expect(seen).toContain('AWS_CONFIG_FILE');
    expect(seen).not.toContain(MARKED);
  });

  it('files are for their owner from the start, whatever the umask', async () => {
    const env = environment(home, moto.endpoint);
    const bin = process.env.TEST_BIN ?? new URL('../../bin/aws-baseline.js', import.meta.url).pathname;
    const words = [process.execPath, bin, ...APPLY, '--admin-password-out', 'own.pw'];
    const shown = await run('sh', ['-c', 'umask 000; exec "$@"', 'sh', ...words], { env, cwd: home });
    expect(shown.code, shown.err).toBe(0);
    const files = filesOf(home);
    expect(files.map(({ path }) => path.split('/').at(-1)).sort()).toEqual([
      'first-passwords.txt',
      'journal.jsonl',
      'own.pw',
    ]);
    for (const { path, mode } of files) expect(mode, path).toBe(0o600);
    expect(statSync(folderOf(home, moto.endpoint)).mode & 0o077).toBe(0);
  });
});

describe('made passwords are in their file only, whatever is in its way, in memory', () => {
  it('passwords that were made are in their file and nowhere else', async () => {
    const account = inMemory();
    const accepted = new Map<string, string>();
    const { play, folder } = stage();
    const texts: string[] = [];
    for (const argv of EVERY_COMMAND) {
      const region = argv.includes('--region') ? [] : ['--region', HOME];
      const shown = await play([...argv, ...region], undefined, worldOf(account, listening(accepted)));
      texts.push(shown.out, shown.err);
    }
    expect(accepted.size).toBe(2);
    const others = filesOf(folder).filter(({ path }) => !path.endsWith('first-passwords.txt'));
    expect(others.length).toBeGreaterThan(0);
    for (const password of accepted.values()) {
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!@#%^*\-_=+]).{20}$/);
      for (const text of [...texts, ...others.map((file) => file.text)]) expect(text).not.toContain(password);
    }
  });

  it.each(['--admin-password-out', '--users-password-out'])(
    '%s: what is there is neither overwritten nor followed',
    async (flag) => {
      const { play, folder } = stage();
      const target = join(folder, 'target');
      writeFileSync(target, 'mine\n', { mode: 0o644 });
      symlinkSync(target, join(folder, 'link'));
      symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
      mkdirSync(join(folder, 'directory'));
      for (const name of ['target', 'link', 'dangling', 'directory']) {
        const account = inMemory();
        const { code, err } = await play([...APPLY, flag, name], undefined, worldOf(account));
        expect(code, `${name}: ${err}`).toBe(2);
        expect(account.state().iam.users, name).toEqual([]);
      }
      expect(readFileSync(target, 'utf8')).toBe('mine\n');
      expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    },
  );

  it.each(['first-passwords.txt', 'journal.jsonl'])(
    '%s as a link is not followed, and AWS is not told the password',
    async (name) => {
      const account = inMemory();
      const { play, folder } = stage();
      const target = join(folder, 'target');
      writeFileSync(target, 'mine\n');
      mkdirSync(folderOf(folder), { recursive: true });
      symlinkSync(target, join(folderOf(folder), name));
      const { code, err } = await play(APPLY, undefined, worldOf(account));
      expect(code, err).not.toBe(0);
      expect(err).toMatch(/aws-baseline: .|failed|XX/);
      expect(err).not.toMatch(/\n\s+at /);
      expect(readFileSync(target, 'utf8')).toBe('mine\n');
      expect(account.state().iam.users.filter(({ login }) => login)).toEqual([]);
      expect(lstatSync(join(folderOf(folder), name)).isSymbolicLink()).toBe(true);
    },
  );

  it('a file that a killed run left empty is written to', async () => {
    const { folder } = stage();
    const file = join(folder, 'first-passwords.txt');
    writeFileSync(file, '', { mode: 0o600 });
    expect(() => checkPasswordFile(file, 'first passwords')).not.toThrow();
    const { secretOf } = passwords({ fileOf: () => file }, 'admin_acme');
    const password = await secretOf('kim');
    expect(readFileSync(file, 'utf8')).toMatch(/^#.*\n/);
    expect(readFileSync(file, 'utf8')).toContain(`kim\t${password}\n`);
  });

  it.each(['link', 'dangling'])('a %s that is put there after the check is not followed either', async (kind) => {
    const { folder } = stage();
    const target = join(folder, 'target');
    if (kind === 'link') writeFileSync(target, '', { mode: 0o600 });
    symlinkSync(target, join(folder, 'out'));
    const { secretOf, made } = passwords({ fileOf: () => join(folder, 'out') }, 'admin_acme');
    await expect(secretOf('kim')).rejects.toThrow(/ELOOP/);
    expect(made()).toEqual([]);
    expect(existsSync(target) ? readFileSync(target, 'utf8') : '').toBe('');
  });

  it('a rehearsal keeps its file to its owner and follows no link beside it', async () => {
    const { play, folder } = stage();
    const target = join(folder, 'target');
    writeFileSync(target, 'mine\n');
    symlinkSync(target, join(folder, 'account.json.part'));
    symlinkSync(target, join(folder, 'other.json.journal'));
    expect((await play([...APPLY, '--rehearse=account.json'])).code).toBe(0);
    expect(statSync(join(folder, 'account.json')).mode & 0o777).toBe(0o600);
    expect((await play([...APPLY, '--rehearse=other.json'])).code).not.toBe(0);
    expect((await play([...APPLY, '--rehearse=target'])).code).toBe(2);
    expect(readFileSync(target, 'utf8')).toBe('mine\n');
  });

  it('a journal of rubbish and half a line is read as far as it is one', async () => {
    const account = inMemory();
    const { play, folder } = stage();
    mkdirSync(folderOf(folder), { recursive: true });
    const journal = join(folderOf(folder), 'journal.jsonl');
    writeFileSync(journal, 'rubbish\n[1,2]\nnull\n"x"\n{"fact":1}\n{"at":"2026-01-01T00:00:00Z","fact":"iam/us');
    expect((await play(APPLY, undefined, worldOf(account))).code).toBe(0);
    account.person.confirmsEmail();
    const undone = await play(UNDO, undefined, worldOf(account));
    expect(undone.code, undone.err).toBe(0);
    expect(account.state().iam.users).toEqual([]);
  });
});
