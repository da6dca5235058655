import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { forkedMoto } from './warm.ts';

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why tests against moto are skipped; undefined when they run, as they must with REQUIRE_MOTO=1. */
export const motoMissing: string | undefined =
  process.env.REQUIRE_MOTO === '1' || isOnPath('moto_server')
    ? undefined
    : 'SKIPPED, because moto_server is not on PATH (pip install "moto[server]")';

if (motoMissing) console.warn(`contract tests against moto: ${motoMissing}`);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function untilReady(endpoint: string, server: ChildProcess, failure: () => string | undefined): Promise<void> {
  const deadline = Date.now() + 45_000;
  while (Date.now() < deadline) {
    if (failure() || server.exitCode !== null) break;
    const ready = await fetch(`${endpoint}/moto-api/`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  server.kill();
  throw new Error(`moto_server did not start: ${failure() ?? `exit code ${server.exitCode}`}`);
}

/** A moto server of its own on a free port of this machine; `reset` empties it. */
export interface Moto {
  endpoint: string;
  stop(): Promise<void>;
  reset(): Promise<void>;
}

/** Starts moto as account 111122223333 with AWS's managed policies; throws when it is not ready within 45 seconds. */
export async function startMoto(): Promise<Moto> {
  const forked = await forkedMoto();
  if (!forked) return startedMoto();
  return {
    endpoint: `http://127.0.0.1:${forked.port}`,
    reset: () => forked.again(),
    stop: async () => forked.end(),
  };
}

async function startedMoto(): Promise<Moto> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const env = { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', MOTO_ACCOUNT_ID: '111122223333' };
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { env, stdio: 'ignore' });
  let failure: string | undefined;
  server.once('error', (error) => {
    failure = error.message;
  });
  await untilReady(endpoint, server, () => failure);
  return {
    endpoint,
    reset: async () => {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
    },
    stop: () =>
      new Promise((resolve) => {
        if (server.exitCode !== null) return resolve();
        server.once('exit', () => resolve());
        server.kill();
      }),
  };
}
