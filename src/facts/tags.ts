import { codeOf } from '../aws/errors.ts';

/** A tag in AWS's spelling. */
export interface Tag {
  Key: string;
  Value: string;
}

const OWNER = { Key: 'managed-by', Value: 'aws-baseline' } as const;
/** The tag that holds the NAME of the baseline a thing belongs to. */
export const NAME_TAG = 'aws-baseline:name';

/** The tag that tells what a bucket is for: landing-zone, analysis or further. */
export const BUCKET_TAG = 'aws-baseline:bucket';

/** The tag that remembers the home Region: on policy `admin_access`, and on the instance's role, which may be there alone. */
export const REGION_TAG = 'aws-baseline:region';

/** What everything we make carries, where AWS lets it be tagged. */
export function tagsFor(name: string, further: Record<string, string> = {}): Tag[] {
  const own = [OWNER, { Key: NAME_TAG, Value: name }];
  const others = Object.entries(further).filter(([key]) => !own.some(({ Key }) => Key === key));
  return [...own, ...others.map(([Key, Value]) => ({ Key, Value }))];
}

/** The same for what remembers the home Region as well. */
export function tagsWithRegion(name: string, region: string, further: Record<string, string> = {}): Tag[] {
  return [...tagsFor(name, further), { Key: REGION_TAG, Value: region }];
}

/** Whether the tags say that this program made the thing. */
export function carriesOurTag(tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined): boolean {
  return (tags ?? []).some(({ Key, Value }) => Key === OWNER.Key && Value === OWNER.Value);
}

/** The value of one tag. */
export function tagOf(
  tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined,
  key: string,
): string | undefined {
  return (tags ?? []).find(({ Key }) => Key === key)?.Value;
}

/** Null instead of the error by which AWS says that a thing, or a setting of it, is not there. */
export async function orNull<T>(answer: Promise<T>, ...codes: string[]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (codes.includes(codeOf(error))) return null;
    throw error;
  }
}
