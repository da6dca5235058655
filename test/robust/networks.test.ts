import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect as connectTcp, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { triesOfSilence } from '../../src/aws/network/transport.ts';
import { connect } from '../../src/aws/real.ts';
import { baseline, environment } from '../contract/program.ts';

const WHO = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:root</Arn>
<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const asAws: RequestListener = (_asked, answer) => answer.end(WHO);

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'aws-baseline-networks-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const file = (name: string, text: string) => {
  writeFileSync(join(home, name), text, { mode: 0o700 });
  return join(home, name);
};

async function program(command: string[], variables: Record<string, string>) {
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  const run = await baseline([...command, '--no-config'], {
    env: { ...environment(home), ...keys, ...variables },
    cwd: home,
  });
  const said = (run.out + run.err).replace(/\s+/g, ' ');
  expect(said).not.toMatch(/ at \S+:\d+|hush|undefined/);
  return { code: run.code, said };
}
const status = (variables: Record<string, string>) =>
  program(['status', '--name', 'acme', '--steps', 'admin'], variables);

/** An AWS behind TLS whose certificate nobody knows, and a proxy that alone knows the way there. */
async function behindProxy() {
  const [key, cert] = [join(home, 'key.pem'), join(home, 'ca.pem')];
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-keyout', key, '-out', cert, '-subj', '/CN=aws.test', '-addext', 'subjectAltName=DNS:aws.test'],
  ]);
  const aws = await listening(createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, asAws));
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', ({ url = '', headers }, socket) => {
    asked.push(url);
    if (headers['proxy-authorization'] !== `Basic ${Buffer.from('me:hush').toString('base64')}`)
      return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const on = connectTcp(aws, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    on.pipe(socket).pipe(on);
    for (const end of [on, socket]) end.on('error', () => {});
  });
  return { port: await listening(proxy), asked, cert };
}

describe('the way to AWS', () => {
  it('leads through the proxy, and trusts the authority that is named', async () => {
    const { port, asked, cert } = await behindProxy();
    const way = { AWS_ENDPOINT_URL: 'https://aws.test', HTTPS_PROXY: `http://me:hush@127.0.0.1:${port}` };
    const untrusted = await status(way);
    expect(untrusted.code).toBe(1);
    expect(untrusted.said).toContain(
      `certificate of aws.test through the proxy http://127.0.0.1:${port} (HTTPS_PROXY)`,
    );
    expect(untrusted.said).toMatch(/not trusted.*AWS_CA_BUNDLE=.*NODE_EXTRA_CA_CERTS/);
    const trusted = await status({ ...way, AWS_CA_BUNDLE: cert });
    expect(trusted.said).toContain('111122223333');
    expect(new Set(asked)).toEqual(new Set(['aws.test:443']));
    // The credentials of a profile come the same way: AssumeRole is asked of the same STS.
    const before = asked.length;
    const config = `[profile role]\nrole_arn=arn:aws:iam::111122223333:role/x\nsource_profile=keys\nca_bundle=${cert}
[profile keys]\naws_access_key_id=test\naws_secret_access_key=test\n`;
    await status({ ...way, AWS_CONFIG_FILE: file('role', config), AWS_PROFILE: 'role' });
    expect(asked.length).toBeGreaterThan(before);
    const shown = await program(['doctor'], { ...way, AWS_CA_BUNDLE: cert });
    expect(shown.said).toContain(`requests go through the proxy http://127.0.0.1:${port} (HTTPS_PROXY)`);
    expect(shown.said).toContain(`${cert} (AWS_CA_BUNDLE)`);
    expect(shown.said).toContain('clock is correct');
    const wrong = await status({ ...way, HTTPS_PROXY: `http://me:hush2@127.0.0.1:${port}` });
    expect(wrong.code).toBe(1);
    expect(wrong.said).toMatch(
      /proxy http:\/\/127\.0\.0\.1:\d+ \(HTTPS_PROXY\) requires a valid user name and password.*407/,
    );
  }, 60_000);

  it.each<[what: string, env: () => Record<string, string>, code: number, says: RegExp]>([
    [
      'a proxy that is not there',
      () => ({ HTTPS_PROXY: 'http://127.0.0.1:1' }),
      1,
      /proxy .*HTTPS_PROXY.*ECONNREFUSED/,
    ],
    ['SOCKS', () => ({ ALL_PROXY: 'socks5://x:1' }), 2, /ALL_PROXY is a socks5 proxy/],
    ['no bundle', () => ({ AWS_CA_BUNDLE: '/none' }), 2, /AWS_CA_BUNDLE: \/none cannot be read \(ENOENT\)/],
    ['no certificate', () => ({ AWS_CA_BUNDLE: file('ca', 'x') }), 2, /contains no certificate/],
    ['no name', () => ({ AWS_ENDPOINT_URL: 'http://aws.invalid' }), 1, /aws\.invalid cannot be reached/],
    ['nobody listens', () => ({ AWS_ENDPOINT_URL: 'http://[::1]:1' }), 1, /cannot be reached/],
    ['no profile', () => ({ AWS_PROFILE: 'ghost' }), 3, /profile "ghost" \(AWS_PROFILE\) does not exist/],
    [
      'a credential process that fails',
      () => ({
        AWS_PROFILE: 'p',
        AWS_CONFIG_FILE: file('p', '[profile p]\ncredential_process=sh -c "echo no luck >&2; exit 7" hush\n'),
      }),
      3,
      /credential_process of profile p .*failed: no luck/,
    ],
    [
      'a credential process that prints nonsense',
      () => ({ AWS_PROFILE: 'p', AWS_CONFIG_FILE: file('p', '[profile p]\ncredential_process=echo nonsense\n') }),
      3,
      /credential_process returned invalid JSON.*Version 1/,
    ],
    [
      'a role that wants MFA, and nobody to type it',
      () => ({
        AWS_PROFILE: 'm',
        AWS_CONFIG_FILE: file(
          'm',
          '[profile m]\nrole_arn=arn:aws:iam::111122223333:role/x\nsource_profile=m\nmfa_serial=arn:aws:iam::111122223333:mfa/jo\naws_access_key_id=a\naws_secret_access_key=b\n',
        ),
      }),
      3,
      /profile m requires an MFA code.*terminal/,
    ],
  ])(
    '%s: said, with the exit code',
    async (_what, env, code, says) => {
      const run = await status(env());
      expect(run.said).toMatch(says);
      expect(run.code).toBe(code);
    },
    30_000,
  );

  it('Node.js without fetch can do all the same', async () => {
    const port = await listening(createServer(asAws));
    const run = await program(['doctor'], {
      AWS_ENDPOINT_URL: `http://localhost:${port}`,
      NODE_OPTIONS: '--no-experimental-fetch',
    });
    expect(run.said).toContain('clock is correct');
  });

  it('who accepts and never answers is given up, by name', async () => {
    let tries = 0;
    const port = await listening(createTcpServer(() => (tries += 1)));
    const endpoints = { sts: { url: `http://127.0.0.1:${port}`, source: 'test' } };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    const timeouts = { connect: 1_000, request: 150 };
    const silent = connect({ homeRegion: 'eu-west-1', version: '0', endpoints, timeouts, attempts: 2 }, () => {});
    await expect(silent).rejects.toThrow(`127.0.0.1:${port} does not answer`);
    expect(tries).toBe(2);
    // By itself: after a minute at most, and no earlier where answers come fast.
    expect([30_000, 15_000, 1_000].map(triesOfSilence)).toEqual([2, 2, 30]);
  });

  it('an MFA code is asked for once for all services, and again where AWS did not take it', async () => {
    const codes: string[] = [];
    const port = await listening(
      createServer(async (asked, answer) => {
        let body = '';
        for await (const part of asked) body += part;
        const code = /TokenCode=(\d+)/.exec(body)?.[1];
        if (code) codes.push(code);
        if (code === '111111')
          return answer
            .writeHead(403)
            .end(
              '<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code. </Message></Error></ErrorResponse>',
            );
        return answer.end(
          code
            ? `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`
            : WHO,
        );
      }),
    );
    const config = `[profile m]\nrole_arn=arn:aws:iam::111122223333:role/x\nsource_profile=k\nmfa_serial=serial\n[profile k]\naws_access_key_id=a\naws_secret_access_key=b\n`;
    const before = { ...process.env };
    onTestFinished(() => {
      process.env = before;
    });
    Object.assign(process.env, {
      AWS_CONFIG_FILE: file('mfa', config),
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    });
    const asked: boolean[] = [];
    const account = await connect({
      ...{ homeRegion: 'eu-west-1', version: '0', profile: 'm', isOfProfile: true },
      askMfaCode: async (serial, isAgain) => {
        expect(serial).toBe('serial');
        asked.push(isAgain);
        return isAgain ? '222222' : '111111';
      },
    });
    await account.send({ service: 'iam', operation: 'GetAccountSummary', input: {} }).catch(() => {});
    expect(asked).toEqual([false, true]);
    expect(codes).toEqual(['111111', '222222']);
  });
});
