import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One run of the built program. `json` is the last JSON object on stdout, or undefined. */
export interface Run {
  code: number | null;
  out: string;
  err: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into the report
  json: any;
}

// TEST_BIN: another build, so that a test can be worked on while dist/ belongs to somebody else.
export const BIN = process.env.TEST_BIN ?? new URL('../../bin/aws-baseline.js', import.meta.url).pathname;

/** A home folder of its own, so that no journal and no password of another test is near. */
export function newHome(): { home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'aws-baseline-test-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** The environment of a run: nothing of this machine but PATH, and dummy credentials for the endpoint. */
export function environment(home: string, endpoint?: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'ap-southeast-2',
    AWS_DEFAULT_REGION: 'ap-southeast-2',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    ...(endpoint ? { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } : {}),
  };
}

/** Runs `command args` to its end, without a terminal. */
export function run(
  command: string,
  args: string[],
  options: { env: Record<string, string>; cwd: string; input?: string },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: options.env, cwd: options.cwd });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err, json: parsed(out) }));
    child.stdin.end(options.input ?? '');
  });
}

function parsed(out: string): unknown {
  try {
    return JSON.parse(out);
  } catch {
    return undefined;
  }
}

/** Runs the built program. */
export function baseline(
  args: string[],
  options: { env: Record<string, string>; cwd: string; input?: string },
): Promise<Run> {
  return run(process.execPath, [BIN, ...args], options);
}
