import type { Tag } from '../tags.ts';

/** A log group with the events of its streams. */
export interface LogGroup {
  name: string;
  created: string;
  retention?: number;
  tags: Tag[];
  streams: Record<string, { at: string; message: string }[]>;
}
