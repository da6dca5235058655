import type { Tag } from '../tags.ts';

/** An EKS cluster. */
export interface EksCluster {
  name: string;
  status: 'CREATING' | 'ACTIVE' | 'DELETING';
  created: string;
  // AWS's own shape, as it was put.
  given: Record<string, unknown>;
  tags: Tag[];
}
