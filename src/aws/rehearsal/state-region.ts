import type { EcsState } from './ecs/state.ts';
import type { EksCluster } from './eks/state.ts';
import type { LambdaFunction } from './lambda/state.ts';
import type { LogGroup } from './logs/state.ts';
import type { ScaleState } from './scale/state.ts';
import type { Tag } from './tags.ts';

/** A subnet of the default VPC. */
export interface Subnet {
  id: string;
  vpc: string;
  zone: string;
  cidr: string;
}

/** One rule of a security group; `source` is an IPv4 or IPv6 range, a group or a prefix list. */
export interface Rule {
  id: string;
  protocol: string;
  from?: number;
  to?: number;
  source: string;
  description?: string;
}

/** A security group with its rules. */
export interface SecurityGroup {
  id: string;
  name: string;
  description: string;
  vpc: string;
  tags: Tag[];
  ingress: Rule[];
  egress: Rule[];
}

/** An EC2 instance with its one volume and its one network interface. */
export interface Instance {
  id: string;
  reservation: string;
  launched: string;
  ended?: string;
  /** Why AWS terminated it; undefined if a user did. */
  reason?: { code: string; message: string };
  state: 'pending' | 'running' | 'stopping' | 'stopped' | 'shutting-down' | 'terminated';
  token: string;
  image: string;
  type: string;
  subnet: string;
  groups: string[];
  profile?: string;
  key?: string;
  credits?: string;
  metadata: { tokens: string; hops: number; endpoint: string; tags: string };
  root: { device: string; volume: string; size: number; kind: string; encrypted: boolean; keep: boolean };
  tags: Record<'instance' | 'volume' | 'network-interface', Tag[]>;
  interface: string;
  address: string;
  publicAddress?: string;
  monitoring: boolean;
  ebsOptimized: boolean;
}

/** A subscription, by e-mail where nothing else is said; pending until it is confirmed. */
export interface Subscription {
  arn: string;
  endpoint: string;
  confirmed: boolean;
  protocol?: string;
  /** Its filter policy as JSON text. */
  filter?: string;
}

/** An SNS topic. */
export interface Topic {
  name: string;
  arn: string;
  attributes: Record<string, string>;
  tags: Tag[];
  subscriptions: Subscription[];
  deleted: number;
}

/** A CloudWatch alarm on a metric. */
export interface Alarm {
  name: string;
  arn: string;
  updated: string;
  state: 'INSUFFICIENT_DATA' | 'OK' | 'ALARM';
  stateUpdated: string;
  // AWS's own shape, as it was put.
  settings: Record<string, unknown>;
  tags: Tag[];
}

/** What is in one Region. S3's buckets know their Region themselves. */
export interface RegionState {
  vpcs: { id: string; cidr: string; isDefault: boolean }[];
  subnets: Subnet[];
  securityGroups: SecurityGroup[];
  instances: Instance[];
  /** Names only. */
  keyPairs: string[];
  /** What each ClientToken was used for: AWS keeps it after the instance has ended. */
  tokens: Record<string, { parameters: string; instances: string[] }>;
  /** If set, EC2 terminates every new instance at once, for this reason. */
  launchesEnd?: { code: string; message: string };
  topics: Topic[];
  alarms: Alarm[];
  ecs?: EcsState;
  eksClusters?: EksCluster[];
  functions?: LambdaFunction[];
  logGroups?: LogGroup[];
  /** Launch templates, Auto Scaling groups and load balancers, if there are any. */
  scale?: ScaleState;
  /** The Region's own settings, by name, if set. */
  settings?: Record<string, unknown>;
}
