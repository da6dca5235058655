import { isRegion, regionMeant } from './regions.ts';

/** Each check returns what is expected, or undefined when the text is valid. */
export function checkName(text: string): string | undefined {
  const isName = /^[a-z0-9-]{3,20}$/.test(text) && !/^-|-$/.test(text);
  // A Region here is a mistake, and the name cannot be changed later.
  if (isRegion(text) || (!isName && isRegion(regionMeant(text))))
    return `a short name such as acme; ${text} is a Region, which has its own setting (--region)`;
  return isName ? undefined : '3 to 20 characters of a-z, 0-9 and "-", not beginning or ending with "-"';
}

/** A doubt about a valid name that is also the place of a Region: "sydney". */
export function doubtName(text: string): string | undefined {
  const meant = regionMeant(text);
  return meant !== text && isRegion(meant)
    ? `a short name such as acme: ${text} is the place of Region ${meant}, which has its own prompt. To use it as your name, enter it again`
    : undefined;
}

export { checkRegion } from './regions.ts';

export function checkAccountId(text: string): string | undefined {
  return /^\d{12}$/.test(text) ? undefined : 'the 12 digits of an AWS account';
}

// Permissive on purpose: only the confirmation e-mail proves an address. SNS accepts at most 256 characters.
export function checkEmail(text: string): string | undefined {
  const looksRight =
    text.length <= 256 &&
    /^[^\s@<>",;:\\()[\]\p{Cc}]+@[^\s@<>",;:\\()[\]\p{Cc}]+\.[^\s@<>",;:\\()[\]\p{Cc}.]{2,}$/u.test(text);
  return looksRight ? undefined : 'an e-mail address such as you@example.com';
}

export function checkLimit(text: string): string | undefined {
  return /^\d{1,7}(\.\d{1,2})?$/.test(text) && Number(text) > 0
    ? undefined
    : 'a monthly amount in USD, more than 0, with at most two decimals, such as 10';
}

/** IAM page "UpdateAccountPasswordPolicy". */
export function checkPasswordAge(text: string): string | undefined {
  return /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1095 ? undefined : 'a number of days, 1 to 1095';
}

/** S3 page "NoncurrentVersionExpiration": a positive number of days. */
export function checkVersionDays(text: string): string | undefined {
  return /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 36_500 ? undefined : 'a number of days, 1 to 36500';
}

/** Account Management page "PutAlternateContact": the lengths, and the characters of a telephone number. */
export function checkContact(text: string): string | undefined {
  const [name = '', email = '', phone = '', ...title] = text.split(',').map((part) => part.trim());
  const words = title.join(', ');
  const isRight =
    [name, words].every((one) => one !== '' && !/\p{Cc}/u.test(one)) &&
    name.length <= 64 &&
    words.length <= 50 &&
    email.length <= 254 &&
    checkEmail(email) === undefined &&
    /^[\d\s()+-]{1,25}$/.test(phone);
  return isRight ? undefined : 'NAME,EMAIL,PHONE,TITLE such as "Erika Example,erika@example.com,+1 555 0100,Owner"';
}

/** IAM page "CreateAccountAlias". */
export function checkAlias(text: string): string | undefined {
  return /^[a-z0-9](-?[a-z0-9])*$/.test(text) && text.length >= 3 && text.length <= 63 && !/^\d{12}$/.test(text)
    ? undefined
    : '3 to 63 characters of a-z, 0-9 and single "-", not 12 digits';
}

/** AWS page "General purpose bucket naming rules", without dots: they break TLS. */
export function checkBucket(text: string): string | undefined {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(text))
    return '3 to 63 characters of a-z, 0-9 and "-", beginning and ending with a letter or digit';
  if (/^(xn--|sthree-|amzn-s3-demo-)/.test(text))
    return 'a name that does not begin with xn--, sthree- or amzn-s3-demo-';
  if (/(-s3alias|--ol-s3|--x-s3|--table-s3)$/.test(text))
    return 'a name that does not end in -s3alias, --ol-s3, --x-s3 or --table-s3';
  return undefined;
}

export function checkPerson(text: string): string | undefined {
  return /^[A-Za-z0-9+=,.@_-]{1,50}$/.test(text) ? undefined : '1 to 50 characters of A-Z, a-z, 0-9 and +=,.@_-';
}

export function checkInstanceType(text: string): string | undefined {
  return /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(text) && text.length <= 40
    ? undefined
    : 'an instance type such as t3.micro';
}

export function checkSubnet(text: string): string | undefined {
  return /^subnet-[0-9a-f]{8,17}$/.test(text) ? undefined : 'a subnet ID such as subnet-0a1b2c3d4e5f67890';
}

export function checkVolumeSize(text: string): string | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 16384 ? undefined : 'a size in GiB, 1 to 16384';
}

/**
 * The strictest rules of IAM, S3, EC2, SNS and CloudWatch for tags (IAM page "Rules for tagging in IAM and AWS STS", S3
 * page "Categorizing your storage using tags"): letters, digits, inner spaces, these symbols, and no prefix `aws:`, in
 * keys and values. Lengths count UTF-16 units, as in S3.
 */
function isTagText(text: string, most: number): boolean {
  return text.length <= most && /^[\p{L}\p{N}_.:/=+\-@ ]+$/u.test(text) && !/^ | $/.test(text) && !/^aws:/i.test(text);
}

/** A value of a tag such as the instance's Name. */
export function checkTagValue(text: string): string | undefined {
  return isTagText(text, 256)
    ? undefined
    : '1 to 256 letters, digits, inner spaces and _.:/=+-@, not beginning with "aws:"';
}

export function checkKeyName(text: string): string | undefined {
  return /^[\x20-\x7e]{1,255}$/.test(text) && text === text.trim()
    ? undefined
    : 'the name of a key pair, up to 255 ASCII characters';
}

/** The keys of our own tags, in any case, because IAM ignores case. */
const OURS = /^(managed-by|aws-baseline:.*)$/i;

export function checkTag(text: string): string | undefined {
  const [key = '', ...rest] = text.split('=');
  const value = rest.join('=');
  if (/^name$/i.test(key)) return 'another key: set the Name of the instance with --instance-name';
  if (OURS.test(key)) return 'another key: aws-baseline uses this one';
  if (/^aws:/i.test(key) || /^aws:/i.test(value)) return 'KEY=VALUE, neither beginning with "aws:", which AWS reserves';
  const right = text.includes('=') && isTagText(key, 128) && (value === '' || isTagText(value, 256));
  return right
    ? undefined
    : 'KEY=VALUE of letters, digits, inner spaces and _.:/+-@, KEY up to 128 characters, VALUE up to 256';
}

/** Seconds, minutes or hours: 90s, 10m, 4h; 0 for no wait. */
export function checkDuration(text: string): string | undefined {
  return milliseconds(text) === undefined ? 'a duration such as 90s, 10m or 4h, up to 24h' : undefined;
}

export function milliseconds(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,5})(s|m|h)?$/.exec(text) ?? [];
  if (amount === undefined || (unit === undefined && Number(amount) !== 0)) return undefined;
  const ms = Number(amount) * { s: 1_000, m: 60_000, h: 3_600_000 }[unit ?? 's']!;
  return ms <= 86_400_000 ? ms : undefined;
}

/** A container image, as ECS takes it (AWS API reference "ContainerDefinition", `image`). */
export function checkImage(text: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9_./:@-]*$/.test(text) && text.length <= 255
    ? undefined
    : 'a container image such as public.ecr.aws/docker/library/busybox:stable';
}

/** A duration that is not 0. */
export function checkReminder(text: string): string | undefined {
  return (milliseconds(text) ?? 0) > 0 ? undefined : 'a duration such as 30m or 4h, up to 24h';
}
