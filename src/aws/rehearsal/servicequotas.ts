import { VCPU_QUOTAS } from '../causes/vcpu-quotas.ts';
import { arnOf, type Context, type Operations } from './context.ts';
import { refuse } from './refuse.ts';

const STANDARD = 'L-1216C47A';
// AWS raises the quotas of an account that uses them; this one is beyond the default.
const OF_STANDARD = 32;
const GRANTED = 64;
const BY_DEFAULT_NONE = 0;

/** The vCPUs that a quota of the rehearsal account allows. */
export function vcpuLimit(code: string, { state }: Pick<Context, 'state'>): number {
  if (code === STANDARD) return OF_STANDARD;
  return state.acceleratedQuota ? GRANTED : BY_DEFAULT_NONE;
}

/** Service Quotas as the rehearsal answers it: the quotas of EC2 on the vCPUs of On-Demand Instances. */
export const servicequotas: Operations<'servicequotas'> = {
  GetServiceQuota: {
    fields: ['ServiceCode', 'QuotaCode'],
    answer({ ServiceCode, QuotaCode }, context) {
      const quota = VCPU_QUOTAS.find(({ code }) => ServiceCode === 'ec2' && code === QuotaCode);
      if (!quota) refuse('NoSuchResourceException', 'The request failed because the specified quota does not exist.');
      const { code, name } = quota;
      return {
        Quota: {
          ServiceCode: 'ec2',
          ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
          QuotaArn: arnOf(context, 'servicequotas', context.region, `${ServiceCode}/${code}`),
          QuotaCode: code,
          QuotaName: name,
          Value: vcpuLimit(code, context),
          Unit: 'None',
          Adjustable: true,
          GlobalQuota: false,
        },
      };
    },
  },
};
