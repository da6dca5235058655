/**
 * One page of a list. `token` is where the page before ended; `next` is there when more follows. `refuseToken`
 * throws the service's error for a token that is none.
 */
export function page<T>(
  all: readonly T[],
  size: number,
  token: string | undefined,
  refuseToken: (token: string) => never,
): { items: T[]; next?: string } {
  const start = token
    ? Number(
        Buffer.from(token, 'base64url')
          .toString('utf8')
          .replace(/^from:/, ''),
      )
    : 0;
  if (!Number.isInteger(start) || start < 0 || start > all.length) refuseToken(token ?? '');
  const end = start + size;
  const items = all.slice(start, end);
  return end < all.length ? { items, next: Buffer.from(`from:${end}`).toString('base64url') } : { items };
}
