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

/** The tags that a service takes as a map. */
export function tagsIn(given: Record<string, string> = {}): Tag[] {
  return Object.entries(given).map(([Key, Value]) => ({ Key, Value }));
}

/** The tags as such a service answers them. */
export function tagMap(tags: Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}
