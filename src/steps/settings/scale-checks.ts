/** At least one: without instances there is no CPU use by which a group could grow. */
export function checkScale(text: string): string | undefined {
  const [, min, max] = /^([1-9]\d{0,2})\.\.([1-9]\d{0,2})$/.exec(text) ?? [];
  return min !== undefined && Number(min) <= Number(max)
    ? undefined
    : 'MIN..MAX, two numbers from 1 to 999, the smaller one first, such as 2..4';
}

export function checkCertificateArn(text: string): string | undefined {
  return /^arn:aws(-cn|-us-gov)?:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-zA-Z-]+$/.test(text)
    ? undefined
    : 'the ARN of a certificate, such as arn:aws:acm:REGION:ACCOUNT:certificate/ID';
}
