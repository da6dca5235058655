/** A day at most: CloudWatch evaluates hours of up to a week (AWS page "PutMetricAlarm"). */
export function checkIdleHours(text: string): string | undefined {
  return /^([1-9]|1\d|2[0-4])$/.test(text) ? undefined : 'a number of hours from 1 to 24';
}
