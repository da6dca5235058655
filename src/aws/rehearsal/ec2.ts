import type { Operations } from './context.ts';
import { ec2GroupRules } from './ec2-group-rules.ts';
import { ec2Images } from './ec2-images.ts';
import { ec2Instances } from './ec2-instances.ts';
import { ec2Network } from './ec2-network.ts';
import { ec2SecurityGroups } from './ec2-security-groups.ts';
import { ec2Tags } from './ec2-tags.ts';
import { ec2Types } from './ec2-types.ts';

/** EC2 as the rehearsal answers it. */
export const ec2: Operations<'ec2'> = {
  ...ec2GroupRules,
  ...ec2Images,
  ...ec2Instances,
  ...ec2Network,
  ...ec2SecurityGroups,
  ...ec2Tags,
  ...ec2Types,
};
