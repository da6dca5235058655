import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';

export const Client = ServiceQuotasClient;

/** Every Service Quotas operation this program may send, by its AWS name. */
export const commands = {
  GetServiceQuota: GetServiceQuotaCommand,
};
