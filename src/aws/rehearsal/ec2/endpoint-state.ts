import { settingOf } from '../setting.ts';
import type { Tag } from '../tags.ts';

/** A gateway endpoint of a VPC. */
export interface GatewayEndpoint {
  id: string;
  vpc: string;
  service: string;
  tables: string[];
  tags: Tag[];
}

/** An EC2 Instance Connect Endpoint. */
export interface ConnectEndpoint {
  id: string;
  vpc: string;
  subnet: string;
  groups: string[];
  keepsClientIp: boolean;
  state: 'create-in-progress' | 'create-complete' | 'create-failed' | 'delete-in-progress';
  tags: Tag[];
}

/** The gateway endpoints of a Region. */
export const gatewayEndpoints = settingOf<GatewayEndpoint[]>('region', 'vpc-endpoints', []);
/** Its EC2 Instance Connect Endpoints. */
export const connectEndpoints = settingOf<ConnectEndpoint[]>('region', 'connect-endpoints', []);
