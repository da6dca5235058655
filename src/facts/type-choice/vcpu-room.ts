import type { Instance } from '@aws-sdk/client-ec2';
import type { Account } from '../../aws/account.ts';
import { call } from '../../aws/call.ts';
import { type VcpuQuota, vcpuQuotaOf } from '../../aws/causes/vcpu-quotas.ts';
import { allPages } from '../../aws/pages.ts';

/** The vCPUs that a quota allows in the home Region, and how many of them are left. */
export interface VcpuRoom extends VcpuQuota {
  limit: number;
  left: number;
}

/**
 * The room under the quotas that these types count against, by the quota's code: its value (Service Quotas API reference
 * "GetServiceQuota"), less the vCPUs of running On-Demand Instances (EC2 page "On-Demand Instance quotas"). What cannot be
 * read is left out; never throws.
 */
export async function vcpuRoom(types: string[], account: Account): Promise<Map<string, VcpuRoom>> {
  const quotas = new Map(types.map(vcpuQuotaOf).flatMap((quota) => (quota ? [[quota.code, quota] as const] : [])));
  const running = runningInstances(account).catch(() => undefined);
  const rooms = [...quotas.values()].map(async (quota): Promise<[string, VcpuRoom][]> => {
    const [limit, instances] = await Promise.all([limitOf(quota, account).catch(() => undefined), running]);
    if (limit === undefined || !instances) return [];
    const used = instances
      .filter(({ InstanceType }) => vcpuQuotaOf(InstanceType)?.code === quota.code)
      .reduce((sum, { CpuOptions }) => sum + (CpuOptions?.CoreCount ?? 0) * (CpuOptions?.ThreadsPerCore ?? 1), 0);
    return [[quota.code, { ...quota, limit, left: Math.max(0, limit - used) }]];
  });
  return new Map((await Promise.all(rooms)).flat());
}

async function limitOf({ code }: VcpuQuota, account: Account): Promise<number | undefined> {
  const question = call('servicequotas', 'GetServiceQuota', { ServiceCode: 'ec2', QuotaCode: code });
  return (await account.send(question)).Quota?.Value;
}

// Spot Instances and Capacity Blocks have quotas of their own (`InstanceLifecycle`), and so do Dedicated Hosts.
async function runningInstances(account: Account): Promise<Instance[]> {
  const pages = await allPages(account, call('ec2', 'DescribeInstances', { MaxResults: 1000 }), 'NextToken');
  const all = pages.flatMap(({ Reservations }) => Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
  return all.filter(
    ({ State, InstanceLifecycle, Placement }) =>
      /^(pending|running)$/.test(State?.Name ?? '') && !InstanceLifecycle && Placement?.Tenancy !== 'host',
  );
}
