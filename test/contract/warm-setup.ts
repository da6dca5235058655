import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { TestProject } from 'vitest/node';

const PROGRAM = new URL('./warm.py', import.meta.url).pathname;
const STARTS_WITHIN_MS = 60_000;

declare module 'vitest' {
  export interface ProvidedContext {
    /** The socket at which a file of tests asks for a warm program. */
    warm: string;
  }
}

/** What runs a Python program that is on PATH; undefined where it is no Python program. */
function interpreterOf(program: string): string | undefined {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(isExecutable);
  if (!found) return undefined;
  const head = (path: string) => readFileSync(path).subarray(0, 4_096).toString('latin1');
  try {
    // pyenv's own programs only lead to the right one.
    const path = /\bpyenv\b/.test(head(found))
      ? execFileSync('pyenv', ['which', program], { encoding: 'utf8' }).trim()
      : found;
    return /^#!(\S*\/python[0-9.]*)\s/.exec(head(path))?.[1];
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// Small, because it is started for each command: hands on all it was given, and ends as the one that was forked.
const aws = (python: string, path: string) => `#!${python} -ISu
import array, json, os, socket, sys
at = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
at.connect(${JSON.stringify(path)})
said = json.dumps({"argv": sys.argv[1:], "cwd": os.getcwd(), "env": dict(os.environ)}).encode() + b"\\n"
sent = at.sendmsg([said], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2]))])
at.sendall(said[sent:])
code = at.recv(16)
sys.stdout.flush()
os._exit(int(code) if code else 255)
`;

/** Starts what tests ask for, once and only when the first of them asks, and ends it after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-baseline-warm-'));
  const started: ChildProcess[] = [];
  const start = async (kind: 'moto' | 'aws'): Promise<string> => {
    const python = interpreterOf(kind === 'moto' ? 'moto_server' : 'aws');
    if (!python) return '';
    const path = join(folder, `${kind}.socket`);
    const env = {
      ...process.env,
      HOME: folder,
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      MOTO_ACCOUNT_ID: '111122223333',
    };
    const child = spawn(python, [PROGRAM, kind, path], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    started.push(child);
    const isReady = await new Promise<boolean>((resolve) => {
      child.stdout.once('data', () => resolve(true));
      child.once('error', () => resolve(false));
      child.once('exit', () => resolve(false));
      setTimeout(() => resolve(false), STARTS_WITHIN_MS).unref();
    });
    if (!isReady || kind === 'moto') return isReady ? path : '';
    const shim = join(folder, 'aws');
    writeFileSync(shim, aws(python, path));
    chmodSync(shim, 0o755);
    return folder;
  };
  const asked = new Map<string, Promise<string>>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', async (said) => {
      const kind = String(said).trim() === 'aws' ? 'aws' : 'moto';
      const answer = asked.get(kind) ?? start(kind);
      asked.set(kind, answer);
      socket.end(`${await answer}\n`);
    });
  });
  const path = join(folder, 'ask.socket');
  await new Promise<void>((ready) => server.listen(path, ready));
  project.provide('warm', path);
  return async () => {
    server.close();
    await Promise.all(
      started.map((child) => {
        if (child.exitCode !== null || child.pid === undefined) return undefined;
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.stdin?.end();
        return ended;
      }),
    );
    rmSync(folder, { recursive: true, force: true });
  };
}
