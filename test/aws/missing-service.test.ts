import { expect, test, vi } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { sender } from '../../src/aws/real.ts';

// As after an upgrade under a running program: the file of a service's code is gone.
vi.mock('../../src/aws/services.ts', () => ({ loadService: () => Promise.reject(new Error('Cannot find module')) }));

test('a service whose code is not there is an error of its requests, and nothing that ends the process', async () => {
  const unheard: unknown[] = [];
  const hear = (error: unknown) => void unheard.push(error);
  process.on('unhandledRejection', hear);
  const send = sender({ homeRegion: 'ap-southeast-2', version: '0' });
  await expect(send(call('s3', 'ListBuckets', {}))).rejects.toThrow('Cannot find module');
  await new Promise((later) => setTimeout(later, 20));
  process.off('unhandledRejection', hear);
  expect(unheard).toEqual([]);
});
