import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';

export const Client = RDSClient;

/** Every Amazon RDS operation this program may send, by its AWS name. */
export const commands = {
  DescribeDBInstances: DescribeDBInstancesCommand,
};
