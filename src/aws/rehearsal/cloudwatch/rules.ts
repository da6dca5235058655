import type { InputOf } from '../../services.ts';
import type { Context } from '../context.ts';
import { refuse } from '../refuse.ts';
import type { Tag } from '../tags.ts';

type Given = InputOf<'cloudwatch', 'PutMetricAlarm'>;

function invalid(message: string): never {
  refuse('ValidationError', message);
}

function oneOf(value: string | undefined, field: string, allowed: string): void {
  if (value !== undefined && !allowed.split(' ').includes(value)) {
    invalid(
      `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.replaceAll(' ', ', ')}]`,
    );
  }
}

function needed(value: unknown, field: string): void {
  if (value === undefined || value === '') {
    invalid(
      `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
    );
  }
}

function checkPeriods({ Period = 0, EvaluationPeriods = 0, DatapointsToAlarm }: Given): void {
  if (![10, 20, 30].includes(Period) && (Period < 60 || Period % 60)) {
    invalid(`Invalid Period ${Period}: valid values are 10, 20, 30 and any multiple of 60`);
  }
  if (EvaluationPeriods < 1) invalid(`Invalid EvaluationPeriods ${EvaluationPeriods}: it must be at least 1`);
  // A day in all, a week when a period is an hour or more (AWS page "PutMetricAlarm").
  const longest = Period >= 3600 ? 7 * 86_400 : 86_400;
  if (Period * EvaluationPeriods > longest) {
    invalid(
      `Metrics cannot be checked across more than ${longest / 86_400} day(s) (EvaluationPeriods * Period must be <= ${longest}).`,
    );
  }
  if (DatapointsToAlarm !== undefined && (DatapointsToAlarm < 1 || DatapointsToAlarm > EvaluationPeriods)) {
    invalid('DatapointsToAlarm must be between 1 and EvaluationPeriods');
  }
}

function checkActions(actions: string[] | undefined, { region }: Context): void {
  if ((actions?.length ?? 0) > 5) invalid('An alarm can have up to five actions for each state');
  for (const action of actions ?? []) {
    const [arn, , service, where] = action.split(':');
    if (arn !== 'arn' || !service) invalid(`Invalid alarm action ARN: ${action}`);
    if (where !== region) invalid(`Invalid region ${where} specified. Only ${region} is supported.`);
  }
}

/** The alarm as CloudWatch keeps it; throws ValidationError. */
export function checkedAlarm(given: Given, context: Context) {
  const { AlarmName, Tags, ...rest } = given;
  needed(AlarmName, 'alarmName');
  needed(given.EvaluationPeriods, 'evaluationPeriods');
  needed(given.ComparisonOperator, 'comparisonOperator');
  const name = AlarmName ?? '';
  if (name.length > 255)
    invalid("Value at 'alarmName' failed to satisfy constraint: Member must have length less than or equal to 255");
  for (const field of ['MetricName', 'Namespace', 'Statistic', 'Period', 'Threshold'] as const) {
    if (given[field] === undefined)
      invalid(`Exactly one of Metrics or MetricName must be given, and with MetricName ${field} is required`);
  }
  oneOf(given.Statistic, 'statistic', 'SampleCount Average Sum Minimum Maximum');
  oneOf(
    given.ComparisonOperator,
    'comparisonOperator',
    'GreaterThanOrEqualToThreshold GreaterThanThreshold LessThanThreshold LessThanOrEqualToThreshold',
  );
  oneOf(given.TreatMissingData, 'treatMissingData', 'breaching notBreaching ignore missing');
  checkPeriods(given);
  for (const actions of [given.AlarmActions, given.OKActions, given.InsufficientDataActions])
    checkActions(actions, context);
  const tags = (Tags ?? []).map(({ Key = '', Value = '' }): Tag => ({ Key, Value }));
  const settings = {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    ActionsEnabled: given.ActionsEnabled ?? true,
    OKActions: given.OKActions ?? [],
    AlarmActions: given.AlarmActions ?? [],
    InsufficientDataActions: given.InsufficientDataActions ?? [],
    Dimensions: given.Dimensions ?? [],
  };
  return { name, settings, tags };
}
