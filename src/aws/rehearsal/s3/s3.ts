import type { Operations } from '../context.ts';
import { s3Buckets } from './buckets.ts';
import { s3Documents } from './documents.ts';
import { s3Objects } from './objects.ts';
import { s3Settings } from './settings.ts';

/** S3 as the rehearsal answers it. */
export const s3: Operations<'s3'> = { ...s3Buckets, ...s3Documents, ...s3Objects, ...s3Settings };
