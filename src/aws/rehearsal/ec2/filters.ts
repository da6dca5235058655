import { refuse, unknownTo } from '../refuse.ts';
import type { Tag } from '../tags.ts';

/** `Filters` of any Describe operation. */
export type Filters = { Name?: string | undefined; Values?: string[] | undefined }[] | undefined;
/** What each filter looks at: the values of an item, of which one must match. */
type Fields<T> = Record<string, (one: T) => string[]>;

/** EC2's wildcards: `*` any characters, `?` one. */
function asPattern(value: string): RegExp {
  const text = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`, 's');
}

/** The items that every filter lets through: all filters must match, of each any value. */
export function filtered<T extends object>(
  operation: string,
  all: readonly T[],
  filters: Filters,
  fields: Fields<T>,
): T[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const key = Name.startsWith('tag:') ? Name.slice('tag:'.length) : undefined;
    const tagsOf = (one: T) => (one as { tags?: Tag[] }).tags ?? [];
    const tagValue = (one: T) => tagsOf(one).flatMap((tag) => (tag.Key === key ? [tag.Value] : []));
    const tagKeys = (one: T) => tagsOf(one).map((tag) => tag.Key);
    const read = fields[Name] ?? (key ? tagValue : Name === 'tag-key' ? tagKeys : undefined);
    if (!read) unknownTo(`ec2 ${operation}`, `the filter "${Name}"`);
    if (!Values.length) refuse('InvalidParameterValue', `The filter '${Name}' must have at least one value`);
    const patterns = Values.map(asPattern);
    return (one: T) => read(one).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return all.filter((one) => tests.every((test) => test(one)));
}

/** EC2's answer to a NextToken it did not give. */
export function badToken(): never {
  refuse('InvalidNextToken', 'The token is not valid.');
}

/** Checks tags as EC2 does; throws InvalidParameterValue. */
export function checkedEc2Tags(tags: { Key?: string | undefined; Value?: string | undefined }[] | undefined): Tag[] {
  const kept = (tags ?? []).map(({ Key, Value = '' }) => {
    if (!Key || Key.length > 127) {
      refuse('InvalidParameterValue', 'Tag keys must be between 1 and 127 characters long');
    }
    if (/^aws:/i.test(Key))
      refuse('InvalidParameterValue', "Tag keys starting with 'aws:' are reserved for internal use");
    if (Value.length > 255) refuse('InvalidParameterValue', 'Tag values must be at most 255 characters long');
    return { Key, Value };
  });
  if (new Set(kept.map(({ Key }) => Key)).size < kept.length) {
    refuse('InvalidParameterValue', 'Duplicate tag keys are not allowed');
  }
  return kept;
}

interface TagSpecification {
  ResourceType?: string | undefined;
  Tags?: { Key?: string | undefined; Value?: string | undefined }[] | undefined;
}

/** The tags of one kind of resource; `allowed` are the kinds that the request can tag. */
export function tagsFor(specifications: TagSpecification[] | undefined, kind: string, allowed: string[]): Tag[] {
  for (const { ResourceType = '' } of specifications ?? []) {
    if (!allowed.includes(ResourceType)) {
      refuse('InvalidParameterValue', `'${ResourceType}' is not a valid taggable resource type for this operation.`);
    }
  }
  return checkedEc2Tags(specifications?.filter((one) => one.ResourceType === kind).flatMap((one) => one.Tags ?? []));
}
