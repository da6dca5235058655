import type { ServiceName } from '../services.ts';

// IAM answers "Throttling" early and for the whole account, so that the console of a person would suffer too.
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
  pricing: 4,
};

// The longest chain of a run leads through these to the instance, and must not stand behind every user.
const FIRST = /InstanceProfile|Role/;

/** Lets at most so many requests of a service be under way at once; the others wait their turn. */
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
