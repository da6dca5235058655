/** A tag, in AWS's spelling. */
export interface Tag {
  Key: string;
  Value: string;
}

/** The tags with `given` on top: a key that is there takes the new value (AWS pages "TagResource", "CreateTags"). */
export function withTags(
  tags: Tag[],
  given: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Tag[] {
  const added = (given ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  return [...tags.filter(({ Key }) => !added.some((tag) => tag.Key === Key)), ...added];
}
