import type { Operations } from '../context.ts';
import { ec2Billed } from './billed.ts';
import { ec2ConnectEndpoints } from './connect-endpoints.ts';
import { ec2FlowLogs } from './flow-logs.ts';
import { ec2GatewayEndpoints } from './gateway-endpoints.ts';
import { ec2GroupRules } from './group-rules.ts';
import { ec2Images } from './images.ts';
import { ec2InstanceMoves } from './instance-moves.ts';
import { ec2Instances } from './instances.ts';
import { ec2LaunchTemplates } from './launch-templates.ts';
import { ec2Network } from './network.ts';
import { ec2NetworkAcls } from './network-acls.ts';
import { ec2SecurityGroups } from './security-groups.ts';
import { ec2Settings } from './settings.ts';
import { ec2Tags } from './tags.ts';
import { ec2Types } from './types.ts';

/** EC2 as the rehearsal answers it. */
export const ec2: Operations<'ec2'> = {
  ...ec2Billed,
  ...ec2ConnectEndpoints,
  ...ec2FlowLogs,
  ...ec2GatewayEndpoints,
  ...ec2GroupRules,
  ...ec2Images,
  ...ec2InstanceMoves,
  ...ec2Instances,
  ...ec2LaunchTemplates,
  ...ec2Network,
  ...ec2NetworkAcls,
  ...ec2SecurityGroups,
  ...ec2Settings,
  ...ec2Tags,
  ...ec2Types,
};
