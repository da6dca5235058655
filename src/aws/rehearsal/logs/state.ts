import type { PutMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs';
import type { Tag } from '../tags.ts';

/** A log group with the events of its streams. */
export interface LogGroup {
  name: string;
  created: string;
  retention?: number;
  tags: Tag[];
  /** By name. */
  filters?: Record<string, PutMetricFilterRequest>;
  streams: Record<string, { at: string; message: string }[]>;
}
