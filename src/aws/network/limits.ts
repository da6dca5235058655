import type { ServiceName } from '../services.ts';

// IAM throttles early and per account, so too many requests would also affect users in the console.
const IN_FLIGHT: Record<ServiceName, number> = {
  iam: 16,
  s3: 36,
  ec2: 12,
  cloudwatch: 8,
  sns: 8,
  ssm: 4,
  sts: 2,
  budgets: 4,
  organizations: 2,
  sagemaker: 4,
  ecs: 4,
  eks: 4,
  glue: 4,
  lambda: 4,
  logs: 4,
  pricing: 4,
  s3control: 2,
  accessanalyzer: 4,
  account: 3,
  guardduty: 4,
  macie2: 4,
  config: 4,
  securityhub: 4,
  ce: 2,
  cloudtrail: 4,
  events: 4,
  freetier: 1,
  elasticloadbalancing: 12,
  autoscaling: 4,
  rds: 12,
  servicequotas: 8,
  scheduler: 4,
};

// The longest chain of dependent calls in a run includes these, so they must not wait behind the calls for users.
const FIRST = /InstanceProfile|Role/;

/** Limits the number of concurrent requests of each service; further ones wait. */
export function limits(): <T>(
  given: { service: ServiceName; operation: string },
  send: () => Promise<T>,
) => Promise<T> {
  const busy = new Map<ServiceName, number>();
  const waiting = new Map<string, (() => void)[]>();
  const lineOf = (service: ServiceName, isFirst: boolean): (() => void)[] => {
    const key = `${service} ${isFirst}`;
    const line = waiting.get(key) ?? [];
    waiting.set(key, line);
    return line;
  };
  return async ({ service, operation }, send) => {
    const underWay = busy.get(service) ?? 0;
    if (underWay < IN_FLIGHT[service]) busy.set(service, underWay + 1);
    else await new Promise<void>((go) => lineOf(service, FIRST.test(operation)).push(go));
    try {
      return await send();
    } finally {
      const next = lineOf(service, true).shift() ?? lineOf(service, false).shift();
      if (next) next();
      else busy.set(service, (busy.get(service) ?? 1) - 1);
    }
  };
}
