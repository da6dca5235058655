import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';

export const Client = OrganizationsClient;

/** Every Organizations operation this program may send, by its AWS name. */
export const commands = {
  DescribeOrganization: DescribeOrganizationCommand,
};
