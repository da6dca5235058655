import { type Fact, fact } from '../../engine/fact.ts';
import { sameDocument } from '../iam/documents.ts';
import { nameless, policyOf, putPolicy, type Statement, TLS_ONLY } from './bucket-policy.ts';
import { type Bucket, ifOurs } from './buckets.ts';

/**
 * A service may use the bucket by these statements of its policy; `tls` is another statement of the same policy, and is made
 * first. All other statements stay unchanged.
 */
export function bucketLetsIn(
  bucket: Bucket,
  tls: Fact<Statement>,
  want: Statement[],
  words: Pick<Fact, 'id' | 'title'>,
): Fact<Statement[]> {
  const Bucket = bucket.bucket;
  const isOne = (one: Statement, of: Statement) => sameDocument(nameless(one), nameless(of));
  return fact<Statement[]>({
    ...words,
    within: bucket,
    needs: [tls],
    want,
    async read(account) {
      const statements = (await policyOf(Bucket, account))?.Statement ?? [];
      const found = want
        .map((ours) => statements.find((one) => isOne(one, ours)) ?? statements.find((one) => one.Sid === ours.Sid))
        .filter((one) => one !== undefined);
      return found.length > 0 ? found : null;
    },
    same: (a, b) => (a === null || b === null ? a === b : sameDocument(a.map(nameless), b.map(nameless))),
    async calls(to, now, account) {
      const policy = await ifOurs(bucket, account, () => policyOf(Bucket, account));
      const others = (policy?.Statement ?? []).filter((one) => !(now ?? []).some((ours) => sameDocument(one, ours)));
      // By then the other statement is made.
      const isThere = to !== want || others.some((one) => isOne(one, tls.want));
      const before = isThere ? others : [...others.filter(({ Sid }) => Sid !== TLS_ONLY), tls.want];
      return [putPolicy(Bucket, policy, [...(to ?? []), ...before])];
    },
  });
}
