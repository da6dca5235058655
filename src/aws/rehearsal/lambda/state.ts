import type { Tag } from '../tags.ts';

/** A Lambda function; its code is not kept. */
export interface LambdaFunction {
  name: string;
  state: 'Pending' | 'Active';
  // AWS's own shape, as it was put.
  configuration: Record<string, unknown>;
  tags: Tag[];
}
