import type { Operations } from './context.ts';
import { s3Buckets } from './s3-buckets.ts';
import { s3Documents } from './s3-documents.ts';
import { s3Objects } from './s3-objects.ts';
import { s3Settings } from './s3-settings.ts';

/** S3 as the rehearsal answers it. */
export const s3: Operations<'s3'> = { ...s3Buckets, ...s3Documents, ...s3Objects, ...s3Settings };
