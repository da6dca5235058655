import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Moto, motoMissing, startMoto } from './moto.ts';
import { baseline, environment, newHome } from './program.ts';

const KEYS = { AccessKeyId: 'test', SecretAccessKey: 'test' };
const ROLE = 'arn:aws:iam::111122223333:role/deploy';

// scripts/build.mjs makes one file of the SDK's credential providers, so each is asked of the built program.
describe.skipIf(motoMissing)('where the built program finds credentials', () => {
  let moto: Moto;
  let home: string;
  let remove: () => void;
  const server = createServer((_asked, answer) =>
    answer.end(JSON.stringify({ ...KEYS, Token: 'test', Expiration: new Date(Date.now() + 3_600_000) })),
  );
  const file = (name: string, text: string, mode = 0o600) => {
    writeFileSync(join(home, name), text, { mode });
    return join(home, name);
  };
  const status = (variables: Record<string, string>) => {
    const env = { ...environment(home), AWS_ENDPOINT_URL: moto.endpoint, ...variables };
    return baseline(['status', '--name', 'acme', '--steps', 'admin', '--no-config'], { env, cwd: home });
  };

  beforeAll(async () => {
    moto = await startMoto();
    ({ home, remove } = newHome());
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  });
  afterAll(async () => {
    server.close();
    remove?.();
    await moto?.stop();
  });

  it.each<[string, string, () => Record<string, string>]>([
    [
      'keys in the shared file',
      'as user moto',
      () => ({
        AWS_SHARED_CREDENTIALS_FILE: file('keys', '[default]\naws_access_key_id=test\naws_secret_access_key=test\n'),
      }),
    ],
    [
      'a role of a profile',
      'as role deploy',
      () => ({
        AWS_PROFILE: 'role',
        AWS_SHARED_CREDENTIALS_FILE: file(
          'role',
          `[keys]\naws_access_key_id=test\naws_secret_access_key=test\n[role]\nrole_arn=${ROLE}\nsource_profile=keys\n`,
        ),
      }),
    ],
    [
      'a process',
      'as user moto',
      () => {
        const says = JSON.stringify({ Version: 1, ...KEYS });
        const script = file('process.sh', `#!/bin/sh\necho '${says}'\n`, 0o700);
        return { AWS_CONFIG_FILE: file('process', `[default]\ncredential_process=${script}\n`) };
      },
    ],
    [
      'a web identity, as CI has',
      'as role deploy',
      () => ({ AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: file('token', 'test') }),
    ],
    [
      'a container, as CloudShell is',
      'as user moto',
      () => ({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'test',
      }),
    ],
  ])('%s', async (_where, who, variables) => {
    const { code, out, err } = await status(variables());
    expect(code, err).toBe(0);
    expect(out + err).toContain(who);
  });

  it('a single sign-on that ran out is said to be that', async () => {
    const config = `[default]\nsso_session=s\nsso_account_id=111122223333\nsso_role_name=r
[sso-session s]\nsso_region=us-east-1\nsso_start_url=https://example.awsapps.com/start\n`;
    const { code, err } = await status({ AWS_CONFIG_FILE: file('sso', config) });
    expect(code).toBe(3);
    expect(err).toContain('sign-in has expired');
  });
});
