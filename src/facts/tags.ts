import { codeOf } from '../aws/errors.ts';
import type { Owner } from '../engine/about.ts';

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

type Tags = { Key?: string | undefined; Value?: string | undefined }[] | undefined;

/** Of the tags that a thing is made with, those that tell whose it is: undo goes by them, and apply puts them back. */
export function marksIn(wanted: Tag[]): Tag[] {
  return wanted.filter(({ Key }) => Key === OWNER.Key || Key.startsWith('aws-baseline:'));
}

/** Whose a thing with these tags is, when ours carry the marks in `wanted`. `id` is AWS's own id of it. */
export function ownerBy(tags: Tags, wanted: Tag[], id?: string): Owner {
  const marks = marksIn(wanted);
  const words = marks.map(({ Key, Value }) => `${Key}=${Value}`).join(', ');
  const told = { marks: `the tag${marks.length > 1 ? 's' : ''} ${words}`, ...(id ? { id } : {}) };
  const has = ({ Key, Value }: Tag) => (tags ?? []).some((tag) => tag.Key === Key && tag.Value === Value);
  // IAM does not tell "Managed-By" from "managed-by", and people write both.
  const theirs = (tags ?? []).find(({ Key = '', Value }) =>
    marks.some((mark) => /^(managed-by|aws-baseline:name)$/.test(mark.Key) && isOther(mark, { Key, Value })),
  );
  if (theirs) return { whose: 'theirs', sign: `${theirs.Key}=${theirs.Value}`, ...told };
  if (marks.every(has)) return { whose: 'ours', ...told };
  return { whose: marks.some(has) ? 'partly' : 'unmarked', ...told };
}

/** The same of a thing as AWS describes it, with its tags and its id; undefined where it is not there. */
export function ownerOf<Id extends string>(
  thing: ({ Tags?: Tags } & { [key in Id]?: string | undefined }) | null | undefined,
  wanted: Tag[],
  id: Id,
): Owner | undefined {
  return thing ? ownerBy(thing.Tags, wanted, thing[id]) : undefined;
}

function isOther(mark: Tag, { Key, Value }: { Key: string; Value: string | undefined }): boolean {
  return Key.toLowerCase() === mark.Key && Value !== mark.Value;
}

/** Whether the tags say that this program made the thing. */
export function carriesOurTag(tags: Tags): boolean {
  return (tags ?? []).some(({ Key, Value }) => Key === OWNER.Key && Value === OWNER.Value);
}

/** The value of one tag. */
export function tagOf(tags: Tags, key: string): string | undefined {
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
