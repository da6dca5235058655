import { consoleLink, type Partition } from '../account.ts';

/** A quota of Amazon EC2 on the vCPUs of On-Demand Instances, by its code and its name in Service Quotas. */
export interface VcpuQuota {
  code: string;
  name: string;
}

/**
 * All of them, with the letters that the names of their instance types begin with (AWS pages "Amazon EC2 instance type
 * quotas", "On-Demand Instance quotas", and "Amazon EC2 instance type naming conventions").
 */
export const VCPU_QUOTAS: readonly (VcpuQuota & { letters: RegExp })[] = (
  [
    [/^([acdhmrtz]|i|im|is)$/, 'L-1216C47A', 'Standard (A, C, D, H, I, M, R, T, Z)'],
    [/^(g|gr|vt)$/, 'L-DB2E81BA', 'G and VT'],
    [/^p$/, 'L-417A185B', 'P'],
    [/^inf$/, 'L-1945791B', 'Inf'],
    [/^trn$/, 'L-2C3B7624', 'Trn'],
    [/^dl$/, 'L-6E869C2A', 'DL'],
    [/^f$/, 'L-74FC7D96', 'F'],
    [/^x$/, 'L-7295265B', 'X'],
    [/^u$/, 'L-43DA4232', 'High Memory'],
    [/^hpc$/, 'L-F7808C92', 'HPC'],
  ] as const
).map(([letters, code, of]) => ({ letters, code, name: `Running On-Demand ${of} instances` }));

/** The quota that an instance type counts against; undefined for types without one, such as Mac instances. */
export function vcpuQuotaOf(instanceType = ''): VcpuQuota | undefined {
  const [first = ''] = /^[a-z]+/.exec(instanceType) ?? [];
  const found = VCPU_QUOTAS.find(({ letters }) => letters.test(first));
  return found && { code: found.code, name: found.name };
}

/** The page of a quota in the Service Quotas console, where an increase is requested; each Region has its own quota. */
export function quotaLink(code: string, partition: Partition, region?: string): string {
  return consoleLink(
    partition,
    `servicequotas/home/services/ec2/quotas/${code}${region === undefined ? '' : `?region=${region}`}`,
  );
}
