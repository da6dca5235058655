import { page } from '../page.ts';
import { refuse } from '../refuse.ts';

interface Paging {
  MaxItems?: number | undefined;
  Marker?: string | undefined;
}

/** One page as IAM gives it: 100 items unless MaxItems says less; IsTruncated is always there. */
export function iamPage<T>(all: readonly T[], { MaxItems, Marker }: Paging) {
  const size = MaxItems ?? 100;
  if (size < 1 || size > 1000) {
    refuse(
      'ValidationError',
      `1 validation error detected: Value '${size}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`,
    );
  }
  const { items, next } = page(all, size, Marker, (token) => refuse('ValidationError', `Invalid Marker: ${token}`));
  return { items, paging: next ? { IsTruncated: true, Marker: next } : { IsTruncated: false } };
}
