import type { Owner } from '../../engine/about.ts';
import { NAME_TAG } from '../../facts/tags.ts';
import { EVERY } from '../settings/every.ts';
import { type Draft, valueIn } from '../settings/setting.ts';

/** A NAME that nobody can have: marks with another one tell whose they are. */
export const NOBODY = 'nobody-';

/** The NAME of the baseline that a resource with our marks belongs to; `draft` are the settings of the one that asked. */
export function ownName(owner: Owner | undefined, draft: Draft): string | undefined {
  if (owner?.whose === 'ours' || owner?.whose === 'partly') return valueIn(draft, EVERY.name);
  const [key, name] = owner?.sign?.split('=') ?? [];
  return key === NAME_TAG ? name : undefined;
}
