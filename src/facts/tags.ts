import { codeOf } from '../aws/errors.ts';
import type { Owner } from '../engine/about.ts';

/** A tag, spelled as AWS does. */
export interface Tag {
  Key: string;
  Value: string;
}

const OWNER = { Key: 'managed-by', Value: 'aws-baseline' } as const;
/** The tag with the NAME of the baseline that a resource belongs to. */
export const NAME_TAG = 'aws-baseline:name';

/** The tag with the purpose of a bucket: landing-zone, analysis or further. */
export const BUCKET_TAG = 'aws-baseline:bucket';

/** The tag with the home Region: on policy `admin_access`, and on the instance's role, which may exist without the policy. */
export const REGION_TAG = 'aws-baseline:region';

/** The tags of every resource that this program creates, if AWS supports tags for it. */
export function tagsFor(name: string, further: Record<string, string> = {}): Tag[] {
  const own = [OWNER, { Key: NAME_TAG, Value: name }];
  const others = Object.entries(further).filter(([key]) => !own.some(({ Key }) => Key === key));
  return [...own, ...others.map(([Key, Value]) => ({ Key, Value }))];
}

/** The same tags, with the home Region. */
export function tagsWithRegion(name: string, region: string, further: Record<string, string> = {}): Tag[] {
  return [...tagsFor(name, further), { Key: REGION_TAG, Value: region }];
}

type Tags = { Key?: string | undefined; Value?: string | undefined }[] | undefined;

/** The tags that mark a resource as ours: undo relies on them, and apply restores them. */
export function marksIn(wanted: Tag[]): Tag[] {
  return wanted.filter(({ Key }) => Key === OWNER.Key || Key.startsWith('aws-baseline:'));
}

/** The owner of a resource with these tags; ours have the marks in `wanted`. `id` is the id that AWS assigned. */
export function ownerBy(tags: Tags, wanted: Tag[], id?: string): Owner {
  const marks = marksIn(wanted);
  const words = marks.map(({ Key, Value }) => `${Key}=${Value}`).join(', ');
  const told = { marks: `the tag${marks.length > 1 ? 's' : ''} ${words}`, ...(id ? { id } : {}) };
  const has = ({ Key, Value }: Tag) => (tags ?? []).some((tag) => tag.Key === Key && tag.Value === Value);
  // IAM treats "Managed-By" and "managed-by" as one key, and both are common.
  const theirs = (tags ?? []).find(({ Key = '', Value }) =>
    marks.some((mark) => /^(managed-by|aws-baseline:name)$/.test(mark.Key) && isOther(mark, { Key, Value })),
  );
  if (theirs) return { whose: 'theirs', sign: `${theirs.Key}=${theirs.Value}`, ...told };
  if (marks.every(has)) return { whose: 'ours', ...told };
  return { whose: marks.some(has) ? 'partly' : 'unmarked', ...told };
}

/** The owner of a resource as AWS describes it, with its tags and id; undefined when it does not exist. */
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

/** Whether the tags show that this program created the resource. */
export function carriesOurTag(tags: Tags): boolean {
  return (tags ?? []).some(({ Key, Value }) => Key === OWNER.Key && Value === OWNER.Value);
}

/** The value of one tag. */
export function tagOf(tags: Tags, key: string): string | undefined {
  return (tags ?? []).find(({ Key }) => Key === key)?.Value;
}

/** Null instead of AWS's error for a resource or setting that does not exist. */
export async function orNull<T>(answer: Promise<T>, ...codes: string[]): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (codes.includes(codeOf(error))) return null;
    throw error;
  }
}

/** The tags as ECS spells them. */
export function asEcsTags(tags: Tag[]): { key: string; value: string }[] {
  return tags.map(({ Key, Value }) => ({ key: Key, value: Value }));
}

/** The tags that ECS answered. */
export function fromEcsTags(tags: { key?: string | undefined; value?: string | undefined }[] | undefined): Tag[] {
  return (tags ?? []).map(({ key = '', value = '' }) => ({ Key: key, Value: value }));
}

/** The tags as Lambda, EKS and CloudWatch Logs spell them. */
export function asTagMap(tags: Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

/** The tags that one of these services answered. */
export function fromTagMap(tags: Record<string, string> | undefined): Tag[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}
