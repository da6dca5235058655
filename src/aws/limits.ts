import type { ServiceName } from './services.ts';

// IAM answers "Throttling" early and for the whole account, so that the console of a person would suffer too.
const IN_FLIGHT: Record<ServiceName, number> = {
  iam: 16,
  s3: 48,
  ec2: 12,
  cloudwatch: 8,
  sns: 8,
  ssm: 4,
  sts: 2,
  budgets: 2,
  sagemaker: 4,
  ecs: 4,
  eks: 4,
  glue: 4,
  pricing: 4,
};

/** Lets at most so many requests of a service be under way at once; the others wait their turn. */
export function limits(): <T>(service: ServiceName, send: () => Promise<T>) => Promise<T> {
  const busy = new Map<ServiceName, number>();
  const waiting = new Map<ServiceName, (() => void)[]>();
  return async (service, send) => {
    const underWay = busy.get(service) ?? 0;
    if (underWay < IN_FLIGHT[service]) busy.set(service, underWay + 1);
    else {
      await new Promise<void>((go) => {
        const others = waiting.get(service);
        if (others) others.push(go);
        else waiting.set(service, [go]);
      });
    }
    try {
      return await send();
    } finally {
      const next = waiting.get(service)?.shift();
      if (next) next();
      else busy.set(service, (busy.get(service) ?? 1) - 1);
    }
  };
}
