import type { ServiceName } from '../services.ts';
import { accessanalyzer } from './accessanalyzer.ts';
import { account, s3control } from './account-settings.ts';
import { budgets } from './budgets/budgets.ts';
import { ce } from './ce.ts';
import { cloudtrail } from './cloudtrail/cloudtrail.ts';
import { cloudwatch } from './cloudwatch/cloudwatch.ts';
import { glue, rds, sagemaker } from './compute.ts';
import type { Context } from './context.ts';
import { config } from './detection/config.ts';
import { guardduty } from './detection/guardduty.ts';
import { macie2 } from './detection/macie.ts';
import { securityhub } from './detection/securityhub.ts';
import { ec2 } from './ec2/ec2.ts';
import { ecs } from './ecs/ecs.ts';
import { eks } from './eks/eks.ts';
import { events } from './events.ts';
import { freetier } from './freetier.ts';
import { iam } from './iam/iam.ts';
import { lambda } from './lambda/lambda.ts';
import { logs } from './logs/logs.ts';
import { organizations } from './organizations/organization.ts';
import { pricing } from './pricing.ts';
import { s3 } from './s3/s3.ts';
import { autoscaling } from './scale/autoscaling.ts';
import { elasticloadbalancing } from './scale/elasticloadbalancing.ts';
import { scheduler } from './scheduler/scheduler.ts';
import { servicequotas } from './servicequotas.ts';
import { sns } from './sns/sns.ts';
import { ssm } from './ssm.ts';
import { sts } from './sts.ts';

/** An operation of any service. */
export interface AnyOperation {
  fields: readonly string[];
  answer(input: unknown, context: Context): object;
  after?(context: Context): void;
}

/** All services of the rehearsal account. */
export const services = {
  iam,
  s3,
  ec2,
  cloudwatch,
  sns,
  ssm,
  sts,
  budgets,
  organizations,
  sagemaker,
  ecs,
  eks,
  glue,
  lambda,
  logs,
  pricing,
  s3control,
  accessanalyzer,
  account,
  guardduty,
  macie2,
  config,
  securityhub,
  ce,
  cloudtrail,
  events,
  freetier,
  elasticloadbalancing,
  autoscaling,
  rds,
  servicequotas,
  scheduler,
} as unknown as Record<ServiceName, Record<string, AnyOperation>>;
