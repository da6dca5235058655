import type { PolicyVersion } from '@aws-sdk/client-iam';
import { type AnyCall, call } from '../../aws/call.ts';
import type { Json } from '../../engine/fact.ts';
import { readDocument, sameDocument } from './documents.ts';

/** The document of the default version, and those of the other versions; null when those do not matter. */
export type PolicyValue = { document: Json; others: Json[] | null };

/** Whether two sets of documents are equivalent, in any order. */
export function sameSet(a: Json[], b: Json[]): boolean {
  const within = (some: Json[], all: Json[]) => some.every((one) => all.some((other) => sameDocument(one, other)));
  return within(a, b) && within(b, a);
}

const MOST_VERSIONS = 5;

/**
 * The calls that make `to.document` the default version and, if they matter, `to.others` the other versions. IAM keeps at
 * most five: the oldest non-default version makes room. Version ids are never reused, so undo creates a deleted version
 * again from its document.
 */
export function changeVersions(PolicyArn: string, to: PolicyValue, versions: PolicyVersion[]): AnyCall[] {
  const says = (version: PolicyVersion, document: Json) => sameDocument(readDocument(version.Document), document);
  const calls: AnyCall[] = [];
  let kept = [...versions].sort((a, b) => Number(a.VersionId?.slice(1)) - Number(b.VersionId?.slice(1)));
  const drop = (version: PolicyVersion) => {
    calls.push(call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: version.VersionId }));
    kept = kept.filter((other) => other !== version);
  };
  const add = (document: Json, SetAsDefault: boolean) => {
    const oldest = kept.find((version) => !version.IsDefaultVersion);
    if (kept.length >= MOST_VERSIONS && oldest) drop(oldest);
    calls.push(
      call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: JSON.stringify(document), SetAsDefault }),
    );
    kept.push({ VersionId: 'v0', IsDefaultVersion: SetAsDefault });
  };

  const existing = kept.find((version) => says(version, to.document));
  if (!existing) add(to.document, true);
  else if (!existing.IsDefaultVersion)
    calls.push(call('iam', 'SetDefaultPolicyVersion', { PolicyArn, VersionId: existing.VersionId }));
  if (to.others === null) return calls;

  const wanted = to.others;
  const leftOver = kept.filter(
    (version) => version.Document && version !== existing && !wanted.some((one) => says(version, one)),
  );
  for (const version of leftOver) drop(version);
  for (const document of wanted) {
    const there = kept.some((version) => version !== existing && version.Document && says(version, document));
    if (!there) add(document, false);
  }
  return calls;
}
