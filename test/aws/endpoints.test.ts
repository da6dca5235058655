import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { elsewhere } from '../../src/aws/network/endpoints.ts';
import { caBundleOf, endpointsOf } from '../../src/cli/answers/aws-files.ts';

const EMULATOR = 'http://localhost:4566';
const CONFIG = `[default]
region = eu-west-1
[profile all]
endpoint_url = ${EMULATOR}/
ca_bundle = ~/ca.pem
[profile some]
services = mine
[services mine]
s3 =
  endpoint_url = http://minio:9000
ec2=
    endpoint_url=https://vpce-1.ec2.eu-west-1.vpce.amazonaws.com
[profile ignoring]
endpoint_url = ${EMULATOR}
ignore_configured_endpoint_urls = true
`;

function world(env: Record<string, string>) {
  const home = mkdtempSync(join(tmpdir(), 'aws-baseline-endpoints-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  writeFileSync(join(home, 'config'), CONFIG);
  return { home, env: { AWS_CONFIG_FILE: join(home, 'config'), AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...env } };
}

it.each<[env: Record<string, string>, profile: string | undefined, s3: string | undefined, place: string | undefined]>([
  [{}, undefined, undefined, undefined],
  [{ AWS_ENDPOINT_URL: EMULATOR }, undefined, EMULATOR, 'localhost-4566'],
  [{ AWS_ENDPOINT_URL: 'http://[::1]:4566' }, undefined, 'http://[::1]:4566', '-1-4566'],
  [{ AWS_ENDPOINT_URL: 'http://me:hush@emulator/' }, undefined, 'http://me:hush@emulator/', 'emulator'],
  [{ AWS_ENDPOINT_URL_S3: EMULATOR }, undefined, EMULATOR, 's3-localhost-4566'],
  [{ AWS_ENDPOINT_URL_STS: EMULATOR }, undefined, undefined, 'sts-localhost-4566'],
  [{ AWS_PROFILE: 'all' }, undefined, `${EMULATOR}/`, 'localhost-4566'],
  [{}, 'all', `${EMULATOR}/`, 'localhost-4566'],
  [{ AWS_ENDPOINT_URL: 'http://other:1' }, 'all', 'http://other:1', 'other-1'],
  [{}, 'some', 'http://minio:9000', 's3-minio-9000'],
  [{}, 'ignoring', undefined, undefined],
  [{ AWS_ENDPOINT_URL: EMULATOR, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'all', undefined, undefined],
  [
    { AWS_ENDPOINT_URL_S3: 'https://s3.eu-west-1.amazonaws.com' },
    undefined,
    'https://s3.eu-west-1.amazonaws.com',
    undefined,
  ],
  [{ AWS_ENDPOINT_URL_IAM: 'https://amazonaws.com.evil.test' }, undefined, undefined, 'iam-amazonaws.com.evil.test'],
])('%j and profile %s: S3 is asked at %s, and the journal is kept for %s', (env, profile, s3, place) => {
  const endpoints = endpointsOf(world(env), profile);
  expect(endpoints.s3?.url).toBe(s3);
  expect(elsewhere(endpoints)).toBe(place);
});

it('the bundle of certificates is that of the variable, or of the profile', () => {
  expect(caBundleOf(world({}))).toBeUndefined();
  const { home, env } = world({ AWS_PROFILE: 'all' });
  expect(caBundleOf({ home, env })).toEqual({ path: join(home, 'ca.pem'), source: 'ca_bundle of profile all' });
  expect(caBundleOf({ home, env: { ...env, AWS_CA_BUNDLE: '/ca' } })).toEqual({ path: '/ca', source: 'AWS_CA_BUNDLE' });
});
