// AWS's Regions by the part before the number, so that a new Region beside a known one is known as well.
const AREAS = [
  'af-south',
  'ap-east',
  'ap-northeast',
  'ap-south',
  'ap-southeast',
  'ca-central',
  'ca-west',
  'cn-north',
  'cn-northwest',
  'eu-central',
  'eu-isoe-west',
  'eu-north',
  'eu-south',
  'eu-west',
  'eusc-de-east',
  'il-central',
  'me-central',
  'me-south',
  'mx-central',
  'sa-east',
  'us-east',
  'us-gov-east',
  'us-gov-west',
  'us-west',
];

/**
 * What a Region's code should be, when it is none or looks mistyped. A mistyped home Region would lock the admin into
 * a place that does not exist, so a code that is nearly a known one is refused; a quite unknown one may be new.
 */
export function checkRegion(text: string): string | undefined {
  const [, area = '', number = ''] = /^([a-z]+(?:-[a-z]+)+)-(\d)$/.exec(text) ?? [];
  if (!area) return 'a Region code such as ap-southeast-2 (Sydney) or eu-central-1 (Frankfurt)';
  if (AREAS.includes(area)) return undefined;
  const meant = AREAS.find((known) => isNearly(area, known));
  return meant && `${meant}-${number}, if that is what you mean`;
}

/** One letter more, less or other, or two neighbours exchanged. */
function isNearly(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  const exchanged = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1) || exchanged;
}
