/** A day at most: CloudWatch evaluates hours of up to a week (AWS page "PutMetricAlarm"). */
export function checkIdleHours(text: string): string | undefined {
  return /^([1-9]|1\d|2[0-4])$/.test(text) ? undefined : 'a number of hours from 1 to 24';
}

/** Durations from 10m, which a launch may take, to a year. */
export const DELETE_AFTER =
  '^(([6-9][0-9]{2}|[1-9][0-9]{3,4})s|[1-9][0-9]{1,4}m|([1-9][0-9]{0,2}|[1-7][0-9]{3}|8[0-6][0-9]{2}|87[0-5][0-9]|8760)h)$';

export function checkDeleteAfter(text: string): string | undefined {
  return new RegExp(DELETE_AFTER).test(text) ? undefined : 'a duration such as 90m, 8h or 72h, from 10m to 8760h';
}
