import type { Tag } from '../tags.ts';

/** An ECS cluster; a deleted one stays as INACTIVE. */
export interface EcsCluster {
  name: string;
  status: 'ACTIVE' | 'INACTIVE';
  tags: Tag[];
}

/** One revision of a task definition. */
export interface TaskRevision {
  family: string;
  revision: number;
  status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  // AWS's own shape, as it was registered.
  definition: Record<string, unknown>;
  tags: Tag[];
}

/** A task on Fargate, which ends by itself. */
export interface EcsTask {
  id: string;
  cluster: string;
  family: string;
  revision: number;
  status: 'PROVISIONING' | 'RUNNING' | 'STOPPED';
  created: string;
  stopped?: string;
  reason?: string;
  exitCode?: number;
}

/** What ECS holds in one Region. */
export interface EcsState {
  clusters: EcsCluster[];
  revisions: TaskRevision[];
  tasks: EcsTask[];
}
