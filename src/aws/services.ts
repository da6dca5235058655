import type { GetOutputType } from '@smithy/types';

const loaders = {
  iam: () => import('./services/iam.ts'),
  s3: () => import('./services/s3.ts'),
  ec2: () => import('./services/ec2.ts'),
  cloudwatch: () => import('./services/cloudwatch.ts'),
  sns: () => import('./services/sns.ts'),
  ssm: () => import('./services/ssm.ts'),
  sts: () => import('./services/sts.ts'),
  budgets: () => import('./services/budgets.ts'),
  organizations: () => import('./services/organizations.ts'),
  sagemaker: () => import('./services/sagemaker.ts'),
  ecs: () => import('./services/ecs.ts'),
  eks: () => import('./services/eks.ts'),
  glue: () => import('./services/glue.ts'),
  lambda: () => import('./services/lambda.ts'),
  logs: () => import('./services/logs.ts'),
  pricing: () => import('./services/pricing.ts'),
  s3control: () => import('./services/s3control.ts'),
  accessanalyzer: () => import('./services/accessanalyzer.ts'),
  account: () => import('./services/account.ts'),
  guardduty: () => import('./services/guardduty.ts'),
  macie2: () => import('./services/macie2.ts'),
  config: () => import('./services/config.ts'),
  securityhub: () => import('./services/securityhub.ts'),
  ce: () => import('./services/ce.ts'),
  cloudtrail: () => import('./services/cloudtrail.ts'),
  events: () => import('./services/events.ts'),
  freetier: () => import('./services/freetier.ts'),
  elasticloadbalancing: () => import('./services/elasticloadbalancing.ts'),
  autoscaling: () => import('./services/autoscaling.ts'),
  rds: () => import('./services/rds.ts'),
  servicequotas: () => import('./services/servicequotas.ts'),
  scheduler: () => import('./services/scheduler.ts'),
};

type Loaded = { [S in keyof typeof loaders]: Awaited<ReturnType<(typeof loaders)[S]>> };

/** The AWS services that this program uses, by their names in IAM actions. */
export type ServiceName = keyof Loaded;

/** All of them. */
export const SERVICE_NAMES = Object.keys(loaders) as ServiceName[];

/** The operations of a service that this program may send. */
export type OperationName<S extends ServiceName> = Extract<keyof Loaded[S]['commands'], string>;

type CommandOf<S extends ServiceName, O extends OperationName<S>> = Loaded[S]['commands'][O] extends new (
  // biome-ignore lint/suspicious/noExplicitAny: only the instance matters, whatever the command is made from
  ...from: any[]
) => infer C
  ? C
  : never;

/** The input of an operation, as the SDK defines it. */
export type InputOf<S extends ServiceName, O extends OperationName<S>> =
  CommandOf<S, O> extends { input: infer In } ? In : never;

/** The output of an operation, as the SDK defines it. */
export type OutputOf<S extends ServiceName, O extends OperationName<S>> = GetOutputType<CommandOf<S, O>>;

const begun = new Map<ServiceName, Promise<unknown>>();
let latest: Promise<unknown> = Promise.resolve();

/**
 * Loads the SDK client and commands of one service, at its first call. Services load one after the other, so that the
 * first requests are sent while the next service loads.
 */
export function loadService<S extends ServiceName>(service: S): Promise<Loaded[S]> {
  let loading = begun.get(service);
  if (!loading) {
    loading = latest.then(() => new Promise(setImmediate)).then((): Promise<unknown> => loaders[service]());
    latest = loading.catch(() => {});
    begun.set(service, loading);
  }
  return loading as Promise<Loaded[S]>;
}
